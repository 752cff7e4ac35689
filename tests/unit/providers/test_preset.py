"""Globs, limits and labels of a preset."""

from datetime import date

import pytest

from app.providers.preset import KnownModel, QuirkRow, matches_any


@pytest.mark.parametrize(
    ("model", "globs", "matches"),
    [
        ("gpt-5.2", ("gpt-5.*",), True),
        ("GPT-5.2", ("gpt-5.*",), True),
        ("deepseek-ai/DeepSeek-V3.2", ("*deepseek-v3.[1-9]*",), True),
        ("gpt-4o", ("gpt-5*", "o[1-9]*"), False),
    ],
)
def test_globs_ignore_case(model: str, globs: tuple[str, ...], matches: bool) -> None:
    assert matches_any(model, globs) is matches


def test_a_quirk_without_globs_holds_for_every_model() -> None:
    assert QuirkRow("pdf", date(2026, 11, 21), "x").holds_for("anything")


def test_a_glob_is_not_a_name_to_offer() -> None:
    assert KnownModel("glm-5.1").listed
    assert not KnownModel("glm-4.5*").listed
