"""The design's constants: two palettes of the same names, and the scales of space and type."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette, colours as #rrggbb.

    `window` lies behind everything, `surface` is a card or a field, `raised` a menu or a tooltip.
    `text`, `secondary` and `faint` (placeholders, disabled words) are three strengths of words.
    `accent` fills what can be pressed, `accent_text` is its shade for words and strokes. `warn` is
    "look at this", `bad` "it is broken or costs money now". `series` are a chart's colours, in the
    order in which they are given out: any two differ for colour-blind eyes too.
    """

    window: str
    surface: str
    raised: str
    line: str
    text: str
    secondary: str
    faint: str
    accent: str
    accent_text: str
    on_accent: str
    ok: str
    warn: str
    bad: str
    hover: str
    pressed: str
    selection: str
    focus: str
    series: tuple[str, ...]


LIGHT: Final = Tokens(
    window="#f5f6f7",
    surface="#ffffff",
    raised="#ffffff",
    line="#e1e4e6",
    text="#1a1e21",
    secondary="#59626a",
    faint="#868f96",
    accent="#0a7285",
    accent_text="#086476",
    on_accent="#ffffff",
    ok="#1b7a4b",
    warn="#9a5b00",
    bad="#bf2a30",
    hover="#eef0f2",
    pressed="#e2e6e8",
    selection="#d8edf1",
    focus="#2296aa",
    series=(
        "#09687c",
        "#e6a31c",
        "#5b55c4",
        "#b65842",
        "#5fb3e6",
        "#7c8d1d",
        "#b75fa7",
        "#444a4e",
    ),
)

DARK: Final = Tokens(
    window="#16181a",
    surface="#1e2123",
    raised="#282c2f",
    line="#33383b",
    text="#e7e9ea",
    secondary="#a2aab0",
    faint="#737c83",
    accent="#2a9fb3",
    accent_text="#55c2d3",
    on_accent="#041417",
    ok="#52c48d",
    warn="#eeb04f",
    bad="#ff7470",
    hover="#292d30",
    pressed="#33383c",
    selection="#15434c",
    focus="#3fb6ca",
    series=(
        "#268c9c",
        "#f0a63a",
        "#8f8af0",
        "#e2765a",
        "#7bc6f2",
        "#6c772f",
        "#da83c6",
        "#b5bcc0",
    ),
)


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in device-independent pixels."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - the scale's own name, beside s and m
    xl: int = 24
    xxl: int = 32


@dataclass(frozen=True, slots=True)
class Radius:
    """Corners, in the same pixels."""

    card: int = 8
    control: int = 6


@dataclass(frozen=True, slots=True)
class FontSize:
    """Type sizes, in the same pixels; `number` is the one number that a tile is about."""

    secondary: int = 11
    body: int = 13
    heading: int = 14
    title: int = 18
    number: int = 20


SPACE: Final = Space()
RADIUS: Final = Radius()
FONT: Final = FontSize()
