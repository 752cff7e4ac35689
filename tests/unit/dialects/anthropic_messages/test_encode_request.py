import json
from dataclasses import replace
from typing import Any

import pytest

from app.core.conversation import Conversation, Options, Text, Thinking, ToolCall, ToolResult, Turn
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Traits
from app.dialects.anthropic_messages import DIALECT
from tests.dialects.anthropic_wire import LOOK_ALIKE, TARGET, encoded, request, resent


def talk(*turns: Turn, **options: Any) -> Conversation:
    return Conversation("openai_chat", "m", turns, options=Options(**options))


def user(text: str) -> Turn:
    return Turn("user", (Text(text),))


def test_the_request_goes_to_messages_with_the_target_s_model() -> None:
    wire = DIALECT.encode_request(talk(user("Hi"), stream=True), TARGET)
    assert (wire.path, wire.stream, wire.target) == ("messages", True, TARGET)
    assert json.loads(wire.body) == {
        "model": "claude-test",
        "max_tokens": 32000,
        "stream": True,
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
    }


def test_a_target_that_only_streams_is_asked_to() -> None:
    wire = DIALECT.encode_request(
        talk(user("Hi")), replace(TARGET, traits=Traits(stream_only=True))
    )
    assert wire.stream
    assert json.loads(wire.body)["stream"] is True


def test_leading_instructions_are_the_system_prompt() -> None:
    body = encoded(talk(Turn("system", (Text("a"),)), Turn("system", (Text("b"),)), user("Hi")))
    assert [block["text"] for block in body["system"]] == ["a", "b"]


def test_instructions_alone_are_said_by_the_user() -> None:
    body = encoded(talk(Turn("system", (Text("a"),)), Turn("system", (Text("b"),))))
    assert [block["text"] for block in body["system"]] == ["a"]
    assert body["messages"][0]["role"] == "user"


def test_a_request_without_any_words_is_refused() -> None:
    with pytest.raises(Refused, match="no message with content"):
        DIALECT.encode_request(talk(user(" ")), TARGET)


def test_instructions_in_the_middle_keep_their_place_and_fields() -> None:
    body = request(
        {"role": "user", "content": "Hi"},
        {"role": "system", "content": "Now", "output_config": {"effort": "low"}},
        {"role": "assistant", "content": "Yes"},
        {"role": "user", "content": "Go"},
    )
    roles = [message["role"] for message in resent(body)["messages"]]
    assert roles == ["user", "system", "assistant", "user"]
    assert resent(body)["messages"][1]["output_config"] == {"effort": "low"}


def test_a_look_alike_reads_instructions_in_the_middle_as_a_reminder() -> None:
    body = request(
        {"role": "user", "content": "Hi"},
        {"role": "system", "content": "Now", "output_config": {"effort": "low"}},
    )
    said = resent(body, LOOK_ALIKE)["messages"]
    assert [message["role"] for message in said] == ["user"]
    assert said[0]["content"][1]["text"] == "<system-reminder>\nNow\n</system-reminder>"


def test_the_string_and_the_block_form_of_a_message_are_the_same_bytes() -> None:
    as_text = request({"role": "user", "content": "Hi"}, {"role": "system", "content": "T"})
    as_blocks = request(
        {"role": "user", "content": "Hi"},
        {"role": "system", "content": [{"type": "text", "text": "T"}]},
    )
    assert resent(as_text) == resent(as_blocks)


def test_a_turn_of_foreign_thinking_alone_leaves_no_message() -> None:
    thinking = Thinking("Hm", sidecar=Sidecar(Origin("openai_chat"), {}))
    body = encoded(talk(user("a"), Turn("assistant", (thinking,)), user("b")))
    assert len(body["messages"]) == 1
    assert [block["text"] for block in body["messages"][0]["content"]] == ["a", "b"]


def test_blanks_at_the_end_of_a_prefill_are_cut_and_only_there() -> None:
    body = encoded(
        talk(
            user("a"), Turn("assistant", (Text("b "),)), user("c"), Turn("assistant", (Text("d "),))
        )
    )
    assert body["messages"][1]["content"][0]["text"] == "b "
    assert body["messages"][3]["content"][0]["text"] == "d"


def test_rewritten_tool_names_lead_back_to_the_client_s() -> None:
    call = Turn("assistant", (ToolCall("a", "mcp.read", "{}"),))
    answer = Turn("user", (ToolResult("a", (Text("x"),)),))
    wire = DIALECT.encode_request(talk(user("Hi"), call, answer), TARGET)
    name = json.loads(wire.body)["messages"][1]["content"][0]["name"]
    assert wire.tool_names == {name: "mcp.read"}


def test_the_messages_stand_last_in_the_body() -> None:
    body = request(system="s", tools=[{"name": "a", "input_schema": {"type": "object"}}], news=1)
    assert list(resent(body))[-1] == "messages"


def test_a_lost_result_is_named() -> None:
    orphan = Turn("user", (ToolResult("gone", (Text("x"),)),))
    wire = DIALECT.encode_request(talk(orphan), TARGET)
    assert [loss.what for loss in wire.losses] == ["tool_result"]
    assert b"[Tool result gone]" in wire.body
