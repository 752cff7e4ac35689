"""The demo provider's whole answer."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.core.conversation import (
    Conversation,
    Document,
    Image,
    Inline,
    Options,
    OutputFormat,
    Part,
    Reasoning,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
    Written,
)
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.fold import Answer, fold
from app.providers import demo

WEATHER = Tool(
    "get_weather",
    "Get current weather for a location.",
    {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]},
)


def asked(*parts: Part | str, tools: tuple[Tool, ...] = (), **options: Any) -> Conversation:
    turn = Turn("user", tuple(Text(p) if isinstance(p, str) else p for p in parts))
    return Conversation("anthropic_messages", "demo", (turn,), tools, Options(**options))


def told(*parts: Part | str, **options: Any) -> Answer:
    return fold(demo.answer(asked(*parts, **options)))


def words(answer: Answer) -> str:
    return "".join(part.text for part in answer.parts if isinstance(part, Text))


def assert_grammar(events: list[Event]) -> None:
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    index, is_open = 0, False
    for event in events[1:-1]:
        match event:
            case PartStarted():
                assert not is_open
                assert event.index == index
                is_open = True
            case PartDelta():
                assert is_open
                assert event.index == index
            case PartEnded():
                assert is_open
                assert event.index == index
                index, is_open = index + 1, False
            case _:
                pytest.fail(f"{event} inside an answer")
    assert not is_open


def test_it_says_what_it_is_and_what_comes_next() -> None:
    answer = told("Say hello in exactly 3 words.")
    assert "demo provider" in words(answer)
    assert "Say hello in exactly 3 words." in words(answer)
    assert "dragoman provider add" in words(answer)
    assert answer.reason == "stop"
    assert answer.usage is not None
    assert answer.usage.output > 0
    assert answer.usage.input > 0


def test_it_speaks_chinese_to_those_who_do() -> None:
    answer = words(told("你好，你是谁？"))
    assert "演示" in answer
    assert "dragoman provider add" in answer


def test_it_streams_word_by_word() -> None:
    for prompt in ("hello", "你好"):
        deltas = [e for e in demo.answer(asked(prompt)) if isinstance(e, PartDelta)]
        assert len(deltas) > 20


@pytest.mark.parametrize(
    ("reasoning", "thinks"),
    [
        (None, False),
        (Reasoning("off"), False),
        (Reasoning(effort="none"), False),
        (Reasoning("on", budget=2048), True),
        (Reasoning("adaptive"), True),
        (Reasoning(effort="low"), True),
    ],
)
def test_it_thinks_when_asked_to(reasoning: Reasoning | None, thinks: bool) -> None:
    answer = told("What is 15 * 37?", reasoning=reasoning)
    assert isinstance(answer.parts[0], Thinking) is thinks
    assert answer.usage is not None
    assert bool(answer.usage.reasoning) is thinks


def test_a_tool_call_is_streamed_and_ends_in_tool_calls() -> None:
    events = demo.answer(asked("What is the weather in Paris?", tools=(WEATHER,)))
    assert_grammar(events)
    answer = fold(events)
    assert answer.reason == "tool_calls"
    call = answer.parts[-1]
    assert isinstance(call, ToolCall)
    assert json.loads(call.arguments) == {"location": "Paris"}


def result(*parts: Part, is_error: bool | None = None) -> Conversation:
    return Conversation(
        "openai_chat",
        "demo",
        (
            Turn("user", (Text("weather?"),)),
            Turn("assistant", (ToolCall("c1", "get_weather", "{}"),)),
            Turn("user", (ToolResult("c1", parts, is_error),)),
            Turn("system", (Text("a reminder of the client"),)),
        ),
        (WEATHER,),
    )


def test_after_a_result_it_quotes_it_and_stops() -> None:
    answer = fold(demo.answer(result(Text("18 degrees"))))
    assert "get_weather answered: “18 degrees”" in words(answer)
    assert answer.reason == "stop"


def test_an_error_an_image_and_nothing_at_all_in_a_result_are_told_apart() -> None:
    assert "reported an error" in words(fold(demo.answer(result(Text("no"), is_error=True))))
    image = Image(Inline("image/png", "AAAA"))
    assert "image/png" in words(fold(demo.answer(result(image))))
    assert "(nothing)" in words(fold(demo.answer(result())))


def test_images_and_documents_are_acknowledged() -> None:
    answer = words(
        told(
            "Describe these.",
            Image(Inline("image/jpeg", "AAAA")),
            Document(Inline("application/pdf", "AAAA"), title="report.pdf"),
            Document(Written("some words")),
        )
    )
    for each in ("image/jpeg", "report.pdf", "application/pdf", "some words"):
        assert each in answer


def test_json_follows_the_schema() -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string"}, "tags": {"type": "array", "minItems": 2}},
        "required": ["title", "tags"],
        "additionalProperties": False,
    }
    value = json.loads(words(told("Name this talk", output_format=OutputFormat(schema))))
    Draft202012Validator(schema).validate(value)
    assert value["title"] == "Name this talk"
    assert isinstance(json.loads(words(told("x", output_format=OutputFormat()))), dict)


def test_the_limit_of_words_is_honoured() -> None:
    answer = told("hello", max_tokens=5)
    assert (answer.reason, len(words(answer).split())) == ("length", 5)
    assert answer.usage is not None
    assert answer.usage.output == 5
    assert told("hello", max_tokens=0).parts == ()
    assert told("hello", max_tokens=0).reason == "length"


def test_half_a_tool_call_is_none() -> None:
    answer = told("weather in Paris", tools=(WEATHER,), max_tokens=4)
    assert not any(isinstance(part, ToolCall) for part in answer.parts)
    assert answer.reason == "length"


def test_the_first_stop_sequence_ends_the_text() -> None:
    answer = told("hello", stop=("offline", "demo", ""))
    assert (answer.reason, answer.stop_sequence) == ("stop_sequence", "demo")
    assert words(answer).endswith("built-in ")


parts = st.one_of(
    st.builds(Text, st.text(max_size=60)),
    st.just(Image(Inline("image/png", "AAAA"))),
    st.just(Thinking("t")),
    st.builds(ToolCall, st.just("c"), st.just("get_weather"), st.just("{}")),
    st.builds(ToolResult, st.just("c"), st.just((Text("r"),))),
)
turns = st.builds(
    Turn, st.sampled_from(["system", "user", "assistant"]), st.lists(parts, max_size=3).map(tuple)
)
conversations = st.builds(
    Conversation,
    st.just("openai_chat"),
    st.just("demo"),
    st.lists(turns, max_size=4).map(tuple),
    st.sampled_from([(), (WEATHER,)]),
    st.builds(
        Options,
        max_tokens=st.none() | st.integers(0, 50),
        stop=st.lists(st.text(max_size=3), max_size=2).map(tuple),
        reasoning=st.none() | st.builds(Reasoning, mode=st.sampled_from(["on", "off", None])),
    ),
)


@given(conversations)
def test_every_conversation_gets_a_whole_answer_twice_the_same(conversation: Conversation) -> None:
    events = demo.answer(conversation)
    assert_grammar(events)
    assert demo.answer(conversation) == events
    limit = conversation.options.max_tokens
    end = events[-1]
    assert isinstance(end, Finished)
    assert end.usage is not None
    assert limit is None or end.usage.output <= limit
    assert (end.reason == "tool_calls") is (
        any(isinstance(part, ToolCall) for part in fold(events).parts) and end.reason != "length"
    )
