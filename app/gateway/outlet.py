"""What a client is sent of a stream, and when: the two lanes behind one shape.

An outlet holds control events back until the first delta that means something, because until then
another provider may still be asked; what it lets out keeps the client's framing valid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.core.events import Event
from app.core.failure import Failure
from app.dialects.base import Dialect, StreamEncoder
from app.routing.commit import Commit, CommitState


class Outlet(Protocol):
    """One stream towards a client."""

    @property
    def committed(self) -> bool:
        """Whether something of meaning was let out."""
        ...

    @property
    def failure(self) -> Failure | None:
        """Why what was taken is no answer, found before anything was let out."""
        ...

    def take(self, raw: bytes, events: Sequence[Event]) -> bytes:
        """What the client gets for the provider's bytes `raw`, which meant `events`."""
        ...

    def keepalive(self) -> bytes:
        """A sign of life, b"" where none can be given at this moment."""
        ...

    def fail(self, failure: Failure) -> bytes:
        """The end of a stream that cannot go on."""
        ...


@dataclass(slots=True)
class TranslatedOutlet:
    """Events go through the client's own encoder. Lives through all attempts of one exchange."""

    encoder: StreamEncoder
    request_id: str
    dialect: Dialect
    commit: Commit
    spoke: bool = False

    @property
    def committed(self) -> bool:
        """Whether a delta was let out."""
        return self.commit.state is CommitState.COMMITTED

    @property
    def failure(self) -> Failure | None:
        """An empty answer is none."""
        return self.commit.failure

    def restart(self) -> None:
        """Forget what the last attempt had held back."""
        self.commit.restart()

    def take(self, raw: bytes, events: Sequence[Event]) -> bytes:  # noqa: ARG002 - see Outlet
        """The encoded form of the events that need not be held any more."""
        released = self.commit.take(events)
        if not released:
            return b""
        self.spoke = True
        return self.encoder.encode(released)

    def keepalive(self) -> bytes:
        """The client's own form of a ping, its opening event before it if need be."""
        self.spoke = True
        return self.encoder.keepalive()

    def fail(self, failure: Failure) -> bytes:
        """The failure as the client's last frame."""
        return self.dialect.encode_stream_error(failure, self.request_id)


@dataclass(slots=True)
class VerbatimOutlet:
    """The provider's bytes as they are; their events only tell when and how they end."""

    dialect: Dialect
    ping: bytes
    request_id: str
    _commit: Commit = field(default_factory=Commit)
    _held: list[bytes] = field(default_factory=list)
    _tail: bytes = b"\n\n"

    @property
    def committed(self) -> bool:
        """Whether bytes were let out."""
        return self._commit.state is CommitState.COMMITTED

    @property
    def failure(self) -> Failure | None:
        """What the provider's own error event said, before anything else."""
        return self._commit.failure

    def take(self, raw: bytes, events: Sequence[Event]) -> bytes:
        """The bytes, once one of them meant something."""
        self._commit.take(events)
        if not self.committed:
            self._held.append(raw)
            return b""
        if self._held:
            raw = b"".join((*self._held, raw))
            self._held.clear()
        self._tail = (self._tail + raw[-4:])[-4:]
        return raw

    def keepalive(self) -> bytes:
        """A ping between two frames; none inside one, which it would break."""
        return self.ping if self._at_frame_end() else b""

    def fail(self, failure: Failure) -> bytes:
        """The failure as the last frame, after whatever was cut off."""
        error = self.dialect.encode_stream_error(failure, self.request_id)
        return error if self._at_frame_end() else b"\n\n" + error

    def _at_frame_end(self) -> bool:
        return self._tail.endswith((b"\n\n", b"\r\n\r\n"))
