"""Frames that no library of a client would send, and peers that are gone, on a real socket."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.gateway.sockets import connection
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Running, Start, provider, rules


async def at(start: Start, upstream: FakeUpstream, **more: Any) -> Running:
    return await start(
        providers={"p": provider(upstream.url)}, profiles=rules(("m", "p/m")), **more
    )


@asynccontextmanager
async def upgraded(
    gateway: Running,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """The bytes of a socket, for what no client's library would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(
        b"GET /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %b\r\n"
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" % (gateway.port, CLIENT_KEY.encode())
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101")
    try:
        yield reader, writer
    finally:
        writer.close()


def frame(opcode: int, payload: bytes, *, masked: bool = True) -> bytes:
    """A short frame as RFC 6455 has it; the mask is zeros."""
    head = bytes([0x80 | opcode, (0x80 if masked else 0) | len(payload)])
    return head + (bytes(4) if masked else b"") + payload


CLOSE, TEXT = 8, 1
NORMAL = (1000).to_bytes(2, "big")


@pytest.mark.parametrize(
    "sent",
    [
        frame(CLOSE, NORMAL) + frame(TEXT, b'{"type":"response.create","model":"m","input":"x"}'),
        frame(3, b"an opcode that there is not"),
        frame(TEXT, b"\xff\xfe"),
        b"\xf0\x80\x00\x00\x00\x00",
        frame(CLOSE, b"\x00"),
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=["after close", "opcode", "no UTF-8", "reserved bits", "half a code", "HTTP"],
)
async def test_what_breaks_the_protocol_ends_the_connection_and_asks_nobody(
    start: Start, sent: bytes
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with upgraded(gateway) as (reader, writer):
            writer.write(sent)
            if sent == frame(TEXT, b"\xff\xfe"):  # it is no JSON either, which alone is told
                assert b"not valid JSON" in await reader.readuntil(b"}}")
                return
            async with asyncio.timeout(10):
                rest = await reader.read()
        assert rest[:1] in (b"", b"\x88")  # a close frame, or nothing
        assert upstream.asked == []


async def _pings(writer: asyncio.StreamWriter) -> None:
    """Send pings for ever."""
    while True:
        writer.write(frame(9, b"x" * 125) * 1000)
        await writer.drain()


async def test_a_peer_that_only_pings_and_never_reads_is_taken_for_gone(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "STALL_SECONDS", 0.1)
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream)
        async with upgraded(gateway) as (_, writer):
            async with asyncio.timeout(30):
                with pytest.raises(ConnectionError):
                    await _pings(writer)


async def test_a_peer_that_answers_no_ping_is_taken_for_gone(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "QUIET_SECONDS", 0.05)
    async with FakeUpstream() as upstream:
        gateway = await at(start, upstream, server={"keepalive": 0.02})
        async with upgraded(gateway) as (reader, _), asyncio.timeout(10):
            with contextlib.suppress(ConnectionError):
                await reader.read()
