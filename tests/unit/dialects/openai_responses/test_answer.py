import json

import pytest

from app.core.conversation import Text
from app.core.events import Event, Failed, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind, Refused
from app.dialects.base import Reply
from app.dialects.openai_responses.answer import encode_response
from tests.dialects.responses_wire import decoded

REPLY = Reply(decoded(), "r1", 1)


def test_a_whole_answer_is_the_response_that_ends_its_stream() -> None:
    events: list[Event] = [Started(), PartStarted(0, Text("")), PartDelta(0, "Hi"), PartEnded(0)]
    body = json.loads(encode_response([*events, Finished("stop")], REPLY))
    assert body["status"] == "completed"
    assert body["output"][0]["content"][0]["text"] == "Hi"


def test_a_failed_answer_is_no_answer() -> None:
    with pytest.raises(Refused, match="cut"):
        encode_response([Started(), Failed(Failure(FailureKind.CUT, "It was cut."))], REPLY)
