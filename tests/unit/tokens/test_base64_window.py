"""A window shows the same bytes as decoding everything would."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from app.tokens.base64_window import Base64Window


@given(st.binary(max_size=60), st.integers(0, 70), st.integers(0, 20))
def test_any_window_shows_the_bytes_that_are_there(raw: bytes, offset: int, length: int) -> None:
    window = Base64Window(base64.b64encode(raw).decode())
    assert window.read(offset, length) == raw[offset : offset + length]


@given(st.text(max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_what_is_not_base64_never_raises(text: str, offset: int, length: int) -> None:
    assert len(Base64Window(text).read(offset, length)) <= length


def test_missing_padding_is_forgiven() -> None:
    assert Base64Window("QUI").read(0, 9) == b"AB"
