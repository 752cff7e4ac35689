from typing import Any

import pytest

from app.core.conversation import Refusal, Text, Thinking, ToolCall, ToolResult, Turn
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_wire import assistant, refusal, said, system, user

OWN = Origin("openai_chat")
ANTHROPIC = Origin("anthropic_messages")


def call(call_id: str = "a", arguments: Any = "{}", **more: Any) -> dict[str, Any]:
    function = {"name": "Read", "arguments": arguments}
    return {"id": call_id, "type": "function", "function": function, **more}


def spoke(**fields: Any) -> Turn:
    (turn,) = said({"role": "assistant", "content": None, **fields})
    return turn


def test_each_leading_instruction_is_a_turn_of_its_own_and_later_ones_stay_in_place() -> None:
    assert said(
        {"role": "system", "content": "A"},
        {"role": "developer", "content": [{"type": "text", "text": "B"}]},
        {"role": "user", "content": "Hi"},
        {"role": "system", "content": "C"},
    ) == (system("A"), system("B"), user("Hi"), system("C"))


def test_a_run_of_results_begins_the_user_s_turn_that_follows() -> None:
    found = said(
        {"role": "assistant", "content": "", "tool_calls": [call("a"), call("b")]},
        {"role": "tool", "tool_call_id": "a", "content": "1"},
        {"role": "tool", "tool_call_id": "b", "content": [{"type": "text", "text": "2"}]},
        {"role": "user", "content": "Go on"},
        {"role": "user", "content": "Now"},
    )
    assert found[1:] == (
        user(ToolResult("a", (Text("1"),)), ToolResult("b", (Text("2"),)), "Go on"),
        user("Now"),
    )


def test_results_at_the_end_are_a_turn_too() -> None:
    assert said({"role": "tool", "tool_call_id": "a", "content": None}) == (
        user(ToolResult("a", ())),
    )


def test_the_model_s_turn_holds_reasoning_words_refusal_and_calls_in_order() -> None:
    turn = spoke(
        content="Ok", reasoning_content="Hm", refusal="No.", tool_calls=[call(index=0, news=1)]
    )
    assert turn.parts == (
        Thinking("Hm"),
        Text("Ok"),
        Refusal("No."),
        ToolCall("a", "Read", "{}", sidecar=Sidecar(OWN, {"news": 1})),
    )


@pytest.mark.parametrize(
    ("given", "kept"), [("{ }", "{ }"), ("", ""), (None, ""), ({"a": 1}, '{"a":1}'), ("oh", "oh")]
)
def test_arguments_are_the_text_that_the_model_wrote(given: Any, kept: str) -> None:
    assert spoke(tool_calls=[call(arguments=given)]).parts == (ToolCall("a", "Read", kept),)


def test_a_call_of_the_older_form_has_an_id_that_stays_the_same() -> None:
    messages = (
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
        {"role": "function", "name": "f", "content": "1"},
    )
    found = said(*messages)
    made = found[1].parts[0]
    assert isinstance(made, ToolCall)
    assert found[2].parts == (ToolResult(made.id, (Text("1"),)),)
    assert said(*messages, {"role": "user", "content": "Go"})[1] == found[1]


def test_a_call_of_a_custom_tool_is_one_of_a_function_with_one_text() -> None:
    whole = {"id": "a", "type": "custom", "custom": {"name": "patch", "input": "raw"}}
    assert spoke(tool_calls=[whole]).parts == (ToolCall("a", "patch", '{"input":"raw"}'),)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reasoning_content": "Hm"}, (Thinking("Hm"),)),
        ({"reasoning": "Hm"}, (Thinking("Hm"),)),
        ({"reasoning_content": "Hm", "reasoning": "Hm"}, (Thinking("Hm"),)),
        ({"reasoning_content": ""}, ()),
        ({"reasoning": {"effort": "x"}, "reasoning_details": "odd"}, ()),
    ],
)
def test_reasoning_is_read_once_in_any_spelling(
    fields: dict[str, Any], expected: tuple[Thinking, ...]
) -> None:
    assert spoke(**fields).parts == expected


def test_anthropic_s_proof_comes_back_with_its_origin() -> None:
    form = {"format": "anthropic-claude-v1"}
    details = [
        {"type": "reasoning.text", "text": "Hm", "signature": "s", **form},
        {"type": "reasoning.encrypted", "data": "d", **form},
        {"type": "reasoning.text", "text": "So", **form},
    ]
    assert spoke(reasoning_content="HmSo", reasoning_details=details).parts == (
        Thinking("Hm", sidecar=Sidecar(ANTHROPIC, {"signature": "s"})),
        Thinking("", redacted=True, sidecar=Sidecar(ANTHROPIC, {"data": "d"})),
        Thinking("So"),
    )


def test_another_vendor_s_details_stay_as_they_are() -> None:
    details = [{"type": "reasoning.summary", "summary": "Hm", "format": "openai-responses-v1"}]
    hidden = [{"type": "reasoning.encrypted", "data": "d", "format": "openai-responses-v1"}]
    assert spoke(reasoning_details=details).parts == (
        Thinking("Hm", sidecar=Sidecar(OWN, {"reasoning_details": details})),
    )
    assert spoke(reasoning_details=hidden).parts == (
        Thinking("", redacted=True, sidecar=Sidecar(OWN, {"reasoning_details": hidden})),
    )


def test_fields_that_are_unknown_or_someone_s_name_are_kept() -> None:
    (turn,) = said({"role": "user", "name": "ada", "content": "Hi", "news": None})
    assert turn.sidecar == Sidecar(OWN, {"name": "ada"})
    assert spoke(audio={"id": "x"}, annotations=None).sidecar == Sidecar(
        OWN, {"audio": {"id": "x"}}
    )


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("Hi", "messages[0]"),
        ({"content": "Hi"}, "messages[0].role"),
        ({"role": "robot", "content": "Hi"}, "messages[0].role"),
        ({"role": "user", "content": 5}, "messages[0].content"),
        ({"role": "user", "content": [{"type": "text"}]}, "messages[0].content[0].text"),
        ({"role": "tool", "content": "1"}, "messages[0].tool_call_id"),
        ({"role": "function", "content": "1"}, "messages[0].name"),
        ({"role": "assistant", "refusal": 5}, "messages[0].refusal"),
        ({"role": "assistant", "tool_calls": {}}, "messages[0].tool_calls"),
        ({"role": "assistant", "tool_calls": [{}]}, "messages[0].tool_calls[0].id"),
        (
            {"role": "assistant", "tool_calls": [{"id": "a", "function": {}}]},
            "messages[0].tool_calls[0].function.name",
        ),
        (
            {"role": "assistant", "tool_calls": [call(arguments=[])]},
            "messages[0].tool_calls[0].function.arguments",
        ),
        (
            {"role": "assistant", "tool_calls": [{"id": "a", "type": "custom", "custom": {}}]},
            "messages[0].tool_calls[0].custom.name",
        ),
        ({"role": "assistant", "function_call": {}}, "messages[0].function_call.name"),
    ],
)
def test_a_wrong_message_is_refused_at_its_place(message: Any, place: str) -> None:
    assert refusal(lambda: said(message)).param == place


def test_two_turns_of_the_model_stay_two() -> None:
    found = said({"role": "assistant", "content": "a"}, {"role": "assistant", "content": "b"})
    assert found == (assistant("a"), assistant("b"))
