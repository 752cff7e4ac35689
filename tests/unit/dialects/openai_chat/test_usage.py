from typing import Any

import pytest

from app.core.usage import Usage
from app.dialects.openai_chat import usage


def counts(raw: Any, *, excludes: bool = False) -> tuple[int, int, int, int, int | None] | None:
    found = usage.decode(raw, excludes_reasoning=excludes)
    if found is None:
        return None
    return found.fresh, found.cache_read, found.cache_write, found.output, found.reasoning


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"prompt_tokens": 9, "completion_tokens": 4}, (9, 0, 0, 4, None)),
        ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 4}}, (5, 4, 0, 0, None)),
        ({"prompt_tokens": 9, "prompt_cache_hit_tokens": 4}, (5, 4, 0, 0, None)),
        ({"prompt_tokens": 9, "cached_tokens": 4}, (5, 4, 0, 0, None)),
        ({"prompt_tokens": 9, "cached_tokens": 40}, (0, 9, 0, 0, None)),
        (
            {
                "prompt_tokens": 9,
                "prompt_tokens_details": {"cached_tokens": 2, "cache_creation_tokens": 3},
            },
            (4, 2, 3, 0, None),
        ),
        (
            {"completion_tokens": 4, "completion_tokens_details": {"reasoning_tokens": 0}},
            (0, 0, 0, 4, 0),
        ),
        ({"prompt_tokens": "9", "completion_tokens": -4}, None),
        ({"prompt_tokens": 0, "completion_tokens": 0}, None),
        ({"prompt_tokens": 9, "prompt_tokens_details": None}, (9, 0, 0, 0, None)),
        ({"prompt_tokens": 9, "completion_tokens": True}, (9, 0, 0, 0, None)),
        (None, None),
        ([], None),
    ],
)
def test_counts_are_read_so_that_none_overlaps_another(raw: Any, expected: Any) -> None:
    assert counts(raw) == expected


def test_reasoning_is_added_only_where_the_total_says_that_it_is_missing() -> None:
    raw = {
        "prompt_tokens": 9,
        "completion_tokens": 4,
        "completion_tokens_details": {"reasoning_tokens": 20},
    }
    assert counts({**raw, "total_tokens": 33}, excludes=True) == (9, 0, 0, 24, 20)
    assert counts({**raw, "total_tokens": 13}, excludes=True) == (9, 0, 0, 4, 20)
    assert counts({**raw, "total_tokens": 33}) == (9, 0, 0, 4, 20)


@pytest.mark.parametrize(
    "chunk",
    [
        {"usage": {"a": 1}},
        {"usage": None, "choices": [{"usage": {"a": 1}}]},
        {"choices": [5, {"usage": {"a": 1}}]},
        {"choices": None, "x_groq": {"usage": {"a": 1}}},
    ],
)
def test_usage_is_found_in_a_chunk_in_its_choice_and_in_groq_s_extension(
    chunk: dict[str, Any],
) -> None:
    assert usage.of_chunk(chunk) == {"a": 1}
    assert usage.of_chunk({"x_groq": 5}) is None


def test_what_is_written_reads_back() -> None:
    told = Usage(fresh=4, cache_read=3, cache_write=0, output=9, reasoning=2)
    wire = usage.encode(told)
    assert (wire["prompt_tokens"], wire["total_tokens"]) == (7, 16)
    assert counts(wire) == (4, 3, 0, 9, 2)
