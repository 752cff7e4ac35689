"""What a client is sent of a stream, and when: the two lanes behind one shape.

An outlet holds control events back until the first delta that means something, because until then
another provider may still be asked; what it lets out keeps the client's framing valid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.core.events import Event, Failed
from app.core.failure import Failure
from app.dialects.base import Dialect, StreamEncoder
from app.gateway import paths
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

    def rest(self) -> bytes:
        """What is still to be sent of an answer that has come to its end."""
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

    def rest(self) -> bytes:
        """Nothing: an encoder writes whole frames."""
        return b""

    def keepalive(self) -> bytes:
        """The client's own form of a ping, its opening event before it if need be."""
        self.spoke = True
        return self.encoder.keepalive()

    def fail(self, failure: Failure) -> bytes:
        """The failure as the client's last frame, in the terms of what went before it."""
        return self.encoder.encode([Failed(failure)])


@dataclass(slots=True)
class VerbatimOutlet:
    """The provider's bytes as they are; their events only tell when and how they end.

    Whole frames are let out, so that a keep-alive never falls into one and half of one never
    precedes an error. `secrets` are what must not come back from a provider that echoes it.
    """

    dialect: Dialect
    ping: bytes
    request_id: str
    secrets: tuple[bytes, ...] = ()
    _commit: Commit = field(default_factory=Commit)
    _held: list[bytes] = field(default_factory=list)

    @property
    def committed(self) -> bool:
        """Whether bytes were let out."""
        return self._commit.state is CommitState.COMMITTED

    @property
    def failure(self) -> Failure | None:
        """What the provider's own error event said, before anything else."""
        return self._commit.failure

    def take(self, raw: bytes, events: Sequence[Event]) -> bytes:
        """The whole frames so far, once one of them meant something."""
        self._commit.take(events)
        self._held.append(raw)
        if not self.committed or (b"\n" not in raw and raw):
            return b""
        held = b"".join(self._held) if len(self._held) > 1 else raw
        end = _frames_end(held)
        self._held = [held[end:]] if end < len(held) else []
        return without(self.secrets, held[:end])

    def rest(self) -> bytes:
        """What is left at the end of a complete answer: servers forget the last blank line."""
        held, self._held = b"".join(self._held), []
        return without(self.secrets, held)

    def keepalive(self) -> bytes:
        """A ping, which stands between two frames."""
        return self.ping

    def fail(self, failure: Failure) -> bytes:
        """The failure as the last frame, in the place of one that was cut off."""
        self._held.clear()
        return self.dialect.encode_stream_error(failure, self.request_id)


def without(secrets: Iterable[bytes], data: bytes) -> bytes:
    """`data` with every one of `secrets` taken out."""
    for secret in secrets:
        if secret in data:
            data = data.replace(secret, b"[redacted]")
    return data


def _frames_end(data: bytes) -> int:
    """Where the last whole frame of `data` ends, 0 where there is none."""
    return max(
        (place + len(end) for end in _FRAME_ENDS if (place := data.rfind(end)) >= 0), default=0
    )


_FRAME_ENDS = (b"\n\n", b"\r\n\r\n")


def ping(dialect: Dialect) -> bytes:
    """A sign of life on the verbatim lane, before or between the provider's own frames."""
    # Comments do not feed Claude Code's watchdog (LiteLLM #36024); other clients know no ping.
    # Google's SDKs take a comment for data and fail, but pass over empty lines.
    match dialect.name:
        case paths.ANTHROPIC:
            return b'event: ping\ndata: {"type":"ping"}\n\n'
        case paths.GEMINI:
            return b"\n\n"
    return b": ping\n\n"
