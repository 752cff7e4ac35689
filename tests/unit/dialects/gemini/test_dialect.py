import json

from app.core.conversation import Conversation, Options, Text, Turn
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind
from app.core.traits import Target
from app.dialects.base import ClientCall, Dialect, Reply
from app.dialects.gemini import DIALECT
from tests.dialects.gemini_wire import chunk, sse

SPEAKS: Dialect = DIALECT
EVENTS: list[Event] = [
    Started(),
    PartStarted(0, Text("")),
    PartDelta(0, "Hi"),
    PartEnded(0),
    Finished("stop"),
]


def test_it_has_all_that_a_dialect_has() -> None:
    body = json.dumps({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}).encode()
    call = ClientCall(body, path="models/m:streamGenerateContent", query={"alt": "sse"})
    asked = SPEAKS.decode_request(call)
    assert (asked.client, asked.model, asked.options.stream) == ("gemini", "m", True)
    sent = SPEAKS.encode_request(asked, Target("p", "gemini", "gemini-3-pro"))
    assert json.loads(sent.body) == json.loads(body)
    assert sent.path == "models/gemini-3-pro:streamGenerateContent?alt=sse"
    decoder = SPEAKS.stream_decoder(sent)
    events = decoder.feed(sse(chunk("Hi", finish="STOP"))) + decoder.eof()
    assert events[-1] == Finished("stop")
    whole = json.dumps(chunk("Hi", finish="STOP")).encode()
    assert SPEAKS.decode_response(whole, sent)[-1] == Finished("stop")


def test_it_answers_clients() -> None:
    said = (Turn("user", (Text("Hi"),)),)
    reply = Reply(Conversation("gemini", "m", said, options=Options(stream=True)), "r1", 1)
    assert b'"text":"Hi"' in SPEAKS.stream_encoder(reply).encode(EVENTS)
    assert b'"text":"Hi"' in SPEAKS.encode_response(EVENTS, reply)


def test_it_reads_and_writes_errors() -> None:
    failure = SPEAKS.decode_error(503, {}, b'{"error":{"message":"Busy.","status":"UNAVAILABLE"}}')
    assert failure.kind is FailureKind.OVERLOADED
    written = SPEAKS.encode_error(failure, "req_1")
    assert written.status == 503
    assert json.loads(written.body)["error"]["message"] == "Busy."
    last = SPEAKS.encode_stream_error(Failure(FailureKind.CUT, "It broke off."), "req_1")
    assert b"It broke off." in last
