from typing import Any

import pytest

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import Event, PartDelta, PartEnded, PartStarted
from app.core.search import Found, Search
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat.assembly import Assembly
from app.dialects.openai_chat.call_sequence import BrokenCall

ORIGIN = Origin("openai_chat", "p", "m")


def call(index: int, call_id: str | None, name: str | None, arguments: str) -> dict[str, Any]:
    return {"index": index, "id": call_id, "function": {"name": name, "arguments": arguments}}


def assembled(*deltas: dict[str, Any]) -> list[Event]:
    assembly = Assembly(ORIGIN, {"short": "the_long_name"})
    for delta in deltas:
        assembly.delta(delta)
    assembly.finish()
    return assembly.out


def opened(*deltas: dict[str, Any]) -> list[Any]:
    """The parts in order, each with the text of its deltas."""
    found: list[Any] = []
    for event in assembled(*deltas):
        if isinstance(event, PartStarted):
            found.append([event.part, ""])
        elif isinstance(event, PartDelta):
            found[-1][1] += event.text
    return [tuple(pair) for pair in found]


def test_the_fields_of_one_delta_are_taken_in_order() -> None:
    assert opened(
        {
            "tool_calls": [call(0, "a", "f", "{}")],
            "refusal": "No.",
            "content": "Hi",
            "reasoning": "Hm",
        }
    ) == [
        (Thinking(""), "Hm"),
        (Text(""), "Hi"),
        (Refusal(""), "No."),
        (ToolCall("a", "f", ""), "{}"),
    ]


def test_a_call_waits_until_the_one_before_it_is_whole() -> None:
    assembly = Assembly(ORIGIN, {})
    assembly.delta({"tool_calls": [call(0, "a", "f", '{"x"'), call(1, "b", "g", "{}")]})
    assert [type(event) for event in assembly.out] == [PartStarted, PartDelta]
    assembly.delta({"tool_calls": [call(0, None, None, ":1}")]})
    assert [event.part for event in assembly.out if isinstance(event, PartStarted)] == [
        ToolCall("a", "f", ""),
        ToolCall("b", "g", ""),
    ]


def test_a_call_is_opened_once_its_name_is_known() -> None:
    assembly = Assembly(ORIGIN, {})
    assembly.delta({"tool_calls": [call(0, "a", "", '{"x"')]})
    assert assembly.out == []
    assembly.delta({"tool_calls": [call(0, None, "f", "")]})
    assert assembly.out == [PartStarted(0, ToolCall("a", "f", "")), PartDelta(0, '{"x"')]


def test_words_in_the_middle_of_a_call_follow_it() -> None:
    assert opened(
        {"tool_calls": [call(0, "a", "f", '{"x"')]},
        {"content": "aside"},
        {"tool_calls": [call(0, None, None, ":1}")]},
    ) == [(ToolCall("a", "f", ""), '{"x":1}'), (Text(""), "aside")]


def test_a_name_that_was_rewritten_comes_back_as_the_client_s() -> None:
    assert opened({"tool_calls": [call(0, "a", "short", "{}")]}) == [
        (ToolCall("a", "the_long_name", ""), "{}")
    ]


def test_arguments_after_a_call_has_ended_are_not_glued_to_it() -> None:
    assembly = Assembly(ORIGIN, {})
    assembly.delta({"tool_calls": [call(0, "a", "f", "{}")]})
    assembly.delta({"content": "then"})
    with pytest.raises(BrokenCall):
        assembly.delta({"tool_calls": [call(0, None, None, "{")]})


def test_a_call_that_never_got_a_name_cannot_be_run() -> None:
    with pytest.raises(BrokenCall):
        assembled({"tool_calls": [call(0, "a", None, "{}")]})


def test_thinking_is_stamped_with_its_origin_and_annotations_go_with_the_words() -> None:
    events = assembled({"reasoning_content": "Hm"}, {"content": "Hi", "annotations": [1]})
    endings = [event.sidecar for event in events if isinstance(event, PartEnded)]
    assert endings[0] is not None
    assert endings[0].origin == ORIGIN
    assert endings[1] == Sidecar(ORIGIN, {"annotations": [1]})


def test_a_proof_without_words_is_hidden_thinking() -> None:
    details = [{"type": "reasoning.encrypted", "data": "x"}]
    events = assembled({"content": "Hi"}, {"reasoning_details": details})
    assert events[-2:] == [
        PartStarted(1, Thinking("", redacted=True)),
        PartEnded(1, Sidecar(ORIGIN, {"reasoning_details": details})),
    ]


def test_a_proof_that_is_known_by_then_stands_before_the_words() -> None:
    details = [{"type": "reasoning.encrypted", "data": "x"}]
    events = assembled({"content": "Hi", "reasoning_details": details})
    assert events[:2] == [
        PartStarted(0, Thinking("", redacted=True)),
        PartEnded(0, Sidecar(ORIGIN, {"reasoning_details": details})),
    ]
    assert isinstance(events[2], PartStarted)
    assert events[2].part == Text("")


@pytest.mark.parametrize(
    "delta",
    [
        {"content": 5},
        {"content": [5, {"type": "text"}, None]},
        {"tool_calls": "x"},
        {"tool_calls": [5, None]},
        {"function_call": []},
        {"refusal": {}},
        {"reasoning_content": []},
    ],
)
def test_fields_of_a_wrong_type_say_nothing(delta: dict[str, Any]) -> None:
    assert assembled(delta) == []


def test_what_a_provider_s_own_search_found_is_a_part_behind_the_text() -> None:
    inner = {"url": "https://a.example", "title": "A", "start_index": 0, "end_index": 2}
    note = {"type": "url_citation", "url_citation": inner}
    found = opened({"content": "Hi"}, {"annotations": [note]}, {"annotations": [note]})
    assert found[0][0] == Text("")
    last = found[-1][0]
    assert isinstance(last, Opaque)
    assert last.gist == ""
    assert last.search == Search("", (Found("A", "https://a.example"),))
