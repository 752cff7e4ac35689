"""Model servers on this machine, found by asking."""

import asyncio
from typing import Any

import pytest

from app.gateway.local_servers import FoundServer, find_servers
from tests.fakes.upstream import FakeUpstream


async def test_a_server_that_lists_models_is_found(unused_port: int) -> None:
    async with FakeUpstream(models=("qwen3:14b", "llama4")) as upstream:
        found = await find_servers({"ollama": upstream.port, "lmstudio": unused_port})
    assert found == [FoundServer("ollama", upstream.url, ("qwen3:14b", "llama4"))]


async def test_on_everybodys_ports_it_must_say_who_it_is() -> None:
    async with FakeUpstream() as upstream:
        assert await find_servers({"vllm": upstream.port, "llamacpp": upstream.port}) == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html></>",
        b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"data": {} }',
        b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"data": [{}]}',
        b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"not http\r\n",
        b"",
    ],
)
async def test_other_programs_are_left_alone(answer: bytes) -> None:
    async def serve(reader: Any, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        assert await find_servers({"ollama": server.sockets[0].getsockname()[1]}) == []


async def test_a_silent_port_is_not_waited_for() -> None:
    async def silent(reader: Any, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await find_servers({"ollama": port}, seconds=0.05) == []


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
