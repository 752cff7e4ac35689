"""Names with marks."""

import pytest

from app.providers.globs import is_glob, matches_any


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


def test_a_mark_makes_a_glob() -> None:
    assert is_glob("text-embedding-*")
    assert not is_glob("bge-m3")
