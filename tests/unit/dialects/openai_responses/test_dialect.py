import json

from app.core.events import Finished, Started
from app.core.failure import Failure, FailureKind
from app.core.traits import Target
from app.dialects.base import ClientCall, Dialect, Reply
from app.dialects.openai_responses import DIALECT

BODY = json.dumps({"model": "m", "input": "Hi", "stream": True}).encode()


def test_it_has_the_shape_of_every_dialect() -> None:
    dialect: Dialect = DIALECT
    asked = dialect.decode_request(ClientCall(BODY))
    sent = dialect.encode_request(asked, Target("p", dialect.name, "other"))
    assert (sent.path, sent.stream) == ("responses", True)
    encoder = dialect.stream_encoder(Reply(asked, "r", 1))
    raw = encoder.encode([Started(), Finished("stop")])
    decoder = dialect.stream_decoder(sent)
    assert isinstance(decoder.feed(raw)[-1], Finished)
    whole = dialect.encode_response([Started(), Finished("stop")], Reply(asked, "r", 1))
    assert isinstance(dialect.decode_response(whole, sent)[-1], Finished)


def test_errors_are_read_and_written_as_openai_s() -> None:
    body = b'{"error": {"message": "no", "code": "context_length_exceeded"}}'
    failure = DIALECT.decode_error(400, {}, body)
    assert failure.kind is FailureKind.CONTEXT_OVERFLOW
    assert DIALECT.encode_error(failure, "r").status == 400
    told = DIALECT.encode_stream_error(Failure(FailureKind.CUT, "cut"), "r")
    assert b"response.failed" in told
