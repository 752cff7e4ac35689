"""A provider's whole message into the events of its stream."""

from app.core.events import Event
from app.core.failure import Failure, FailureKind
from app.dialects import wire_json
from app.dialects.anthropic_messages.answer_reader import AnswerReader
from app.dialects.base import WireRequest
from app.dialects.provider_errors import decode_error, failure_in

# What a stream tells at its start; it tells the rest in message_delta.
_OPENING = ("id", "model", "diagnostics")


def decode_message(body: bytes, sent: WireRequest) -> list[Event]:
    """The events of a whole answer with the status 200, ending in one terminal event.

    Gateways answer 200 with an error inside, and pages in place of JSON: both are failures.
    """
    reader = AnswerReader(sent)
    try:
        message = wire_json.load(body.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        if not body.strip():
            return reader.fail(_failure(FailureKind.CUT, "sent an empty answer.", sent))
        told = decode_error(200, {}, body).message
        return reader.fail(
            _failure(FailureKind.PROTOCOL, f"answered with no JSON but: {told}", sent)
        )
    if not isinstance(message, dict):
        return reader.fail(_failure(FailureKind.PROTOCOL, "did not send a message.", sent))
    if message.get("error") or message.get("type") == "error":
        return reader.fail(failure_in(message))
    content = message.get("content")
    if not isinstance(content, list):
        return reader.fail(_failure(FailureKind.PROTOCOL, "sent a message without content.", sent))
    events = reader.message({name: message.get(name) for name in _OPENING})
    for index, block in enumerate(content):
        events += reader.block(index, block)
        if not reader.over:
            events += reader.block_end(index)
        if reader.over:
            return events
    ending = {k: v for k, v in message.items() if k not in _OPENING and k != "usage"}
    events += reader.delta_of_message({"delta": ending, "usage": message.get("usage")})
    return events + reader.end()


def _failure(kind: FailureKind, what: str, sent: WireRequest) -> Failure:
    provider = sent.target.provider
    return Failure(kind, f"{provider} {what}", provider=provider)
