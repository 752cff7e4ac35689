import json

import pytest

from app.core.conversation import Conversation
from app.core.failure import Refused
from tests.dialects.responses_wire import conversation, system, user, wire


def test_the_input_stands_last() -> None:
    sent = wire(conversation(system("Be kind."), user("Hi"), options={"stream": True}))
    body = json.loads(sent.body)
    assert list(body) == ["model", "stream", "store", "instructions", "input"]
    assert (sent.path, sent.stream, body["model"]) == ("responses", True, "target-model")


def test_nothing_to_say_is_refused() -> None:
    with pytest.raises(Refused, match="nothing with content"):
        wire(Conversation("anthropic_messages", "m", (user(""),)))


def test_a_target_that_only_streams_is_asked_to() -> None:
    assert wire(conversation(), stream_only=True).stream
