from typing import Any

import pytest

from app.core.conversation import CacheMark, HostedTool, Tool, ToolChoice
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages.decode_tools import tool_choice, tools

_ORIGIN = Origin("anthropic_messages")


def test_a_function_keeps_its_schema_its_marks_and_its_unknown_fields() -> None:
    schema = {"$schema": "s", "type": "object", "properties": {}}
    entry = {
        "name": "Bash",
        "description": "Run it",
        "input_schema": schema,
        "strict": True,
        "cache_control": {"type": "ephemeral", "ttl": "1h"},
        "eager_input_streaming": True,
    }
    assert tools([entry]) == (
        Tool(
            "Bash",
            "Run it",
            schema,
            True,
            False,
            CacheMark("1h"),
            Sidecar(_ORIGIN, {"eager_input_streaming": True}),
        ),
    )


def test_claude_code_s_placeholder_is_a_deferred_tool() -> None:
    entry = {"name": "DeferredToolPlaceholder", "input_schema": {}, "defer_loading": True}
    assert tools([entry]) == (Tool("DeferredToolPlaceholder", None, {}, deferred=True),)


def test_a_tool_without_a_schema_is_taken() -> None:
    assert tools([{"name": "a"}, {"name": "b", "input_schema": None}]) == (
        Tool("a", None, {}),
        Tool("b", None, {}),
    )


def test_a_trained_in_tool_gets_its_documented_schema_and_stays_whole() -> None:
    entry = {"type": "bash_20250124", "name": "bash"}
    (tool,) = tools([entry])
    assert isinstance(tool, Tool)
    assert "command" in tool.schema["properties"]
    assert tool.sidecar == Sidecar(_ORIGIN, entry)


@pytest.mark.parametrize(
    ("entry", "kind", "name"),
    [
        (
            {"type": "web_search_20250305", "name": "web_search", "max_uses": 8},
            "web_search",
            "web_search",
        ),
        ({"type": "web_fetch_20250910", "name": "web_fetch"}, "web_fetch", "web_fetch"),
        (
            {"type": "code_execution_20250825", "name": "code_execution"},
            "code_execution",
            "code_execution",
        ),
        ({"type": "mcp_toolset", "mcp_server_name": "files"}, "mcp", "files"),
        (
            {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"},
            "tool_search",
            "tool_search_tool_bm25",
        ),
        ({"type": "hologram_20300101"}, "hologram_20300101", "hologram_20300101"),
    ],
)
def test_a_tool_that_the_provider_runs_is_known_by_its_plain_kind(
    entry: dict[str, Any], kind: str, name: str
) -> None:
    assert tools([entry]) == (HostedTool(kind, name, Sidecar(_ORIGIN, entry)),)


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (None, (None, None)),
        ({"type": "auto"}, (ToolChoice("auto"), None)),
        ({"type": "none"}, (ToolChoice("none"), None)),
        ({"type": "any", "disable_parallel_tool_use": True}, (ToolChoice("any"), False)),
        (
            {"type": "tool", "name": "x", "disable_parallel_tool_use": False},
            (ToolChoice("tool", "x"), True),
        ),
    ],
)
def test_the_choice_and_the_parallel_switch_are_two_things(wire: Any, expected: Any) -> None:
    assert tool_choice(wire) == expected


@pytest.mark.parametrize("wire", ["auto", {}, {"type": "tool"}, {"type": "must"}, {"type": 1}])
def test_a_wrong_choice_is_refused(wire: Any) -> None:
    with pytest.raises(Refused, match=r"^tool_choice"):
        tool_choice(wire)


@pytest.mark.parametrize(
    ("wire", "place"),
    [
        ({}, "tools: "),
        ([1], "tools.0: "),
        ([{}], "tools.0.name: "),
        ([{"name": "a", "input_schema": []}], "tools.0.input_schema: "),
        ([{"name": "a", "strict": "yes"}], "tools.0.strict: "),
        ([{"name": "a", "type": 3}], "tools.0.type: "),
    ],
)
def test_a_wrong_tool_is_refused_with_its_place(wire: Any, place: str) -> None:
    with pytest.raises(Refused) as refused:
        tools(wire)
    assert refused.value.failure.message.startswith(place)
