"""The load generator, in its own process: a job a line on stdin, a result a line on stdout.

Closed loop: each client has one connection and sends the next request when it has the last answer.
Every answer is checked: its status, and for a stream that what all its deltas said came.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import cast

from tests.bench.answers import STAMP, WORD
from tests.bench.bodies import body
from tests.bench.loop import run

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_STAMP = re.compile(rb"@(\d{6,})@")
_END = b"0\r\n\r\n"
_ANSWER_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Job:
    """What to send where. It ends after `seconds` or `requests`, whichever comes first.

    `deltas` is how many a stream must have, 0 for whole answers.
    """

    port: int
    path: str
    key: str
    size: str
    model: str
    clients: int
    seconds: float
    requests: int
    deltas: int = 0


@dataclass(slots=True)
class Measured:
    """Times in nanoseconds: of whole exchanges, until first deltas, and of single deltas' way."""

    elapsed: int = 0
    exchanges: list[int] = field(default_factory=list)
    first_deltas: list[int] = field(default_factory=list)
    delays: list[int] = field(default_factory=list)
    error: str = ""


class _Client(asyncio.Protocol):
    def __init__(self, job: Job, request: bytes, measured: Measured) -> None:
        self._job = job
        self._request = request
        self._measured = measured
        self._transport: asyncio.Transport
        self._deadline = 0
        self._last = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reset()

    def _reset(self) -> None:
        self._buffer = b""
        self._left = -1
        self._tail = b""
        self._first = 0
        self._words = 0
        self._stamps = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def start(self, deadline: int) -> None:
        self._deadline = deadline
        self._send()

    def _send(self) -> None:
        self._reset()
        self._sent = time.monotonic_ns()
        self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._fail(f"the connection broke: {exc}")

    def _fail(self, why: str) -> None:
        self._measured.error = self._measured.error or why
        if not self.done.done():
            self.done.set_result(None)
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._job.deltas and self._left == -2:
            self._take_stream(data)
            return
        if self._left < 0:
            data = self._buffer + data
            head_end = data.find(b"\r\n\r\n")
            if head_end < 0:
                self._buffer = data
                return
            self._buffer = b""
            if not data.startswith(b"HTTP/1.1 200"):
                self._fail(data[:600].decode("utf-8", "replace"))
                return
            length = _LENGTH.search(data, 0, head_end + 2)
            if length is None:
                self._left = -2
                self._take_stream(data[head_end + 4 :])
                return
            self._left = int(length[1]) + head_end + 4
        self._left -= len(data)
        if self._left <= 0:
            self._finish()

    def _take_stream(self, data: bytes) -> None:
        held = self._buffer + data
        # The bytes kept from before hold no whole word, so that none is counted twice.
        self._words += held.count(WORD)
        self._stamps += data.count(STAMP)
        if not self._first and (self._words or self._stamps):
            self._first = time.monotonic_ns()
            self._measured.first_deltas.append(self._first - self._sent)
        if self._stamps:
            now = time.monotonic_ns()
            self._measured.delays += [now - int(stamp[1]) for stamp in _STAMP.finditer(data)]
        if (self._tail + data).endswith(_END):
            came = self._words + self._stamps // 2
            if came != self._job.deltas:
                self._fail(f"{came} deltas came instead of {self._job.deltas}")
                return
            self._finish()
        else:
            self._buffer = held[1 - len(WORD) :]
            self._tail = data[-len(_END) :]

    def _finish(self) -> None:
        now = time.monotonic_ns()
        self._measured.exchanges.append(now - self._sent)
        if now >= self._deadline or len(self._measured.exchanges) >= self._job.requests:
            self._last = now
            if not self.done.done():
                self.done.set_result(None)
        else:
            self._send()

    def close(self) -> None:
        self._transport.close()


async def measure(job: Job) -> Measured:
    """Do `job`."""
    loop = asyncio.get_running_loop()
    measured = Measured()
    content = body(job.size, job.model, stream=job.deltas > 0)
    request = (
        f"POST {job.path} HTTP/1.1\r\nhost: 127.0.0.1:{job.port}\r\n"
        f"content-type: application/json\r\nanthropic-version: 2023-06-01\r\n"
        f"x-api-key: {job.key}\r\ncontent-length: {len(content)}\r\n\r\n"
    ).encode() + content
    clients: list[_Client] = []
    for _ in range(job.clients):
        _, client = await loop.create_connection(
            lambda: _Client(job, request, measured), "127.0.0.1", job.port
        )
        clients.append(client)
    began = time.monotonic_ns()
    for client in clients:
        client.start(began + int(job.seconds * 1e9))
    _, waiting = await asyncio.wait(
        [client.done for client in clients], timeout=job.seconds + _ANSWER_TIMEOUT
    )
    measured.elapsed = time.monotonic_ns() - began
    if waiting:
        measured.error = measured.error or f"{len(waiting)} clients never got their answer"
    for client in clients:
        client.close()
    return measured


async def _main() -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        measured = await measure(Job(**json.loads(line)))
        print(json.dumps(asdict(measured)), flush=True)


if __name__ == "__main__":
    run(_main())
