"""The dialect as one object."""

from collections.abc import Iterable, Mapping

from app.core.conversation import Conversation
from app.core.events import Event
from app.core.failure import Failure
from app.core.traits import Target
from app.dialects import provider_errors
from app.dialects.anthropic_messages import (
    answer,
    decode_request,
    encode_request,
    errors,
    stream_decoder,
)
from app.dialects.anthropic_messages.stream_encoder import MessagesStreamEncoder
from app.dialects.anthropic_messages.wire import NAME
from app.dialects.base import (
    ClientCall,
    Reply,
    StreamDecoder,
    StreamEncoder,
    WireRequest,
    WireResponse,
)


class MessagesDialect:
    """`app.dialects.base.Dialect` for Anthropic Messages."""

    name = NAME

    def decode_request(self, call: ClientCall) -> Conversation:
        """What the client asks for."""
        return decode_request.decode_request(call)

    def encode_request(self, conversation: Conversation, target: Target) -> WireRequest:
        """The request for `target`."""
        return encode_request.encode_request(conversation, target)

    def stream_decoder(self, sent: WireRequest) -> StreamDecoder:
        """A decoder for the stream that answers `sent`."""
        return stream_decoder.MessagesStreamDecoder(sent)

    def decode_response(self, body: bytes, sent: WireRequest) -> list[Event]:
        """A whole answer to `sent` as events."""
        return stream_decoder.decode_response(body, sent)

    def stream_encoder(self, reply: Reply) -> StreamEncoder:
        """An encoder for one streamed answer."""
        return MessagesStreamEncoder(reply)

    def encode_response(self, events: Iterable[Event], reply: Reply) -> bytes:
        """A whole answer."""
        return answer.encode_response(events, reply)

    def decode_error(self, status: int, headers: Mapping[str, str], body: bytes) -> Failure:
        """What a provider's error answer means."""
        return provider_errors.decode_error(status, headers, body)

    def encode_error(self, failure: Failure, request_id: str) -> WireResponse:
        """The failure as a client expects it."""
        return errors.encode_error(failure, request_id)

    def encode_stream_error(self, failure: Failure, request_id: str) -> bytes:
        """The failure as the last frame of a stream."""
        return errors.encode_stream_error(failure, request_id)
