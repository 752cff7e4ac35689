from typing import Any

import pytest

from app.core.usage import Usage
from app.dialects.openai_responses import usage


def test_cached_tokens_are_part_of_the_input() -> None:
    raw = {
        "input_tokens": 100,
        "input_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 10},
        "output_tokens": 20,
        "output_tokens_details": {"reasoning_tokens": 5},
        "total_tokens": 120,
    }
    counted = usage.decode(raw)
    assert counted == Usage(30, 60, 10, 20, 5, raw=raw)
    assert usage.encode(counted) == raw


@pytest.mark.parametrize("raw", [None, {}, [], {"input_tokens": "many"}, {"input_tokens": True}])
def test_nothing_counted_is_nothing(raw: Any) -> None:
    assert usage.decode(raw) is None


def test_more_cached_than_read_is_never_negative() -> None:
    raw = {"input_tokens": 5, "input_tokens_details": {"cached_tokens": 9}, "output_tokens": 1}
    counted = usage.decode(raw)
    assert counted is not None
    assert (counted.fresh, counted.cache_read, counted.input) == (0, 5, 5)


def test_every_number_is_there_for_clients_that_fail_without() -> None:
    told = usage.encode(Usage(fresh=1, output=2))
    assert told["input_tokens_details"] == {"cached_tokens": 0, "cache_write_tokens": 0}
    assert told["output_tokens_details"] == {"reasoning_tokens": 0}
    assert told["total_tokens"] == 3
