"""One request that the fake upstream got, and the means to answer it rightly or wrongly."""

import asyncio
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import responses
from typing import Any, Literal

from tests.fakes.connection import Connection, Cut, HungUpError

Framing = Literal["chunked", "length", "close"]
Headers = Mapping[str, str] | Sequence[tuple[str, str]]

JSON = {"content-type": "application/json"}
SSE = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}


@dataclass(slots=True)
class Recorded:
    """A request as it came: `order` counts from 0, header names keep their case.

    `finished` is set when the script has ended, `gone` when the client hung up before that.
    """

    order: int
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    sent: bytearray = field(default_factory=bytearray)  # the answer's body, before framing

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """The value of a header, its name's case ignored; None when it was not sent."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None


class Exchange:
    """The building blocks of scripts: payload goes through `send`, any bytes through `raw`."""

    def __init__(self, connection: Connection, request: Recorded) -> None:
        self.request = request
        self.keep_alive = True
        self._connection = connection
        self._framing: Framing | None = None
        self._left: int | None = None  # payload bytes until the cut
        self._cut: Cut = "eof"

    def cut_after(self, count: int, how: Cut = "eof") -> None:
        """Let only `count` more payload bytes through, then end the connection."""
        self._left, self._cut = count, how

    async def head(
        self,
        status: int = 200,
        headers: Headers = (),
        *,
        framing: Framing = "chunked",
        length: int | None = None,
    ) -> None:
        """Send the status line and the headers; `length` belongs to framing "length"."""
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        if framing == "chunked":
            pairs.append(("transfer-encoding", "chunked"))
        elif framing == "length":
            pairs.append(("content-length", str(length or 0)))
        else:
            pairs.append(("connection", "close"))
            self.keep_alive = False
        self._framing = framing
        reason = responses.get(status, "Odd")
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in pairs)]
        await self.raw("\r\n".join([*lines, "", ""]).encode("utf-8"))

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are, outside of any framing."""
        await self._connection.write(data)

    async def send(self, data: bytes) -> None:
        """Send a piece of the body in the framing that `head` announced."""
        ends = self._left is not None and self._left <= len(data)
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        if data:
            self.request.sent += data
            chunked = self._framing == "chunked"
            await self.raw(b"%x\r\n%s\r\n" % (len(data), data) if chunked else data)
        if ends:
            await self.cut(self._cut)

    async def end(self) -> None:
        """End the body as its framing says."""
        if self._framing == "chunked":
            await self.raw(b"0\r\n\r\n")
        elif self._framing == "close":
            await self._connection.close()

    async def cut(self, how: Cut = "eof") -> None:
        """End the connection here; the script ends with it."""
        self.keep_alive = False
        await self._connection.close(how)
        raise HungUpError

    async def silent(self, until: asyncio.Event | None = None) -> None:
        """Say nothing until `until` is set, or until the client hangs up, which ends the script."""
        waits = [asyncio.ensure_future(self._connection.gone.wait())]
        if until is not None:
            waits.append(asyncio.ensure_future(until.wait()))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        if self._connection.gone.is_set():
            raise HungUpError

    async def whole(self, status: int, body: bytes, headers: Headers = JSON) -> None:
        """A whole answer with a Content-Length."""
        await self.head(status, headers, framing="length", length=len(body))
        await self.send(body)

    async def json(self, body: Any, status: int = 200, headers: Headers = ()) -> None:
        """A whole JSON answer."""
        extra = list(headers.items() if isinstance(headers, Mapping) else headers)
        await self.whole(status, compact(body), [*JSON.items(), *extra])

    async def stream(
        self, frames: Iterable[bytes], headers: Headers = SSE, *, framing: Framing = "chunked"
    ) -> None:
        """An event stream, one write for each frame."""
        sent = list(frames)
        await self.head(200, headers, framing=framing, length=sum(map(len, sent)))
        for frame in sent:
            await self.send(frame)
        await self.end()

    async def redirect(self, location: str, status: int = 307) -> None:
        """Point elsewhere, where a credential must not follow."""
        await self.whole(status, b"", [("location", location)])

    async def garbage(self, data: bytes = b"\x16\x03\x01\x02 this is not HTTP\r\n\r\n") -> None:
        """Answer with something that is not HTTP, then hang up."""
        await self.raw(data)
        await self.cut()

    async def bomb(self, megabytes: int = 64, headers: Headers = JSON) -> None:
        """A small gzip body that grows to `megabytes` of blanks."""
        packed = gzip.compress(b" " * (megabytes << 20), mtime=0)
        extra = list(headers.items() if isinstance(headers, Mapping) else headers)
        await self.whole(200, packed, [*extra, ("content-encoding", "gzip")])


def compact(value: Any) -> bytes:
    """JSON as providers send it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
