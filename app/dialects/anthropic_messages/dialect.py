"""The dialect as one object."""

from collections.abc import Iterable

from app.core.conversation import Conversation
from app.core.events import Event
from app.core.failure import Failure
from app.dialects.anthropic_messages import answer, decode_request, errors
from app.dialects.anthropic_messages.stream_encoder import MessagesStreamEncoder
from app.dialects.anthropic_messages.wire import NAME
from app.dialects.base import ClientCall, Reply, StreamEncoder, WireResponse


class MessagesDialect:
    """`app.dialects.base.Dialect` for Anthropic Messages."""

    name = NAME

    def decode_request(self, call: ClientCall) -> Conversation:
        """What the client asks for."""
        return decode_request.decode_request(call)

    def stream_encoder(self, reply: Reply) -> StreamEncoder:
        """An encoder for one streamed answer."""
        return MessagesStreamEncoder(reply)

    def encode_response(self, events: Iterable[Event], reply: Reply) -> bytes:
        """A whole answer."""
        return answer.encode_response(events, reply)

    def encode_error(self, failure: Failure, request_id: str) -> WireResponse:
        """The failure as a client expects it."""
        return errors.encode_error(failure, request_id)

    def encode_stream_error(self, failure: Failure, request_id: str) -> bytes:
        """The failure as the last frame of a stream."""
        return errors.encode_stream_error(failure, request_id)
