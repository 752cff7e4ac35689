"""Four marks at most, on what stays the same, and none where the client has its own."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import (
    CacheMark,
    Conversation,
    Part,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects import anthropic_messages, openai_chat
from app.dialects.base import Dialect
from app.dialects.cache_breakpoints import marked
from tests.dialects.strategies import conversations

TRAITS = Traits(cache_marks=True, cache_breakpoints=True, pdf=True)
DIALECTS = (anthropic_messages.DIALECT, openai_chat.DIALECT)
TOOLS = (Tool("a", None, {}), Tool("b", None, {}), Tool("later", None, {}, deferred=True))
TURNS = (
    Turn("system", (Text("Be brief."), Text("Be kind."))),
    Turn("user", (Text("One"),)),
    Turn("assistant", (Thinking("Hm"), ToolCall("1", "a", "{}"))),
    Turn("user", (ToolResult("1", (Text("done"),)), Text("Two"))),
    Turn("user", (Text("and more"), Text(" "))),
    Turn("assistant", (Text("Well"),)),
    Turn("user", (Text("Three"),)),
)


def conversation(**changes: Any) -> Conversation:
    return replace(Conversation("openai_responses", "m", TURNS, TOOLS), **changes)


def places(found: Conversation) -> list[str]:
    """The marked tools and texts, in the order of a request."""
    tools = [tool.name for tool in found.tools if isinstance(tool, Tool) and tool.cache]
    return tools + [
        part.text
        for turn in found.turns
        for part in turn.parts
        if isinstance(part, Text) and part.cache
    ]


def test_instructions_behind_the_user_s_words_do_not_take_the_mark_from_them() -> None:
    behind = (*TURNS, Turn("system", (Text("Now be brief."),)))
    assert places(marked(conversation(turns=behind))) == ["b", "Be kind.", "and more", "Three"]
    between = (*behind, Turn("user", (Text("Four"),)))
    assert places(marked(conversation(turns=between))) == ["b", "Be kind.", "and more", "Four"]


def test_tools_system_prompt_and_the_last_two_messages_of_the_user_are_marked() -> None:
    assert places(marked(conversation())) == ["b", "Be kind.", "and more", "Three"]


def test_without_tools_and_system_prompt_only_the_messages_are() -> None:
    assert places(marked(conversation(tools=(), turns=TURNS[1:2]))) == ["One"]


def test_a_tool_s_result_is_marked_where_it_is_last() -> None:
    found = marked(conversation(turns=(*TURNS[:3], Turn("user", (ToolResult("1", ()),)))))
    (result,) = found.turns[-1].parts
    assert isinstance(result, ToolResult)
    assert result.cache == CacheMark()


@pytest.mark.parametrize(
    "own",
    [
        {"tools": (Tool("a", None, {}, cache=CacheMark()),)},
        {"turns": (Turn("user", (Text("Hello", CacheMark("1h")),)),)},
        {"turns": (Turn("user", (ToolResult("1", (Text("x", CacheMark()),)),)),)},
        {"sidecar": Sidecar(Origin("anthropic_messages"), {"cache_control": {}})},
    ],
)
def test_a_client_s_own_marks_are_left_alone(own: dict[str, Any]) -> None:
    asked = conversation(**own)
    assert marked(asked) is asked


def _unmarked(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _unmarked(v) for k, v in value.items() if k != "cache_control"}
    return [_unmarked(item) for item in value] if isinstance(value, list) else value


def _without_marks(asked: Conversation) -> Conversation:
    return replace(
        asked, turns=tuple(replace(t, parts=tuple(map(_plain, t.parts))) for t in asked.turns)
    )


def _plain(part: Part) -> Part:
    if isinstance(part, ToolResult):
        return replace(part, cache=None, parts=tuple(map(_plain, part.parts)))
    return replace(part, cache=None) if isinstance(part, Text) else part


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(asked=conversations("openai_responses"))
def test_a_marked_request_says_the_same_with_at_most_four_marks(
    dialect: Dialect, asked: Conversation
) -> None:
    plain = _without_marks(asked)
    target = Target("p", dialect.name, "m", TRAITS)
    bare = Target("p", dialect.name, "m", replace(TRAITS, cache_breakpoints=False))
    body = dialect.encode_request(plain, target).body
    assert 1 <= body.count(b'"cache_control"') <= 4
    assert _unmarked(json.loads(body)) == json.loads(dialect.encode_request(plain, bare).body)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(asked=conversations("openai_responses"), data=st.data())
def test_a_grown_conversation_begins_as_before_but_for_the_marks(
    dialect: Dialect, asked: Conversation, data: st.DataObject
) -> None:
    full = _without_marks(asked)
    length = data.draw(st.integers(1, len(full.turns)))
    if full.turns[length - 1].role != "user":
        return
    target = Target("p", dialect.name, "m", TRAITS)
    before, after = (
        json.dumps(_unmarked(json.loads(dialect.encode_request(each, target).body)))
        for each in (replace(full, turns=full.turns[:length]), full)
    )
    assert after.startswith(before.removesuffix("]}"))


def test_a_target_that_reads_no_marks_gets_none() -> None:
    target = Target("p", "openai_chat", "m", Traits(cache_breakpoints=True))
    assert b"cache_control" not in openai_chat.DIALECT.encode_request(conversation(), target).body
