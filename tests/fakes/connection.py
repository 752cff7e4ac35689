"""One TCP connection of the fake upstream, below HTTP: bytes in, bytes out, who hung up."""

import asyncio
import socket
import struct
from typing import Literal, cast

Cut = Literal["rst", "eof"]


class HungUpError(Exception):
    """The other side went away, or this side cut the connection on purpose."""


class Connection(asyncio.Protocol):
    """Reads on demand and keeps what comes early, so that hanging up is seen at any time."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self._ended = False
        self._received = bytearray()
        self._arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        self._arrived.set()

    def eof_received(self) -> bool:
        self._hung_up()
        return True  # a client that has only half closed still gets its answer

    def connection_lost(self, exc: Exception | None) -> None:
        self._hung_up()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def _hung_up(self) -> None:
        self.gone.set()
        self._arrived.set()
        self._writable.set()

    async def read_line(self) -> bytes:
        """The next line without its end; `HungUpError` when the connection ends before it."""
        while (end := self._received.find(b"\n")) < 0:
            await self._more()
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line.rstrip(b"\r")

    async def read(self, count: int) -> bytes:
        """Exactly `count` bytes; `HungUpError` when the connection ends before them."""
        while len(self._received) < count:
            await self._more()
        data = bytes(self._received[:count])
        del self._received[:count]
        return data

    async def _more(self) -> None:
        if self.gone.is_set():
            raise HungUpError
        self._arrived.clear()
        await self._arrived.wait()

    async def write(self, data: bytes) -> None:
        """Send bytes as they are and wait until the client keeps up."""
        if self._transport is None:
            raise HungUpError
        if not self._transport.is_closing():
            self._transport.write(data)
            await self._writable.wait()
            if not self._transport.is_closing():
                return
        if not self._ended:  # a write to a closed socket tells before `connection_lost` does
            self._hung_up()
        raise HungUpError

    async def flush(self) -> None:
        """Wait until the kernel has everything that was written."""
        await self._writable.wait()  # no byte is buffered while it is set

    def pause_reading(self) -> None:
        """Stop taking bytes from the client: its own sends will block."""
        if self._transport is not None:
            self._transport.pause_reading()

    async def close(self, how: Cut = "eof") -> None:
        """End the connection with a FIN, or with a RST after what was sent has left."""
        if self._transport is None or self._transport.is_closing():
            return
        await self.flush()
        self._ended = True
        if how == "rst":
            sock = cast("socket.socket", self._transport.get_extra_info("socket"))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self._transport.close()
