from dataclasses import replace
from typing import Any

from app.core.conversation import (
    CacheMark,
    Conversation,
    HostedTool,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolReference,
    ToolResult,
    Turn,
)
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.anthropic_messages.decode_tools import tools as read_tools
from app.dialects.anthropic_messages.encode_parts import Scribe
from app.dialects.anthropic_messages.encode_tools import tools, wire_names
from tests.dialects.anthropic_wire import LOOK_ALIKE, NAME, TARGET

_SCHEMA = {"type": "object", "properties": {}}


def talk(*offered: Tool | HostedTool, said: tuple[Turn, ...] = ()) -> Conversation:
    return Conversation(NAME, "m", said or (Turn("user", (Text("Hi"),)),), offered)


def written(conversation: Conversation, target: Target = TARGET) -> list[dict[str, Any]]:
    return tools(conversation, Scribe(NAME, target, tool_names=wire_names(conversation)))


def test_a_tool_comes_back_as_it_came() -> None:
    entries = [
        {
            "name": "Bash",
            "description": "Run",
            "input_schema": {"$schema": "s", **_SCHEMA},
            "strict": True,
            "defer_loading": True,
            "cache_control": {"type": "ephemeral"},
            "eager_input_streaming": True,
        },
        {"type": "bash_20250124", "name": "bash"},
        {"type": "web_search_20250305", "name": "web_search", "max_uses": 8},
    ]
    assert written(talk(*read_tools(entries))) == entries


def test_a_description_is_left_out_where_there_is_none() -> None:
    assert written(talk(Tool("a", None, {}))) == [{"name": "a", "input_schema": _SCHEMA}]


def test_a_name_that_the_wire_does_not_take_is_rewritten_everywhere() -> None:
    odd = "mcp.files/read" + "x" * 200
    turns = (Turn("assistant", (ToolCall("c", "old.tool", "{}"),)),)
    conversation = talk(Tool(odd, None, _SCHEMA), Tool("fine", None, _SCHEMA), said=turns)
    options = replace(conversation.options, tool_choice=ToolChoice("tool", odd))
    names = wire_names(replace(conversation, options=options))
    assert set(names) == {odd, "old.tool"}
    assert all(len(name) <= 128 and "." not in name for name in names.values())
    assert names == wire_names(replace(conversation, options=options))


def test_a_second_tool_of_one_name_is_left_out() -> None:
    both = talk(Tool("a", "first", _SCHEMA), Tool("a", "second", _SCHEMA))
    assert [tool["description"] for tool in written(both)] == ["first"]


def test_a_look_alike_gets_a_deferred_tool_only_once_it_was_found() -> None:
    deferred = Tool("WebFetch", None, _SCHEMA, deferred=True)
    hidden = talk(deferred)
    assert written(hidden, LOOK_ALIKE) == []
    found = (Turn("user", (ToolResult("c", (ToolReference("WebFetch"),)),)),)
    assert written(talk(deferred, said=found), LOOK_ALIKE) == [
        {"name": "WebFetch", "input_schema": _SCHEMA}
    ]
    called = (Turn("assistant", (ToolCall("c", "WebFetch", "{}"),)),)
    assert len(written(talk(deferred, said=called), LOOK_ALIKE)) == 1


def test_a_foreign_client_s_deferred_tool_is_an_ordinary_one_once_it_was_found() -> None:
    deferred = Tool("WebFetch", None, _SCHEMA, deferred=True)
    called = (Turn("assistant", (ToolCall("t", "WebFetch", "{}"),)),)
    hidden, found = (
        replace(talk(deferred, said=said), client="openai_responses") for said in ((), called)
    )
    assert tools(hidden, Scribe("openai_responses", TARGET)) == []
    (block,) = tools(found, Scribe("openai_responses", TARGET))
    assert "defer_loading" not in block


def test_a_look_alike_gets_a_trained_in_tool_as_a_function() -> None:
    (bash,) = written(talk(*read_tools([{"type": "bash_20250124", "name": "bash"}])), LOOK_ALIKE)
    assert bash["name"] == "bash"
    assert "command" in bash["input_schema"]["properties"]
    assert "type" not in bash


def test_a_foreign_search_tool_is_the_vendor_s_own() -> None:
    search = HostedTool("web_search", "web_search", Sidecar(Origin("openai_chat"), {"x": 1}))
    assert written(talk(search)) == [{"type": "web_search_20250305", "name": "web_search"}]
    assert written(talk(search), LOOK_ALIKE) == []
    other = HostedTool("image_generation", "image", Sidecar(Origin("openai_chat"), {"x": 1}))
    assert written(talk(other)) == []


def test_a_root_choice_in_a_schema_is_a_named_loss() -> None:
    noted = Scribe(NAME, TARGET)
    tools(talk(Tool("a", None, {"anyOf": [{"properties": {"x": {}}}]})), noted)
    assert [(loss.what, loss.where) for loss in noted.losses] == [("input_schema", "tools[0]")]


def test_a_model_without_tools_gets_none() -> None:
    target = replace(TARGET, traits=Traits(tools=False))
    noted = Scribe(NAME, target)
    assert tools(talk(Tool("a", None, _SCHEMA, cache=CacheMark())), noted) == []
    assert [loss.weight for loss in noted.losses] == ["content"]


def test_strictness_is_left_out_where_it_is_not_taken() -> None:
    target = replace(TARGET, traits=Traits(strict_tools=False))
    assert "strict" not in written(talk(Tool("a", None, _SCHEMA, strict=True)), target)[0]
