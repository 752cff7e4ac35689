from typing import Any

import pytest

from app.core.conversation import CacheMark
from app.dialects.openai_chat import fields


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        ({"type": "ephemeral"}, CacheMark()),
        ({"type": "ephemeral", "ttl": "1h"}, CacheMark("1h")),
        ({"type": "ephemeral", "ttl": 5}, None),
        ({"type": "other"}, None),
        ({"type": "ephemeral", "scope": "x"}, None),
        ("ephemeral", None),
    ],
)
def test_a_cache_mark_is_read_and_an_odd_one_kept_as_it_is(
    control: Any, expected: CacheMark | None
) -> None:
    part = {"text": "a", "cache_control": control}
    assert fields.cache_mark(part) == expected
    kept = fields.rest(part, frozenset({"text", "cache_control"}))
    assert (kept.data if kept else {}) == ({} if expected else {"cache_control": control})


def test_what_is_left_are_the_unknown_fields_that_say_something() -> None:
    known = frozenset({"a"})
    assert fields.rest({"a": 1, "b": None}, known) is None
    found = fields.rest({"a": 1, "b": 2}, known, c={"d": 3}, e={})
    assert found is not None
    assert found.data == {"b": 2, "c": {"d": 3}}
