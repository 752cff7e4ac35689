"""The dialect as one object."""

from collections.abc import Iterable, Mapping

from app.core.conversation import Conversation
from app.core.events import Event
from app.core.failure import Failure
from app.core.traits import Target
from app.dialects import openai_errors, provider_errors
from app.dialects.base import (
    ClientCall,
    Reply,
    StreamDecoder,
    StreamEncoder,
    WireRequest,
    WireResponse,
)
from app.dialects.openai_responses import answer, errors
from app.dialects.openai_responses.decode_request import decode_request
from app.dialects.openai_responses.encode_request import encode_request
from app.dialects.openai_responses.stream_decoder import ResponsesStreamDecoder
from app.dialects.openai_responses.wire import NAME


class ResponsesDialect:
    """`app.dialects.base.Dialect` for Responses."""

    name = NAME

    def decode_request(self, call: ClientCall) -> Conversation:
        """What the client asks for."""
        return decode_request(call)

    def encode_request(self, conversation: Conversation, target: Target) -> WireRequest:
        """The request for a provider."""
        return encode_request(conversation, target)

    def stream_decoder(self, sent: WireRequest) -> StreamDecoder:
        """A decoder for the stream that answers `sent`."""
        return ResponsesStreamDecoder(sent)

    def decode_response(self, body: bytes, sent: WireRequest) -> list[Event]:
        """A whole answer as events."""
        return ResponsesStreamDecoder(sent).whole(body)

    def stream_encoder(self, reply: Reply) -> StreamEncoder:
        """An encoder for one streamed answer."""
        return answer.encoder(reply)

    def encode_response(self, events: Iterable[Event], reply: Reply) -> bytes:
        """A whole answer."""
        return answer.encode_response(events, reply)

    def decode_error(self, status: int, headers: Mapping[str, str], body: bytes) -> Failure:
        """What a provider's error answer means."""
        return provider_errors.decode_error(status, headers, body)

    def encode_error(self, failure: Failure, request_id: str) -> WireResponse:
        """The failure as a client expects it."""
        return openai_errors.encode_error(failure, request_id)

    def encode_stream_error(self, failure: Failure, request_id: str) -> bytes:
        """The failure as the last frame of a stream."""
        return errors.encode_stream_error(failure, request_id)
