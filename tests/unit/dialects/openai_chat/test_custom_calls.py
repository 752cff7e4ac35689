"""A tool with raw input is called with raw input, in a whole answer and in a stream."""

import json
from typing import Any

from app.core.conversation import Conversation, ToolCall
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.dialects.base import Reply
from app.dialects.openai_chat import DIALECT
from app.dialects.openai_chat.custom_calls import custom_call, custom_names
from tests.dialects.chat_wire import decoded

PATCH = {"type": "custom", "custom": {"name": "patch"}}
READ = {"type": "function", "function": {"name": "read", "parameters": {"type": "object"}}}
EVENTS: list[Event] = [
    Started("1", "m"),
    PartStarted(0, ToolCall("a", "patch", "")),
    PartDelta(0, '{"input":'),
    PartDelta(0, '"*** x"}'),
    PartEnded(0),
    PartStarted(1, ToolCall("b", "read", "")),
    PartEnded(1),
    Finished("tool_calls"),
]
CALLED = {"id": "a", "type": "custom", "custom": {"name": "patch", "input": "*** x"}}


def asked() -> Conversation:
    return decoded(tools=[PATCH, READ])


def test_only_tools_with_raw_input_are_custom() -> None:
    assert custom_names(asked()) == {"patch"}
    assert custom_call(ToolCall("a", "patch", '{"input":"*** x"}')) == CALLED


def test_a_whole_answer_calls_it_with_raw_input() -> None:
    body: dict[str, Any] = json.loads(DIALECT.encode_response(EVENTS, Reply(asked(), "r", 1)))
    calls = body["choices"][0]["message"]["tool_calls"]
    assert calls[0] == CALLED
    assert calls[1]["type"] == "function"


def test_a_stream_calls_it_in_one_piece() -> None:
    encoder = DIALECT.stream_encoder(Reply(asked(), "r", 1))
    raw = b"".join(encoder.encode([event]) for event in EVENTS)
    told = [json.loads(frame[6:]) for frame in raw.split(b"\n\n")[:-2]]
    deltas = [chunk["choices"][0]["delta"] for chunk in told if chunk["choices"]]
    calls = [call for delta in deltas for call in delta.get("tool_calls", ())]
    assert calls[0] == {"index": 0, **CALLED}
    assert [call["index"] for call in calls[1:]] == [1, 1]


def test_the_request_of_another_turn_tells_it_as_a_function_everywhere() -> None:
    history = [
        {"role": "user", "content": "Mend it"},
        {"role": "assistant", "content": None, "tool_calls": [CALLED]},
        {"role": "tool", "tool_call_id": "a", "content": "done"},
    ]
    again = decoded(tools=[PATCH, READ], messages=history)
    (call,) = again.turns[1].parts
    assert call == ToolCall("a", "patch", '{"input":"*** x"}')
