import json

from app.core.conversation import Text
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind
from app.dialects.anthropic_messages import DIALECT
from app.dialects.base import ClientCall, Dialect
from tests.dialects.anthropic_wire import TARGET, reply, request


def test_the_dialect_has_every_side_under_its_name() -> None:
    dialect: Dialect = DIALECT
    assert dialect.name == "anthropic_messages"
    conversation = dialect.decode_request(ClientCall(json.dumps(request()).encode()))
    sent = dialect.encode_request(conversation, TARGET)
    events: list[Event] = [
        Started(),
        PartStarted(0, Text("")),
        PartDelta(0, "Hi"),
        PartEnded(0),
        Finished("stop"),
    ]
    stream = dialect.stream_encoder(reply()).encode(events)
    decoder = dialect.stream_decoder(sent)
    assert isinstance((decoder.feed(stream) + decoder.eof())[-1], Finished)
    whole = dialect.encode_response(events, reply())
    assert isinstance(dialect.decode_response(whole, sent)[-1], Finished)


def test_an_error_survives_its_own_wire() -> None:
    failure = Failure(FailureKind.OVERLOADED, "Busy.", retry_after=2)
    wire = DIALECT.encode_error(failure, "req_1")
    again = DIALECT.decode_error(wire.status, wire.headers, wire.body)
    assert (again.kind, again.message, again.retry_after) == (failure.kind, "Busy.", 2.0)
    assert DIALECT.encode_stream_error(failure, "req_1").startswith(b"event: error\n")
