"""What the sides of one request saw, collected while it runs and handed on when it has ended.

Nothing here waits, copies a body or compresses: the writer does that on a thread of its own.
"""

from collections.abc import Callable

from app.gateway.transcript_policy import keeps
from app.settings.schema import TranscriptSettings
from app.storage.records import Side, Transcribed, TranscriptBody

JSON = "application/json"
EVENT_STREAM = "text/event-stream"

# So much more than the limit is collected, and cut off once the secrets are taken out: otherwise
# half of a key that lies across the limit would not be recognised.
MARGIN = 4096

# Takes the next bytes of one body.
Tap = Callable[[bytes], None]


def both(first: Tap, second: Tap | None) -> Tap:
    """A tap that tells two others, the second where there is one."""
    if second is None:
        return first

    def tap(data: bytes) -> None:
        first(data)
        second(data)

    return tap


# Takes the bodies and how many bytes of each may be kept; must return at once. What it gets is raw:
# up to MARGIN bytes more than that, secrets included.
Write = Callable[[Transcribed, "list[TranscriptBody]", int], None]


class Transcript:
    """The bodies of one request: `NOTHING` keeps none of them."""

    __slots__ = ()

    def tap(self, side: Side, content_type: str, attempt: int = 0) -> Tap:  # noqa: ARG002 - see below
        """What takes the bytes of one body as they come; a second one for a body continues it."""
        return _ignore

    def keep(self, side: Side, body: bytes, content_type: str = JSON, attempt: int = 0) -> None:
        """Take a body that is there as a whole."""

    def finish(self) -> None:
        """Hand what was collected on; a second time it does nothing."""


class _Recording(Transcript):
    __slots__ = ("_limit", "_parts", "_request", "_write")

    def __init__(self, request: Transcribed, limit: int, write: Write) -> None:
        self._request = request
        self._limit = limit
        self._write: Write | None = write
        self._parts: dict[tuple[Side, int], _Part] = {}

    def tap(self, side: Side, content_type: str, attempt: int = 0) -> Tap:
        part = self._parts.get((side, attempt))
        if part is None:
            part = self._parts[side, attempt] = _Part(content_type, self._limit + MARGIN)
        return part.take

    def keep(self, side: Side, body: bytes, content_type: str = JSON, attempt: int = 0) -> None:
        self.tap(side, content_type, attempt)(body)

    def finish(self) -> None:
        write, self._write = self._write, None
        if write is None:
            return
        parts, self._parts = self._parts, {}
        bodies = [
            TranscriptBody(
                side,
                attempt,
                part.content_type,
                part.size,
                part.size > self._limit,
                part.pieces[0] if len(part.pieces) == 1 else b"".join(part.pieces),
            )
            for (side, attempt), part in sorted(parts.items(), key=_turn)
            if part.size
        ]
        if bodies:
            write(self._request, bodies, self._limit)


class _Part:
    """One body as far as it is collected."""

    __slots__ = ("_room", "content_type", "pieces", "size")

    def __init__(self, content_type: str, room: int) -> None:
        self.content_type = content_type
        self.pieces: list[bytes] = []
        self.size = 0
        self._room = room

    def take(self, data: bytes) -> None:
        """Append `data`, of which only what there is room for is kept."""
        size = len(data)
        self.size += size
        room = self._room
        if room > 0:
            self.pieces.append(data if size <= room else data[:room])
            self._room = room - size


def _turn(item: tuple[tuple[Side, int], _Part]) -> int:
    """Whose turn it is: the client asks, then come the attempts as they came, then it is told."""
    side = item[0][0]
    return 0 if side == "client_sent" else 2 if side == "client_got" else 1


def _ignore(data: bytes) -> None:
    pass


NOTHING = Transcript()


def transcript_of(
    request: Transcribed,
    settings: TranscriptSettings,
    write: Write | None,
    *,
    user: str,
    key: str,
) -> Transcript:
    """The transcript of a request of the user and the client key that are named so.

    It is `NOTHING` where the settings keep none of it, or where nothing can be written.
    """
    if write is None or not keeps(settings, user=user, key=key, conversation=request.conversation):
        return NOTHING
    return _Recording(request, settings.body_limit, write)
