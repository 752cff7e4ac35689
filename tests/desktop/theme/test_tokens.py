"""The palettes: readable, and told apart by every eye."""

from itertools import combinations

import pytest

from app.desktop.theme.tokens import DARK, LIGHT, Tokens

# Machado, Oliveira, Fernandes (2009): what people see who lack one kind of cone, in linear RGB.
SIGHTS = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
PALETTES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def linear(color: str) -> list[float]:
    shares = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    lights = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def seen(color: str, sight: str) -> tuple[float, float, float]:
    """The colour in CIE L*a*b*, as those eyes see it."""
    r, g, b = (
        min(1.0, max(0.0, sum(w * v for w, v in zip(row, linear(color), strict=True))))
        for row in SIGHTS[sight]
    )
    sums = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (s ** (1 / 3) if s > 0.008856 else 7.787 * s + 16 / 116 for s in sums)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@PALETTES
def test_words_can_be_read_on_every_ground(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.surface, tokens.raised):
        for words in ("text", "secondary", "accent_text", "ok", "warn", "bad"):
            assert contrast(getattr(tokens, words), ground) >= 4.5, (words, ground)
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.text, tokens.selection) >= 4.5


@PALETTES
def test_controls_and_charts_stand_out_from_their_ground(tokens: Tokens) -> None:
    for part in ("faint", "focus", "accent"):
        assert contrast(getattr(tokens, part), tokens.surface) >= 3, part
    assert all(contrast(color, tokens.surface) >= 2 for color in tokens.series)


@PALETTES
@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_series_differ_for_every_eye(tokens: Tokens, sight: str) -> None:
    for one, other in combinations(tokens.series, 2):
        pairs = zip(seen(one, sight), seen(other, sight), strict=True)
        assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 > 15, (one, other)
