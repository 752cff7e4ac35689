import pytest

from app.core.page import Page
from app.core.sse import FrameTooLarge


def test_a_page_is_its_chunks_in_order() -> None:
    page = Page()
    page.feed(b'{"a":')
    page.feed(b"1}")
    assert page.body() == b'{"a":1}'


def test_a_page_without_an_end_is_given_up() -> None:
    page = Page(limit=4)
    page.feed(b"1234")
    with pytest.raises(FrameTooLarge, match="4 bytes"):
        page.feed(b"5")
