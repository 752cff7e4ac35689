"""Sources of a text between wires."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.search import Found
from app.core.sidecar import Origin, Sidecar
from app.dialects.citations import Citation, flat, nested, of, results

URL = "https://a.example"
anything = st.recursive(
    st.none() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)


def told(**data: Any) -> tuple[Citation, ...]:
    return of(Sidecar(Origin("x"), data))


def test_every_wire_s_form_is_read() -> None:
    anthropic = {
        "type": "web_search_result_location",
        "url": URL,
        "title": "A",
        "cited_text": "of paper",
        "encrypted_index": "Eo8",
    }
    assert told(citations=[anthropic]) == (Citation(URL, "A", None, "of paper"),)
    annotation = {
        "type": "url_citation",
        "start_index": 2,
        "end_index": 5,
        "url": URL,
        "title": "A",
    }
    assert told(annotations=[annotation]) == (Citation(URL, "A", (2, 5)),)
    inner = {"start_index": 2, "end_index": 5, "url": URL, "title": "A", "content": "words"}
    chat = {"type": "url_citation", "url_citation": inner}
    assert told(annotations=[chat]) == (Citation(URL, "A", (2, 5)),)
    assert of(None) == ()


def test_other_citations_are_not_of_the_web() -> None:
    assert told(citations=[{"type": "char_location", "cited_text": "x"}]) == ()
    assert told(annotations=[{"type": "file_citation", "file_id": "f"}]) == ()


def test_a_source_without_a_span_stands_for_the_whole_text() -> None:
    assert flat(Citation(URL, "A"), 7)["end_index"] == 7
    inner = nested(Citation(URL, "A"), 7, 10)["url_citation"]
    assert (inner["start_index"], inner["end_index"]) == (10, 17)
    inner = nested(Citation(URL, "A", (1, 2)), 7, 10)["url_citation"]
    assert (inner["start_index"], inner["end_index"]) == (11, 12)


def test_what_is_written_is_read_again() -> None:
    citation = Citation(URL, "A", (2, 5))
    assert told(annotations=[flat(citation, 9)]) == (citation,)
    assert told(annotations=[nested(citation, 9, 0)]) == (citation,)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([URL, URL, ""], [Found("", URL)]),
        ([{"title": "A", "url": URL, "date": "2026-05-01"}], [Found("A", URL, "", "2026-05-01")]),
        (
            [{"title": "A", "link": URL, "content": "words", "media": "M", "refer": "ref_1"}],
            [Found("A", URL, "words")],
        ),
        ([URL, {"title": "A", "url": URL}], [Found("A", URL)]),
        ([{"title": "A"}, None, 3], []),
        ("https://a.example", []),
    ],
)
def test_lists_of_results_are_read(entries: Any, expected: list[Found]) -> None:
    assert results(entries) == expected


@given(anything, anything)
def test_anything_is_read(citations: Any, annotations: Any) -> None:
    assert isinstance(told(citations=citations, annotations=annotations), tuple)
    results(citations)
