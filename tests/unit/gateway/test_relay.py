"""The client's side of a stream, over a real socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from app.gateway.listener import Listener, listen
from app.gateway.relay import ClientStream
from app.platform.sockets import bind

Play = Callable[[ClientStream], Awaitable[None]]
BEAT = 0.02


@asynccontextmanager
async def client(
    play: Play, sign: Callable[[], bytes] = lambda: b": ping\n\n"
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        stream = ClientStream(request, lambda: {"x-dragoman-provider": "p"}, sign, BEAT)
        try:
            await play(stream)
            await stream.end()
            assert stream.response is not None
            return stream.response
        finally:
            stream.stop()

    listening = bind("127.0.0.1", 0)
    runner = await listen(Listener(handle, 8), [listening])
    reader, writer = await asyncio.open_connection(*listening.getsockname()[:2])
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    try:
        yield reader, writer
    finally:
        writer.close()
        await runner.cleanup()


async def test_nothing_is_sent_before_the_first_bytes() -> None:
    go = asyncio.Event()

    async def play(stream: ClientStream) -> None:
        await go.wait()
        assert not stream.opened
        await stream.write(b"")
        assert not stream.opened
        await stream.write(b"data: 1\n\n")
        assert stream.opened

    async with client(play, sign=lambda: b"") as (reader, _):
        go.set()
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert b"text/event-stream; charset=utf-8" in head
        assert b"x-dragoman-provider: p" in head
        assert b"data: 1" in await reader.readuntil(b"0\r\n\r\n")


async def test_silence_opens_the_stream_and_pings_until_the_answer_comes() -> None:
    go = asyncio.Event()

    async def play(stream: ClientStream) -> None:
        await go.wait()
        assert stream.opened
        await stream.write(b"data: answer\n\n")

    async with client(play) as (reader, _):
        for _ in range(2):
            await reader.readuntil(b": ping\n\n")
        go.set()
        rest = await reader.readuntil(b"0\r\n\r\n")
        assert rest.count(b"data: answer") == 1


async def test_signs_of_life_do_not_pile_up_behind_a_write_that_waits() -> None:
    signs: list[bytes] = []

    def sign() -> bytes:
        signs.append(b": ping\n\n")
        return signs[-1]

    async def play(stream: ClientStream) -> None:
        loop = asyncio.get_running_loop()
        async with stream._turn:
            for _ in range(5):  # periods, in each of which the stream looks for silence
                passed = asyncio.Event()
                loop.call_later(BEAT, passed.set)
                await passed.wait()
            assert signs == []
        await stream.write(b"data: answer\n\n")
        assert len(signs) == 1

    async with client(play, sign) as (reader, _):
        await reader.readuntil(b"0\r\n\r\n")


async def test_no_ping_comes_after_the_end() -> None:
    async def play(stream: ClientStream) -> None:
        await stream.write(b"data: all\n\n")

    async with client(play) as (reader, writer):
        await reader.readuntil(b"0\r\n\r\n")
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        second = await reader.read()
        assert second.startswith(b"HTTP/1.1 200")
        assert b"ping" not in second


async def test_a_client_that_leaves_ends_the_play() -> None:
    cancelled = asyncio.Event()
    began = asyncio.Event()

    async def play(stream: ClientStream) -> None:
        await stream.write(b"data: 1\n\n")
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async with client(play) as (_, writer):
        await began.wait()
        writer.close()
        async with asyncio.timeout(5):
            await cancelled.wait()


@pytest.mark.parametrize("size", [1, 3_000_000])
async def test_writing_counts_what_was_sent(size: int) -> None:
    sent: list[int] = []

    async def play(stream: ClientStream) -> None:
        await stream.write(b"x" * size)
        sent.append(stream.sent_bytes)

    async with client(play) as (reader, _):
        await reader.readuntil(b"\r\n\r\n")
        while not (await reader.read(65536)).endswith(b"0\r\n\r\n"):
            pass
        assert sent == [size]
