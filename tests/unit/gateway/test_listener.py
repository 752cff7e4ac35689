"""The HTTP server's own answers: to what is not HTTP, and at its door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from app.gateway.listener import Listener, listen
from app.platform.sockets import bind

CANARY = "sk-canary-0123456789abcdef"


@asynccontextmanager
async def serving(connections: int = 8) -> AsyncIterator[tuple[str, int]]:
    async def handle(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="served")

    listening = bind("127.0.0.1", 0)
    runner = await listen(Listener(handle, connections), [listening])
    try:
        yield listening.getsockname()[:2]
    finally:
        await runner.cleanup()


async def exchanged(address: tuple[str, int], raw: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(raw)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: {CANARY}\x00\r\n\r\n".encode(),
        f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization {CANARY}\r\n\r\n".encode(),
        b"GET / HTTP/1.1\r\nHost: x\r\nx-api-key: " + CANARY.encode() * 1000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
async def test_what_is_not_http_gets_json_and_no_echo(
    raw: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving() as address:
        answer = await exchanged(address, raw)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == b"400"
    assert b"application/json" in head
    assert b'"type": "error"' in body
    assert CANARY.encode() not in answer
    assert CANARY not in caplog.text


async def test_one_connection_too_many_is_closed() -> None:
    async with serving(connections=1) as address:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await reader.readuntil(b"served")
        try:
            refused = await exchanged(address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        except ConnectionResetError:
            refused = b""
        assert refused == b""
        writer.close()
