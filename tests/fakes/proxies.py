"""An HTTP proxy and a SOCKS5 proxy for whom every name is this machine."""

import asyncio
import contextlib
from types import TracebackType
from typing import ClassVar, Self

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Proxy:
    """Notes in `targets` where it was asked to connect; `refuse` makes it refuse politely."""

    scheme: ClassVar[str]

    def __init__(self, *, refuse: bool = False) -> None:
        self.targets: list[str] = []
        self.refuse = refuse
        self._port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            far = await self._connected(reader, writer)
            if far is not None:
                await asyncio.gather(_pour(reader, far[1]), _pour(far[0], writer))
        writer.close()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Streams | None:
        raise NotImplementedError

    async def _open(self, host: str, port: int) -> Streams:
        self.targets.append(f"{host}:{port}")
        return await asyncio.open_connection("127.0.0.1", port)


class HttpProxy(_Proxy):
    """CONNECT for https, the whole URL in the request line for http."""

    scheme = "http"

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Streams | None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.split(b" ")
        if self.refuse:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return None
        if method == b"CONNECT":
            host, _, port = target.decode().rpartition(":")
            far = await self._open(host, int(port))
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            return far
        authority, _, path = target.removeprefix(b"http://").partition(b"/")
        host, _, port = authority.decode().rpartition(":")
        far = await self._open(host, int(port))
        far[1].write(b"%s /%s %s\r\n%s" % (method, path, version, rest))
        return far


class Socks5Proxy(_Proxy):
    """RFC 1928 without authentication, for names and IPv4 addresses."""

    scheme = "socks5"

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Streams | None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 1:
            host = ".".join(map(str, await reader.readexactly(4)))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        if self.refuse:
            writer.write(b"\x05\x02\x00\x01" + bytes(6))  # not allowed by ruleset
            await writer.drain()
            return None
        far = await self._open(host, port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        return far


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
