"""`python -m tests.bench.streams`: reads endless paced streams, and tells when each delta came.

Takes a JSON object on a line of stdin (`Wanted`), answers a line when every stream has begun, and
at the next line closes them and answers a JSON list: for each stream its pairs of nanoseconds, of
when a delta came and when the provider sent it, on the machine's one monotonic clock.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import cast

from tests.bench.bodies import body
from tests.bench.loop import run

_STAMP = re.compile(rb"@(\d{6,})@")
_LONGEST_STAMP = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """`clients` streams of the gateway, and `direct` ones of the provider itself."""

    port: int
    path: str
    key: str
    clients: int
    upstream: int
    direct: int


class _Stream(asyncio.Protocol):
    def __init__(self, port: int, path: str, key: str) -> None:
        content = body("1 KB", "bench-steady", stream=True)
        self._request = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n"
            f"content-type: application/json\r\nanthropic-version: 2023-06-01\r\n"
            f"x-api-key: {key}\r\ncontent-length: {len(content)}\r\n\r\n"
        ).encode() + content
        self._tail = b""
        self.came: list[tuple[int, int]] = []
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.broke = ""
        self.closing = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        held = self._tail + data
        end = 0
        for stamp in _STAMP.finditer(held):
            self.came.append((now, int(stamp[1])))
            end = stamp.end()
        self._tail = held[max(end, len(held) - _LONGEST_STAMP) :]
        if self.came and not self.begun.done():
            self.begun.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closing:
            self.broke = f"a stream broke: {exc} {self._tail!r}"
            if not self.begun.done():
                self.begun.set_exception(RuntimeError(self.broke))


async def _open(wanted: Wanted) -> list[_Stream]:
    loop = asyncio.get_running_loop()
    places = [(wanted.port, wanted.path)] * wanted.clients
    places += [(wanted.upstream, "/v1/messages")] * wanted.direct
    streams = []
    for port, path in places:
        make = partial(_Stream, port, path, wanted.key)
        _, stream = await loop.create_connection(make, "127.0.0.1", port)
        streams.append(stream)
    async with asyncio.timeout(20):
        for stream in streams:
            await stream.begun
    return streams


async def _main() -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        streams = await _open(Wanted(**json.loads(line)))
        print("begun", flush=True)
        await loop.run_in_executor(None, sys.stdin.readline)
        for stream in streams:
            if stream.broke:
                raise RuntimeError(stream.broke)
            stream.closing = True
            stream.transport.close()
        print(json.dumps([stream.came for stream in streams]), flush=True)


if __name__ == "__main__":
    run(_main())
