"""Cursors."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.admin import cursors
from app.gateway.admin.problem import Problem


@given(st.integers(0, 2**50), st.text(max_size=30).filter(lambda t: t.isprintable()))
def test_a_cursor_leads_back_to_its_place(at_ms: int, row_id: str) -> None:
    if at_ms <= 253_402_300_799_999:
        assert cursors.place_of(cursors.encode(at_ms, row_id)) == (at_ms, row_id)


@given(st.integers(0, 2**61))
def test_a_number_survives(number: int) -> None:
    assert cursors.number_of(cursors.encode(number)) == number


@given(st.text(max_size=60))
def test_any_other_text_is_refused_as_a_cursor(text: str) -> None:
    for read in (cursors.place_of, cursors.number_of):
        with pytest.raises(Problem) as refused:
            read(text)
        assert refused.value.errors[0].field == "cursor"


@pytest.mark.parametrize("json", ["[true]", "[-1]", "[1.5]", "{}", "[" * 100_000, "[9e999]"])
def test_json_that_is_no_place_is_refused(json: str) -> None:
    text = base64.urlsafe_b64encode(json.encode()).decode().rstrip("=")
    with pytest.raises(Problem):
        cursors.number_of(text)


def test_a_list_in_memory_is_cut_into_pages() -> None:
    assert cursors.sliced("abcde", None, 2) == ("ab", cursors.encode(2))
    assert cursors.sliced("abcde", cursors.encode(4), 2) == ("e", None)
    assert cursors.sliced("abcde", cursors.encode(9), 2) == ("", None)
