from typing import Any

import pytest

from app.core.usage import Usage
from app.dialects.gemini import usage


def counts(raw: Any) -> tuple[Any, ...] | None:
    found = usage.decode(raw)
    if found is None:
        return None
    return (found.fresh, found.cache_read, found.output, found.reasoning)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"promptTokenCount": 9, "candidatesTokenCount": 4}, (9, 0, 4, None)),
        ({"promptTokenCount": 9, "responseTokenCount": 4}, (9, 0, 4, None)),
        ({"promptTokenCount": 9, "cachedContentTokenCount": 5}, (4, 5, 0, None)),
        ({"promptTokenCount": 9, "cachedContentTokenCount": 50}, (0, 9, 0, None)),
        ({"candidatesTokenCount": 4, "thoughtsTokenCount": 3}, (0, 0, 7, 3)),
        ({"promptTokenCount": 9, "thoughtsTokenCount": 0}, (9, 0, 0, 0)),
        ({"promptTokenCount": 9, "toolUsePromptTokenCount": 3}, (12, 0, 0, None)),
        ({"promptTokenCount": "9", "candidatesTokenCount": True}, None),
        ({"promptTokenCount": -1, "candidatesTokenCount": 1e30}, None),
        ({}, None),
        (None, None),
        ([], None),
    ],
)
def test_no_kind_of_token_is_counted_twice(raw: Any, expected: Any) -> None:
    assert counts(raw) == expected


@pytest.mark.parametrize(
    "told",
    [
        Usage(fresh=3, cache_read=5, output=9, reasoning=4),
        Usage(fresh=3, output=9),
        Usage(output=9, reasoning=9),
    ],
)
def test_what_is_written_reads_back(told: Usage) -> None:
    wire = usage.encode(told)
    assert wire["totalTokenCount"] == told.input + told.output
    assert counts(wire) == (told.fresh, told.cache_read, told.output, told.reasoning)


def test_tokens_that_were_written_to_a_cache_are_of_the_prompt() -> None:
    assert usage.encode(Usage(fresh=3, cache_write=2))["promptTokenCount"] == 5
