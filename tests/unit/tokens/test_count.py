"""Everything that a model would read is counted, once, and nothing makes the count fail."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.conversation import (
    Audio,
    Conversation,
    Document,
    HostedTool,
    Image,
    Inline,
    Opaque,
    Options,
    OutputFormat,
    Part,
    Refusal,
    Remote,
    Stored,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolReference,
    ToolResult,
    Turn,
    Written,
)
from app.core.sidecar import Origin, Sidecar
from app.tokens.count import count
from tests.unit.tokens.files import pdf, png, text64

WORDS = "a sentence of seven words in all"
SIDECAR = Sidecar(Origin("anthropic_messages"), {"type": "web_search_20250305", "max_uses": 5})
SCHEMA = {"type": "object", "properties": {"path": {"type": "string", "description": WORDS}}}


def one(*parts: Part, tools: tuple[Tool | HostedTool, ...] = ()) -> Conversation:
    return Conversation("anthropic_messages", "m", (Turn("user", parts),), tools)


EMPTY = count(one())


@pytest.mark.parametrize(
    "part",
    [
        Text(WORDS),
        Thinking(WORDS),
        Refusal(WORDS),
        Opaque("search_result", WORDS, SIDECAR),
        Document(Written(WORDS)),
        Document(Inline("text/plain", text64(WORDS.encode()))),
        Document(None, (Text(WORDS),)),
        Document(None, (), title=WORDS),
        Document(None, (), context=WORDS),
    ],
)
def test_words_count_wherever_they_stand(part: Part) -> None:
    assert count(one(part)) == EMPTY + 7


def test_the_system_prompt_counts() -> None:
    turns = (Turn("system", (Text(WORDS),)), Turn("user", ()))
    assert count(Conversation("anthropic_messages", "m", turns)) > EMPTY + 7


def test_a_tool_call_counts_with_its_arguments_and_a_result_with_its_parts() -> None:
    call = ToolCall("call_1", "Read", '{"path": "/a/b/c"}')
    assert count(one(call)) > count(one(ToolCall("call_1", "Read", ""))) > EMPTY
    result = ToolResult("call_1", (Text(WORDS), Image(Inline("image/png", text64(png(280, 280))))))
    assert count(one(result)) == count(one(ToolResult("call_1", ()))) + 7 + 100


def test_pictures_and_pdfs_never_count_as_base64_text() -> None:
    picture = text64(png(280, 280) + b"\0" * 300_000)
    assert count(one(Image(Inline("image/png", picture)))) == EMPTY + 100
    assert count(one(Document(Inline("application/pdf", text64(pdf(2)))))) == EMPTY + 4_500
    assert count(one(Audio("A" * 64_000, "mp3"))) == EMPTY + 30


def test_a_tool_counts_with_name_description_and_schema() -> None:
    bare = count(one(tools=(Tool("Read", None, {}),)))
    described = count(one(tools=(Tool("Read", WORDS, {}),)))
    assert EMPTY < bare < described < count(one(tools=(Tool("Read", WORDS, SCHEMA),)))
    assert count(one(tools=(HostedTool("web_search", "web_search", SIDECAR),))) > EMPTY


def test_a_deferred_tool_counts_once_something_names_it() -> None:
    deferred = (Tool("Search", WORDS, SCHEMA, deferred=True),)
    offered = (Tool("Search", WORDS, SCHEMA),)
    named = (ToolReference("Search"), ToolReference("Search"))
    assert count(one(tools=deferred)) < count(one(tools=offered))
    assert count(one(*named, tools=deferred)) == count(one(*named, tools=offered))
    used = ToolCall("call_1", "Search", "{}")
    assert count(one(used, tools=deferred)) == count(one(used, tools=offered))


def test_the_schema_of_the_answer_counts() -> None:
    options = Options(output_format=OutputFormat(SCHEMA))
    asked = Conversation("openai_chat", "m", (Turn("user", ()),), options=options)
    free = Conversation(
        "openai_chat", "m", (Turn("user", ()),), options=Options(output_format=OutputFormat())
    )
    assert count(asked) > count(free) == EMPTY


def test_a_growing_conversation_counts_more_with_every_turn() -> None:
    turns = tuple(Turn("user" if i % 2 else "assistant", (Text(WORDS),)) for i in range(30))
    counts = [count(Conversation("c", "m", turns[:size])) for size in range(31)]
    assert counts == sorted(set(counts))


def test_nesting_as_deep_as_it_likes_is_counted() -> None:
    part: Part = Text(WORDS)
    for _ in range(5_000):
        part = ToolResult("call_1", (part,))
    assert count(one(part)) > 5_000


def cyclic() -> dict[str, Any]:
    schema: dict[str, Any] = {}
    schema["self"] = schema
    return schema


def deep() -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(100_000):
        schema = {"a": schema}
    return schema


@pytest.mark.parametrize(
    "schema",
    [
        cyclic(),
        {"a": "\ud83d"},
        {"a": 1 << 80},
        {"a": object()},
        {(1, 2): "b"},
        {"a": float("nan")},
    ],
)
def test_a_schema_that_is_no_json_does_not_make_the_count_fail(schema: dict[str, Any]) -> None:
    assert count(one(tools=(Tool("t", "d", schema),))) > EMPTY


def test_a_schema_that_nests_too_deeply_does_not_make_the_count_fail() -> None:
    assert count(one(tools=(Tool("t", "d", deep()),))) > EMPTY


anything = st.text(st.characters(), max_size=20)
base64s = anything | st.binary(max_size=60).map(text64) | st.just(text64(png(9, 9)))
sources = st.builds(Inline, anything | st.sampled_from(["application/pdf", "text/plain"]), base64s)
elsewhere = st.builds(Remote, anything) | st.builds(Stored, anything)
leaves = (
    st.builds(Text, anything)
    | st.builds(Thinking, anything)
    | st.builds(Refusal, anything)
    | st.builds(Image, sources | elsewhere, st.sampled_from([None, "low", "high"]))
    | st.builds(Audio, base64s, anything | st.just("wav"))
    | st.builds(ToolCall, anything, anything, anything)
    | st.builds(ToolReference, anything)
    | st.builds(Opaque, anything, anything, st.just(SIDECAR))
)
parts = st.recursive(
    leaves,
    lambda inner: (
        st.builds(ToolResult, anything, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            Document,
            sources | elsewhere | st.builds(Written, anything) | st.none(),
            st.lists(inner, max_size=3).map(tuple),
            anything,
        )
    ),
    max_leaves=6,
)
tools = st.builds(Tool, anything, st.none() | anything, st.just(SCHEMA), deferred=st.booleans())


@given(st.lists(parts, max_size=4), st.lists(tools, max_size=2))
@settings(max_examples=60)
def test_every_conversation_has_one_count(parts: list[Part], tools: list[Tool]) -> None:
    conversation = one(*parts, tools=tuple(tools))
    assert count(conversation) == count(conversation) >= EMPTY
