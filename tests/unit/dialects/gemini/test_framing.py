import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.sse import FrameTooLarge
from app.dialects.gemini.framing import ArrayReader

_values = st.dictionaries(
    st.text(max_size=4),
    st.text(max_size=6)
    | st.sampled_from(['"', "\\", '\\"}', "[{", "}]"])
    | st.lists(st.integers()),
    max_size=3,
)


def read(raw: bytes, size: int) -> list[Any]:
    reader = ArrayReader()
    found = [
        json.loads(text)
        for start in range(0, len(raw), size)
        for text in reader.feed(raw[start : start + size])
    ]
    assert reader.closed
    assert not reader.unfinished
    return found


@given(st.lists(_values), st.integers(1, 9), st.sampled_from([None, 2]))
def test_elements_are_found_wherever_the_bytes_are_cut(
    values: list[Any], size: int, indent: int | None
) -> None:
    raw = json.dumps(values, indent=indent, ensure_ascii=False).encode()
    assert read(raw, size) == values


def test_an_element_is_told_as_soon_as_it_is_complete() -> None:
    reader = ArrayReader()
    assert reader.feed(b'[{"a": [1') == []
    assert reader.unfinished
    assert reader.feed(b'], "b": "}"}\n') == [b'{"a": [1], "b": "}"}']
    assert not reader.unfinished
    assert not reader.closed
    assert reader.feed(b",{}]rest") == [b"{}"]
    assert reader.closed


@pytest.mark.parametrize("raw", [b'["x"]', b"[3]", b"[null]", b"x"])
def test_what_is_no_array_of_objects_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="neither events nor an array"):
        ArrayReader().feed(raw)


def test_an_element_without_an_end_is_not_held_for_ever() -> None:
    reader = ArrayReader(limit=10)
    reader.feed(b'[{"a": "')
    with pytest.raises(FrameTooLarge):
        reader.feed(b"x" * 20)
