"""Mistral."""

import re

from app.core.conversation import Text, Thinking, ToolCall, ToolResult
from tests.dialects.chat_streams import STOP, answered, chunk, sse
from tests.dialects.vendors.endpoint import LS, asked, assistant, user

MODEL = "mistral-large-latest"


def test_content_that_is_a_list_has_thinking_and_words() -> None:
    def thought(text: str) -> list[dict[str, object]]:
        return [{"type": "thinking", "thinking": [{"type": "text", "text": text}]}]

    raw = sse(
        chunk({"role": "assistant", "content": thought("Hm, ")}),
        chunk({"content": thought("so.")}),
        chunk({"content": [{"type": "text", "text": "Hi"}]}),
        chunk({"content": "!"}),
        STOP,
    )
    thinking, text = answered(raw).parts
    assert isinstance(thinking, Thinking)
    assert (thinking.text, text) == ("Hm, so.", Text("Hi!"))


def test_the_model_s_own_limit_is_a_limit() -> None:
    assert answered(sse(chunk({"content": "Hi"}), chunk(finish="model_length"))).reason == "length"


def test_ids_have_nine_letters_and_stay_the_same_on_every_turn() -> None:
    turns = (
        user("a"),
        assistant(ToolCall("toolu_01ABC", "ls", "{}")),
        user(ToolResult("toolu_01ABC", (Text("b"),))),
    )
    messages = asked("mistral", MODEL, *turns, tools=(LS,))["messages"]
    (made,) = messages[1]["tool_calls"]
    assert re.fullmatch(r"[A-Za-z0-9]{9}", made["id"])
    assert messages[2]["tool_call_id"] == made["id"]
    again = asked("mistral", MODEL, *turns, assistant("c"), user("d"), tools=(LS,))["messages"]
    assert again[:3] == messages[:3]


def test_an_answer_to_be_gone_on_with_says_so() -> None:
    last = asked("mistral", MODEL, user("a"), assistant("b"))["messages"][-1]
    assert (last["role"], last["prefix"]) == ("assistant", True)


def test_a_tool_s_result_is_followed_by_no_second_user_message() -> None:
    turns = (
        user("a"),
        assistant(ToolCall("c", "ls", "{}")),
        user(ToolResult("c", (Text("b"),))),
        assistant("d"),
        user("e"),
    )
    roles = [m["role"] for m in asked("mistral", MODEL, *turns, tools=(LS,))["messages"]]
    assert roles == ["user", "assistant", "tool", "assistant", "user"]


def test_stream_options_are_not_sent() -> None:
    assert "stream_options" not in asked("mistral", MODEL)
