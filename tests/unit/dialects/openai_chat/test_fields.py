from collections.abc import Callable
from typing import Any

import pytest

from app.core.conversation import CacheMark
from app.core.failure import FailureKind
from app.dialects.openai_chat import fields
from tests.dialects.chat_wire import refusal


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (fields.text, 5, "Invalid type for 'x': expected a string, but got an integer instead."),
        (fields.text, None, "Missing required parameter: 'x'."),
        (fields.number, "1", "expected a decimal number, but got a string instead."),
        (fields.integer, 1.5, "expected an integer, but got a decimal number instead."),
        (fields.integer, True, "expected an integer, but got a boolean instead."),
        (fields.integer, -1, "Expected a value >= 0, but got -1 instead."),
        (fields.switch, 1, "expected a boolean, but got an integer instead."),
        (fields.mapping, [], "expected an object, but got an array instead."),
        (fields.items, {}, "expected an array, but got an object instead."),
        (fields.content, 1, "expected one of a string or array of objects"),
    ],
)
def test_a_complaint_names_the_field_and_what_was_wrong(
    read: Callable[[Any, str], Any], value: Any, complaint: str
) -> None:
    told = refusal(lambda: read(value, "x"))
    assert complaint in told.message
    assert (told.kind, told.status, told.param) == (FailureKind.BAD_REQUEST, 400, "x")


def test_absent_and_null_mean_the_same() -> None:
    assert fields.optional_text(None, "x") is None
    assert fields.number(None, "x") is None
    assert fields.integer(None, "x") is None
    assert fields.switch(None, "x") is None
    assert fields.items(None, "x") == []


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
