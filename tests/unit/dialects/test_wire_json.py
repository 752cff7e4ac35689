"""JSON that is fast, compact, in order, and never a crash."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import FailureKind, Refused
from app.dialects.wire_json import dump, dump_text, load, load_request

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_what_is_written_reads_back(value: Any) -> None:
    assert load(dump(value)) == value
    assert load(dump_text(value)) == value
    assert json.loads(dump(value)) == value


def test_it_is_compact_in_order_and_keeps_characters_as_they_are() -> None:
    assert dump({"b": 1, "a": [1, "é\u2028"]}) == '{"b":1,"a":[1,"é\u2028"]}'.encode()


def test_half_characters_become_the_replacement_character() -> None:
    assert load(b'{"a":"x\\ud83d","\\udc00":[" \\ud83d\\ude00"]}') == {"a": "x�", "�": [" 😀"]}


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b"\xff", b'{"a":1}x', b'"\\ud83d'])
def test_what_is_not_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):
        load(body)


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_nesting_is_a_value_error_too(opening: bytes) -> None:
    with pytest.raises(ValueError, match="too deeply"):
        load(opening * 200_000)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_object_or_refused(body: bytes) -> None:
    try:
        assert isinstance(load_request(body), dict)
    except Refused as refused:
        failure = refused.failure
    else:
        return
    assert failure.kind is FailureKind.BAD_REQUEST
