"""A provider's Gemini stream into events."""

from app.core.events import Event
from app.dialects.base import WireRequest


class GeminiStreamDecoder:
    """One stream. Nothing follows its terminal event."""

    def __init__(self, sent: WireRequest) -> None:
        self._sent = sent

    @property
    def finishing(self) -> bool:
        """Whether the answer is over but for its usage."""
        return False

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes."""
        raise NotImplementedError

    def eof(self) -> list[Event]:
        """The events at the end of the bytes."""
        raise NotImplementedError

    def whole(self, body: bytes) -> list[Event]:
        """The events of a whole answer."""
        raise NotImplementedError
