"""Arrays of tokens say a text, or are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tokens.token_arrays import NotTokensError, sizes, text_of

HELLO = (15339, 1917)  # "hello world" in cl100k_base, as OpenAI's tokenizer page shows it


def test_tokens_become_the_text_that_they_were() -> None:
    assert text_of(HELLO) == ("hello world", True)


def test_half_a_character_is_told() -> None:
    text, exact = text_of((3574,))  # the first two bytes of a Chinese character and a blank
    assert not exact
    assert "\ufffd" in text


@pytest.mark.parametrize("token", [-1, 100_256, 100_257, 10**12])
def test_what_is_no_token_of_a_text_is_named(token: int) -> None:
    with pytest.raises(NotTokensError, match=str(token)):
        text_of((15339, token))


def test_sizes_are_counted_text_by_text() -> None:
    assert sizes(["hello world", "", "hello"]) == [2, 0, 1]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_text_never_has_more_tokens_than_bytes(texts: list[str]) -> None:
    found = sizes(texts)
    assert len(found) == len(texts)
    for text, size in zip(texts, found, strict=True):
        assert size <= len(text.encode("utf-8", "replace"))
