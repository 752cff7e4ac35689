"""Where an answer goes: what an exchange asks of its client's side, whatever carries it.

An HTTP response is one (`app.gateway.relay`), a frame's share of a socket another
(`app.gateway.sockets`). An exchange never knows which.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Headers = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer in one piece: a client's own format, its status and what headers say of it."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class AnswerStream(Protocol):
    """One streamed answer. It is opened late: until then a plain error may still be told."""

    @property
    def opened(self) -> bool:
        """Whether the client has been sent anything."""
        ...

    @property
    def sent_bytes(self) -> int:
        """How many bytes of the answer the client has been sent."""
        ...

    async def write(self, data: bytes) -> None:
        """Send whole frames of the client's format, waiting while it does not read.

        Raises `Refused` (CANCELLED) where it takes nothing any more, `ConnectionError` where it is
        gone.
        """
        ...

    async def end(self) -> None:
        """The answer is complete, or has told its failure."""
        ...

    def stop(self) -> None:
        """No more signs of life, whatever comes."""
        ...


class Destination(Protocol):
    """The client's side of one request."""

    def stream(
        self,
        headers: Headers,
        keepalive: Callable[[], bytes],
        keepalive_seconds: float,
        tap: Callable[[bytes], None],
    ) -> AnswerStream:
        """The stream for the answer; called once, and only where the client wants one.

        `headers` gives those of the answer at the moment at which it opens. `keepalive` gives a
        sign of life in the client's format, for after each `keepalive_seconds` of silence. `tap` is
        told of whatever was sent.
        """
        ...
