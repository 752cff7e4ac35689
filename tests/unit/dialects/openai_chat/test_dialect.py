import json

from app.core.failure import Failure, FailureKind
from app.core.fold import Answer, fold, unfold
from app.core.traits import Target
from app.dialects.base import ClientCall, Dialect, Reply
from app.dialects.openai_chat import DIALECT

TARGET = Target("p", "openai_chat", "target-model")
BODY = b'{"model":"mine","stream":true,"messages":[{"role":"user","content":"Hi"}]}'


def test_the_dialect_has_every_direction() -> None:
    dialect: Dialect = DIALECT
    conversation = dialect.decode_request(ClientCall(BODY))
    sent = dialect.encode_request(conversation, TARGET)
    assert json.loads(sent.body)["model"] == "target-model"
    reply = Reply(conversation, "r1", 5)
    events = unfold(Answer("x", "m", (), "stop"))
    decoder = dialect.stream_decoder(sent)
    streamed = decoder.feed(dialect.stream_encoder(reply).encode(events))
    whole = dialect.decode_response(dialect.encode_response(events, reply), sent)
    assert fold(streamed).reason == fold(whole).reason == "stop"


def test_errors_go_both_ways() -> None:
    failure = Failure(FailureKind.RATE_LIMITED, "Slow down.", retry_after=2)
    told = DIALECT.encode_error(failure, "req_1")
    again = DIALECT.decode_error(told.status, told.headers, told.body)
    assert (again.kind, again.message, again.retry_after) == (failure.kind, "Slow down.", 2)
    assert again.request_id == "req_1"
    assert DIALECT.encode_stream_error(failure, "req_1").startswith(b'data: {"error":')
