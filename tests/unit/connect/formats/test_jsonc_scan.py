import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connect.formats.jsonc_scan import ScanError, scan

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)  # fmt: skip


def plain(text: str) -> Any:
    root = scan(text)
    assert root is not None
    return root.plain()


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_json_means_what_json_says(
    value: Any, indent: int | str | None, escaped: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    assert plain(text) == json.loads(text)


@given(st.text('{}[],:"\\/* \n1ae', max_size=40))
def test_whatever_the_text_there_is_a_value_or_a_reason(text: str) -> None:
    try:
        root = scan(text)
    except ScanError as error:
        found = error.at if error.why else -1
    else:
        found = len(text) if root is None else root.end
    assert 0 <= found <= len(text)


def test_spans_are_those_of_keys_and_values() -> None:
    text = '{ /*x*/ "a" : [1, 2] , // y\n "b":{"c":"d",},}'
    root = scan(text)
    assert root is not None
    first, second = root.members
    assert text[first.key_start : first.key_end] == '"a"'
    assert text[first.value.start : first.value.end] == "[1, 2]"
    assert first.comma == text.index(", //")
    assert text[second.value.start : second.value.end] == '{"c":"d",}'
    assert (root.index("b"), root.index("z")) == (1, -1)
    assert root.trailing_commas() == 2


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ('{"a": 1 "b": 2}', 8, "comma"),
        ('{"a" 1}', 5, "colon"),
        ('{"a": }', 6, "value"),
        ("{1: 2}", 1, "key"),
        ('{"a": 1, "a": 2}', 9, "twice"),
        ('{"a": tru}', 6, "no value"),
        ('{"a": "b', 6, "does not end"),
        ('{"a": "\\x"}', 6, "escape"),
        ("{} x", 3, "after the end"),
        ("{}/*", 2, "does not end"),
        ("[1,,2]", 3, "value"),
        ("[1", 2, "comma"),
        ("[" * 300, 200, "deeper"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, at: int, why: str) -> None:
    with pytest.raises(ScanError) as caught:
        scan(text)
    assert caught.value.at == at
    assert why in caught.value.why
