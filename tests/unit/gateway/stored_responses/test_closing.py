"""The event that closes a stream is found, however its bytes are cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.stored_responses.closing import Closing

OPENED = b'event: response.created\ndata: {"type":"response.created"}\n\n'
ENDED = b'event: response.completed\ndata: {"type":"response.completed","response":{}}\n\n'
DATA = b'{"type":"response.completed","response":{}}'


@given(st.lists(st.integers(0, len(OPENED + ENDED)), max_size=8))
def test_it_is_found_wherever_the_bytes_are_cut(cuts: list[int]) -> None:
    whole = OPENED + b": ping\n\n" + ENDED
    places = [0, *sorted(cuts), len(whole)]
    found = Closing()
    for begin, end in itertools.pairwise(places):
        found(whole[begin:end])
    assert found.end() == DATA


@pytest.mark.parametrize(
    "stream",
    [
        b"data: " + DATA + b"\n\n",
        ENDED.replace(b"\n", b"\r\n"),
        ENDED.rstrip(b"\n"),
        b'event: response.incomplete\ndata: {"type":"response.incomplete"}\n\n',
    ],
)
def test_every_form_of_it_is_known(stream: bytes) -> None:
    found = Closing()
    found(OPENED)
    assert found.response is None
    found(stream)
    assert found.end() is not None


def test_a_stream_without_one_has_none() -> None:
    found = Closing()
    found(OPENED)
    found(b'event: response.failed\ndata: {"type":"response.failed"}\n\n')
    assert found.end() is None


def test_what_grows_without_an_end_is_given_up() -> None:
    found = Closing(100)
    found(b"data: " + b"x" * 200)
    found(ENDED)
    assert found.end() is None
