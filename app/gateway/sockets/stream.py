"""A streamed answer as messages of a socket: the data of each server-sent event is one."""

from collections.abc import Awaitable, Callable

from app.core.failure import Failure, FailureKind, Refused
from app.core.sse import Frame, FrameTooLarge, SseReader
from app.gateway.destination import Headers

Send = Callable[[bytes], Awaitable[None]]


class SocketDestination:
    """The share of one request in a socket; `send` puts the data of an event into a message."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def stream(
        self,
        headers: Headers,  # noqa: ARG002 - a socket has none for each answer
        keepalive: Callable[[], bytes],  # noqa: ARG002 - the connection itself sends pings
        keepalive_seconds: float,  # noqa: ARG002 - the same
        tap: Callable[[bytes], None],
    ) -> "SocketStream":
        """See `Destination`."""
        return SocketStream(self._send, tap)


class SocketStream:
    """`AnswerStream` for a socket."""

    def __init__(self, send: Send, tap: Callable[[bytes], None]) -> None:
        self._send = send
        self._tap = tap
        self._reader = SseReader()
        self.opened = False
        self.sent_bytes = 0

    async def write(self, data: bytes) -> None:
        """Send what is complete of the events in `data`.

        Raises `Refused` (PROTOCOL) where an event does not end; see `AnswerStream`.
        """
        if not data:
            return
        try:
            frames = self._reader.feed(data)
        except FrameTooLarge as error:
            message = f"The answer has an event that cannot be passed on: {error}."
            raise Refused(Failure(FailureKind.PROTOCOL, message)) from None
        await self._pass(frames)
        self._tap(data)

    async def end(self) -> None:
        """Send what the end of the answer completes."""
        await self._pass(self._reader.eof())

    def stop(self) -> None:
        """There is nothing to stop."""

    async def _pass(self, frames: list[Frame]) -> None:
        for frame in frames:
            if frame.data is not None:
                self.opened = True
                data = _text(frame.data)
                await self._send(data)
                self.sent_bytes += len(data)


def _text(data: bytes) -> bytes:
    """The data as UTF-8: a client that finds other bytes in a text closes the whole socket."""
    return data if data.isascii() else data.decode("utf-8", "replace").encode()
