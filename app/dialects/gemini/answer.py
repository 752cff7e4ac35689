"""A whole answer for a client."""

from collections.abc import Iterable

from app.core.events import Event
from app.dialects.base import Reply


def encode_response(events: Iterable[Event], reply: Reply) -> bytes:
    """A whole response."""
    raise NotImplementedError
