"""An answer's events become messages, however its bytes are cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import Refused
from app.core.sse import SseReader
from app.gateway.sockets import stream
from app.gateway.sockets.stream import SocketDestination, SocketStream

EVENTS = [b'{"n":0}', b'{"n":1}', b"[DONE]"]
WIRE = b": keep-alive\n\n" + b"".join(b"event: e\ndata: %b\n\n" % data for data in EVENTS)


class Told:
    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.tapped = b""

    async def send(self, data: bytes) -> None:
        self.sent.append(data)

    def tap(self, data: bytes) -> None:
        self.tapped += data

    def stream(self) -> SocketStream:
        return SocketDestination(self.send).stream(dict, bytes, 1.0, self.tap)


@given(st.lists(st.integers(0, len(WIRE)), max_size=8))
async def test_each_event_is_one_message(cuts: list[int]) -> None:
    told = Told()
    given_ = told.stream()
    for begin, end in itertools.pairwise([0, *sorted(cuts), len(WIRE)]):
        await given_.write(WIRE[begin:end])
    await given_.end()
    assert told.sent == EVENTS
    assert told.tapped == WIRE
    assert given_.sent_bytes == sum(map(len, EVENTS))


async def test_a_comment_opens_nothing() -> None:
    told = Told()
    given_ = told.stream()
    await given_.write(b": ping\n\n")
    assert not given_.opened
    await given_.write(b"data: 1\n\n")
    assert given_.opened
    given_.stop()


async def test_the_last_event_may_lack_its_blank_line() -> None:
    told = Told()
    given_ = told.stream()
    await given_.write(b"data: 1")
    await given_.end()
    assert told.sent == [b"1"]


async def test_an_event_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SseReader", lambda: SseReader(50))
    given_ = Told().stream()
    with pytest.raises(Refused, match="longer than 50 bytes"):
        await given_.write(b"data: " + b"x" * 100)


async def test_a_message_is_text_whatever_the_provider_sent() -> None:
    told = Told()
    given_ = told.stream()
    await given_.write("data: 灯\n\n".encode() + b"data: \xe7\x81\n\n")
    assert [data.decode() for data in told.sent] == ["灯", "\ufffd"]
