"""Events into a client's stream."""

from collections.abc import Iterable

from app.core.events import Event
from app.core.loss import Loss
from app.dialects.base import Reply


class GeminiStreamEncoder:
    """One streamed answer."""

    def __init__(self, reply: Reply) -> None:
        self.losses: list[Loss] = []
        self._reply = reply

    def encode(self, events: Iterable[Event]) -> bytes:
        """The bytes for `events`."""
        raise NotImplementedError

    def keepalive(self) -> bytes:
        """Bytes that tell the client that the stream lives."""
        raise NotImplementedError
