"""Moonshot's Kimi."""

import re
from typing import Any

from app.core.conversation import Reasoning, Text, Thinking, ToolCall, ToolChoice, ToolResult
from app.core.failure import FailureKind
from app.routing.adapt import learn
from tests.dialects.chat_streams import CALLS, STOP, answered, call, calls, chunk, sse
from tests.dialects.vendors.endpoint import LS, asked, assistant, error, provider, user

MODEL = "kimi-k2.6"


def ending(**choice: Any) -> dict[str, Any]:
    found = chunk(finish="stop")
    found["choices"][0] |= choice
    return found


def test_ids_that_count_a_function_s_calls_become_ids_that_everybody_takes() -> None:
    raw = sse(
        chunk(calls(call(0, "functions.ls:0", "ls", "{}"))),
        chunk(calls(call(1, "functions.ls:1", "ls", "{}"))),
        CALLS,
    )
    found = [part.id for part in answered(raw).parts if isinstance(part, ToolCall)]
    assert len(set(found)) == 2
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]+", each) for each in found)
    assert found == [part.id for part in answered(raw).parts if isinstance(part, ToolCall)]


def test_usage_inside_the_choice_is_found() -> None:
    counts = {"prompt_tokens": 19, "completion_tokens": 13, "total_tokens": 32, "cached_tokens": 8}
    usage = answered(sse(chunk({"content": "Hi"}), ending(usage=counts))).usage
    assert usage is not None
    assert (usage.fresh, usage.cache_read, usage.output) == (11, 8, 13)


def test_a_model_that_thinks_chooses_its_tools_freely() -> None:
    forced = {"tools": (LS,), "tool_choice": ToolChoice("tool", "ls")}
    thinking = asked("moonshot", MODEL, reasoning=Reasoning("on"), **forced)
    assert thinking["thinking"] == {"type": "enabled"}
    assert thinking.get("tool_choice") in (None, "auto")
    still = asked("moonshot", MODEL, reasoning=Reasoning("off"), **forced)
    assert still["tool_choice"] == {"type": "function", "function": {"name": "ls"}}


def test_a_call_without_thoughts_has_a_blank_in_their_place() -> None:
    turns = (
        user("a"),
        assistant(Thinking("Hm"), ToolCall("c", "ls", "{}")),
        user(ToolResult("c", (Text("b"),))),
        assistant(ToolCall("d", "ls", "{}")),
        user(ToolResult("d", (Text("e"),))),
        assistant("said"),
        user("f"),
    )
    messages = asked("moonshot", MODEL, *turns, tools=(LS,))["messages"]
    spoken = [message for message in messages if message["role"] == "assistant"]
    assert [message.get("reasoning_content") for message in spoken] == ["Hm", " ", None]


def test_what_it_says_where_they_are_missing_is_learnt() -> None:
    told = "thinking is enabled but reasoning_content is missing in assistant tool call message"
    failure = error(400, {"error": {"message": told, "type": "invalid_request_error"}})
    assert failure.kind is FailureKind.BAD_REQUEST
    lesson = learn(
        failure, provider("generic-openai", "https://relay.example/v1").target(MODEL).traits
    )
    assert lesson is not None
    assert lesson.traits.missing_reasoning == "blank"


def test_the_builtin_search_is_never_taken_for_a_tool_of_the_client_s() -> None:
    raw = sse(chunk(calls(call(0, "functions.$web_search:0", "$web_search", "{}"))), CALLS, STOP)
    (part,) = answered(raw).parts
    assert isinstance(part, ToolCall)
    assert part.name == "$web_search"  # who did not offer it will say so to the model
