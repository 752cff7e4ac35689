from typing import Any

import pytest

from app.core import carrier
from app.core.conversation import (
    Opaque,
    Text,
    Thinking,
    ToolCall,
    ToolReference,
    ToolResult,
    Turn,
)
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_responses.wire import ORIGIN
from tests.dialects.responses_wire import assistant, decoded, refusal, said, system, user


def test_a_string_is_the_user_s_words() -> None:
    assert decoded(input="Hello").turns == (user("Hello"),)


def test_a_message_needs_neither_type_nor_id() -> None:
    assert said(
        {"role": "developer", "content": "Be kind."}, {"role": "user", "content": "Hi"}
    ) == (
        system("Be kind."),
        user("Hi"),
    )


def test_the_model_s_items_in_a_row_are_one_turn_and_so_are_the_answers() -> None:
    turns = said(
        {"role": "assistant", "content": [{"type": "output_text", "text": "I look."}]},
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
        {"type": "function_call", "call_id": "b", "name": "f", "arguments": {"x": 1}},
        {"type": "function_call_output", "call_id": "a", "output": "one"},
        {"type": "function_call_output", "call_id": "b", "output": "two"},
        {"role": "user", "content": "Go on"},
    )
    assert turns == (
        assistant("I look.", ToolCall("a", "f", "{}"), ToolCall("b", "f", '{"x":1}')),
        user(ToolResult("a", (Text("one"),)), ToolResult("b", (Text("two"),))),
        user("Go on"),
    )


def test_raw_input_is_the_text_of_a_function() -> None:
    (turn,) = said({"type": "custom_tool_call", "call_id": "a", "name": "p", "input": 'x"y'})
    assert turn.parts == (ToolCall("a", "p", '{"input":"x\\"y"}'),)


def reasoning(**fields: Any) -> tuple[Turn, ...]:
    return said({"type": "reasoning", **fields}, {"role": "assistant", "content": "Hi"})


def test_the_provider_s_own_reasoning_keeps_its_proof() -> None:
    summary = [{"type": "summary_text", "text": "Hm"}]
    (turn,) = reasoning(id="rs_1", summary=summary, content=None, encrypted_content="gAAAA")
    proof = Sidecar(ORIGIN, {"id": "rs_1", "encrypted_content": "gAAAA"})
    assert turn.parts == (Thinking("Hm", sidecar=proof), Text("Hi"))


def test_hidden_reasoning_is_redacted() -> None:
    (turn,) = reasoning(summary=[], encrypted_content="gAAAA")
    first = turn.parts[0]
    assert isinstance(first, Thinking)
    assert first.redacted


def test_another_provider_s_reasoning_comes_out_of_its_carrier() -> None:
    origin = Origin("anthropic_messages")
    packed = carrier.pack(origin, "Hm", {"signature": "sig"}, b"")
    summary = [{"type": "summary_text", "text": "Hm"}]
    (turn,) = reasoning(summary=summary, encrypted_content=packed)
    assert turn.parts[0] == Thinking("Hm", sidecar=Sidecar(origin, {"signature": "sig"}))
    (altered,) = reasoning(
        summary=[{"type": "summary_text", "text": "Ha"}], encrypted_content=packed
    )
    assert altered.parts[0] == Thinking("Ha")


def test_reasoning_that_says_and_proves_nothing_is_left_out() -> None:
    (turn,) = reasoning(summary=[])
    assert turn.parts == (Text("Hi"),)


def test_what_a_message_says_of_itself_stays_with_its_first_part() -> None:
    message = {"role": "assistant", "content": "Hi", "id": "msg_1", "phase": "commentary"}
    (turn,) = said(message)
    sidecar = Sidecar(ORIGIN, {"message": {"phase": "commentary"}})
    assert turn.parts == (Text("Hi", sidecar=sidecar),)


def test_a_search_for_tools_names_what_it_found() -> None:
    found = {"type": "namespace", "name": "ns", "tools": [{"type": "function", "name": "f"}]}
    turns = said(
        {"type": "tool_search_call", "call_id": "s", "arguments": {"query": "q"}},
        {"type": "tool_search_output", "call_id": "s", "tools": [found]},
    )
    assert turns[0].parts == (ToolCall("s", "tool_search", '{"query":"q"}'),)
    (result,) = turns[1].parts
    assert isinstance(result, ToolResult)
    assert result.parts == (ToolReference("ns__f"),)


def test_a_shell_s_call_and_output_are_a_tool_s() -> None:
    turns = said(
        {"type": "shell_call", "call_id": "s", "action": {"commands": ["ls"]}},
        {
            "type": "shell_call_output",
            "call_id": "s",
            "output": [{"stdout": "a.txt", "outcome": {"type": "exit", "exit_code": 0}}],
        },
    )
    assert turns[0].parts == (ToolCall("s", "shell", '{"commands":["ls"]}'),)
    (result,) = turns[1].parts
    assert isinstance(result, ToolResult)
    assert result.parts == (Text("a.txt\n[exit code 0]"),)


def test_an_item_of_tomorrow_is_kept_whole_on_its_side() -> None:
    turns = said({"type": "novelty_call", "x": 1}, {"type": "novelty_call_output", "y": 2})
    assert [turn.role for turn in turns] == ["assistant", "user"]
    for turn in turns:
        assert isinstance(turn.parts[0], Opaque)


@pytest.mark.parametrize(
    ("item", "place"),
    [
        ({"role": "robot", "content": "x"}, "input[0].role"),
        ({"content": "x"}, "input[0].type"),
        ({"type": "function_call", "name": "f"}, "input[0].call_id"),
        ({"type": "function_call", "call_id": "a"}, "input[0].name"),
        ({"type": "custom_tool_call", "call_id": "a", "name": "p"}, "input[0].input"),
    ],
)
def test_a_wrong_item_is_refused_by_its_place(item: dict[str, Any], place: str) -> None:
    assert refusal(lambda: said(item)).param == place
