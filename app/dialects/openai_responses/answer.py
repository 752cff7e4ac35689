"""A whole answer for a client: the object that closes its stream."""

from collections.abc import Iterable

from app.core.events import Event
from app.core.failure import Refused
from app.core.fold import fold
from app.dialects import wire_json
from app.dialects.base import Reply
from app.dialects.openai_responses import compaction
from app.dialects.openai_responses.compaction import CompactionEncoder
from app.dialects.openai_responses.stream_encoder import ResponsesStreamEncoder


def encoder(reply: Reply) -> ResponsesStreamEncoder | CompactionEncoder:
    """The encoder of one answer: of a summary, where that was asked for."""
    summary = compaction.wanted(reply.conversation)
    return CompactionEncoder(reply) if summary else ResponsesStreamEncoder(reply)


def encode_response(events: Iterable[Event], reply: Reply) -> bytes:
    """A whole response.

    Raises `Refused` where the events end in `Failed`, or are no summary where that was asked for,
    and `ValueError` where they have no end.
    """
    told = list(events)
    fold(told)
    writer = encoder(reply)
    writer.encode(told)
    if isinstance(writer, CompactionEncoder) and writer.failure is not None:
        raise Refused(writer.failure)
    return wire_json.dump(writer.response)
