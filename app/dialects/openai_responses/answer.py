"""A whole answer for a client: the object that closes its stream."""

from collections.abc import Iterable

from app.core.events import Event
from app.core.fold import fold
from app.dialects import wire_json
from app.dialects.base import Reply
from app.dialects.openai_responses.stream_encoder import ResponsesStreamEncoder


def encode_response(events: Iterable[Event], reply: Reply) -> bytes:
    """A whole response.

    Raises `Refused` where the events end in `Failed`, `ValueError` where they have no end.
    """
    told = list(events)
    fold(told)
    encoder = ResponsesStreamEncoder(reply)
    encoder.encode(told)
    return wire_json.dump(encoder.response)
