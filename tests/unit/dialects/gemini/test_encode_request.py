import json

import pytest

from app.core.conversation import Tool, ToolCall, ToolChoice
from app.core.failure import FailureKind
from app.core.traits import Target, Traits
from app.dialects.gemini.encode_request import encode_request
from tests.dialects.gemini_wire import (
    assistant,
    conversation,
    encoded,
    refusal,
    system,
    user,
    wire,
)


def test_the_path_names_the_model_and_the_body_does_not() -> None:
    sent = wire(conversation())
    assert sent.path == "models/gemini-3-pro:generateContent"
    assert not sent.stream
    assert json.loads(sent.body) == {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}


def test_a_stream_is_asked_for_as_events() -> None:
    sent = wire(conversation(options={"stream": True}))
    assert sent.path == "models/gemini-3-pro:streamGenerateContent?alt=sse"
    assert sent.stream
    assert wire(conversation(), stream_only=True).stream


def test_what_stays_the_same_stands_before_what_grows() -> None:
    said = conversation(
        system("Be brief."),
        user("Hi"),
        tools=(Tool("f", None, {}),),
        options={"max_tokens": 5, "tool_choice": ToolChoice("any")},
    )
    assert list(encoded(said)) == [
        "systemInstruction",
        "tools",
        "toolConfig",
        "generationConfig",
        "contents",
    ]


@pytest.mark.parametrize("turns", [(user(""),), (user(), assistant("")), (system(""),)])
def test_a_request_that_says_nothing_is_refused(turns: tuple[object, ...]) -> None:
    failure = refusal(lambda: wire(conversation(*turns)))  # type: ignore[arg-type]  # turns
    assert failure.kind is FailureKind.BAD_REQUEST
    assert failure.param == "contents"


def test_what_nests_too_deeply_is_refused() -> None:
    schema: dict[str, object] = {}
    for _ in range(2000):
        schema = {"a": schema}
    said = conversation(tools=(Tool("f", None, schema),))
    assert refusal(lambda: wire(said)).kind is FailureKind.BAD_REQUEST


def test_long_names_lead_back_to_the_client_s() -> None:
    name = "mcp__" + "a" * 150
    said = conversation(
        user("Hi"), assistant(ToolCall("c", name, "{}")), tools=(Tool(name, None, {}),)
    )
    target = Target("p", "gemini", "m", Traits(tool_name_limit=128))
    sent = encode_request(said, target)
    ((short, long),) = sent.tool_names.items()
    assert long == name
    assert len(short) <= 128
    body = json.loads(sent.body)
    assert body["contents"][1]["parts"][0]["functionCall"]["name"] == short
    assert body["contents"][2]["parts"][0]["functionResponse"]["name"] == short
