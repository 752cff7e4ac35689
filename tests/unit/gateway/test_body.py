"""A request's body, read over a real connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.body import read_body
from app.gateway.listener import Listener, listen
from app.platform.sockets import bind

LIMIT = 1024
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@asynccontextmanager
async def reading(
    deadline: float = 10, begun: asyncio.Event | None = None
) -> AsyncIterator[tuple[asyncio.StreamWriter, "asyncio.Future[bytes | Failure]"]]:
    """A connection to a server that reads one body, and what came of it."""
    told: asyncio.Future[bytes | Failure] = asyncio.get_running_loop().create_future()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if begun is not None:
            begun.set()
        try:
            told.set_result(await read_body(request, LIMIT, deadline))
        except Refused as refused:
            told.set_result(refused.failure)
        except BaseException as error:
            told.set_exception(error)
        return web.Response()

    listening = bind("127.0.0.1", 0)
    runner = await listen(Listener(handle, 8), [listening])
    _, writer = await asyncio.open_connection(*listening.getsockname()[:2])
    try:
        yield writer, told
    finally:
        writer.close()
        await runner.cleanup()


@pytest.mark.parametrize("size", [0, 1, LIMIT])
async def test_a_body_up_to_the_limit_is_given_whole(size: int) -> None:
    async with reading() as (writer, told), asyncio.timeout(5):
        writer.write(HEAD + b"Content-Length: %d\r\n\r\n" % size + b"x" * size)
        assert await told == b"x" * size


async def test_chunks_are_joined() -> None:
    async with reading() as (writer, told), asyncio.timeout(5):
        writer.write(CHUNKED + b"3\r\nabc\r\n")
        await writer.drain()
        writer.write(b"2\r\nde\r\n0\r\n\r\n")
        assert await told == b"abcde"


async def test_one_byte_too_many_is_too_large_whatever_was_declared() -> None:
    async with reading() as (writer, told), asyncio.timeout(5):
        writer.write(CHUNKED + b"401\r\n" + b"x" * 1025 + b"\r\n")
        failure = await told
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.TOO_LARGE
    assert "larger than 1024 bytes" in failure.message


async def test_half_a_body_has_a_deadline() -> None:
    async with reading(deadline=0.05) as (writer, told), asyncio.timeout(5):
        writer.write(HEAD + b"Content-Length: 10\r\n\r\nhalf")
        failure = await told
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.TIMEOUT


async def test_broken_framing_is_bounded_by_the_deadline_too() -> None:
    """aiohttp (3.14.5) does not tell a body's reader of a chunk that is none."""
    begun = asyncio.Event()
    async with reading(0.2, begun) as (writer, told), asyncio.timeout(5):
        writer.write(CHUNKED + b"3\r\nabc\r\n")
        await begun.wait()
        writer.write(b"not a size\r\n")
        failure = await told
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.TIMEOUT
