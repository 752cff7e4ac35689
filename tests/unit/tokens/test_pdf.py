"""A PDF costs its pages."""

import pytest

from app.tokens.pdf import PAGE, pages, pdf_tokens
from tests.unit.tokens.files import pdf, pdf_with_object_stream, text64


@pytest.mark.parametrize("number", [1, 3, 250])
def test_page_objects_are_counted_and_their_tree_is_not(number: int) -> None:
    assert pages(pdf(number)) == number


def test_pages_inside_compressed_object_streams_are_counted() -> None:
    assert pages(pdf_with_object_stream(7)) == 7


def test_a_zip_bomb_is_not_unpacked_beyond_the_limit() -> None:
    assert pages(pdf_with_object_stream(2, inflated=b"\0" * 20_000_000) * 3) == 2


def test_streams_that_never_end_are_read_within_the_same_limit() -> None:
    assert pages(b"<</Type/ObjStm>>stream\n" * 100_000) == 2_300_000 // 60_000


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"%PDF-1.5 <</Type/ObjStm>>stream\nnot deflated endstream",
        b"%PDF-1.5 <</Type/ObjStm>> and no stream",
        b"%PDF-1.5 encrypted",
    ],
)
def test_a_pdf_whose_pages_are_hidden_has_at_least_one(raw: bytes) -> None:
    assert pages(raw) == 1


def test_a_large_pdf_whose_pages_are_hidden_is_guessed_by_its_size() -> None:
    assert pages(b"%PDF-1.7" + b"\0" * 600_000) == 10


def test_tokens_are_those_of_the_pages() -> None:
    assert pdf_tokens(text64(pdf(4))) == 4 * PAGE
    assert pdf_tokens("ÿ is not base64") == PAGE
