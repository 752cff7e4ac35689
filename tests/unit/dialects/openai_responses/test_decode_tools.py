from typing import Any

import pytest

from app.core.conversation import HostedTool, Tool, ToolChoice
from tests.dialects.responses_wire import decoded, refusal


def only(tool: dict[str, Any]) -> Tool | HostedTool:
    (found,) = decoded(tools=[tool]).tools
    return found


def test_a_function_without_parameters_takes_nothing() -> None:
    assert only({"type": "function", "name": "f", "parameters": None, "strict": None}) == Tool(
        "f", None, {"type": "object", "properties": {}}
    )


def test_a_tool_with_raw_input_is_a_function_with_one_text_and_its_grammar_in_words() -> None:
    grammar = {"type": "grammar", "syntax": "lark", "definition": "start: begin_patch"}
    tool = only({"type": "custom", "name": "patch", "description": "Patch.", "format": grammar})
    assert isinstance(tool, Tool)
    assert tool.schema["required"] == ["input"]
    assert tool.description is not None
    assert tool.description.startswith("Patch.\n\n")
    assert tool.description.endswith("lark grammar:\nstart: begin_patch")


@pytest.mark.parametrize("kind", ["local_shell", "shell", "apply_patch"])
def test_a_shell_is_a_function_with_the_documented_fields(kind: str) -> None:
    tool = only({"type": kind})
    assert isinstance(tool, Tool)
    assert tool.name == kind
    assert tool.schema["required"]
    assert tool.description


@pytest.mark.parametrize(
    ("tool", "kind", "name"),
    [
        ({"type": "web_search", "external_web_access": True}, "web_search", "web_search"),
        ({"type": "web_search_preview"}, "web_search", "web_search"),
        ({"type": "mcp", "server_label": "docs"}, "mcp", "docs"),
        ({"type": "code_interpreter"}, "code_execution", "code_execution"),
        ({"type": "tool_search", "execution": "server"}, "tool_search", "tool_search"),
        ({"type": "novelty"}, "novelty", "novelty"),
    ],
)
def test_tools_that_the_provider_runs_are_hosted(
    tool: dict[str, Any], kind: str, name: str
) -> None:
    found = only(tool)
    assert isinstance(found, HostedTool)
    assert (found.kind, found.name) == (kind, name)


def test_a_tool_that_a_search_found_is_offered_only_where_it_is_named() -> None:
    tool = {"type": "function", "name": "found"}
    items = [
        {"type": "tool_search_call", "call_id": "s", "arguments": {"query": "q"}},
        {"type": "tool_search_output", "call_id": "s", "tools": [tool]},
    ]
    (found,) = decoded(input=items).tools
    assert isinstance(found, Tool)
    assert found.deferred


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("auto", ToolChoice("auto")),
        ("required", ToolChoice("any")),
        ("none", ToolChoice("none")),
        ({"type": "function", "name": "f"}, ToolChoice("tool", "f")),
        ({"type": "function", "name": "f", "namespace": "ns"}, ToolChoice("tool", "ns__f")),
        ({"type": "custom", "name": "patch"}, ToolChoice("tool", "patch")),
        ({"type": "local_shell"}, ToolChoice("tool", "local_shell")),
        ({"type": "allowed_tools", "mode": "required", "tools": []}, ToolChoice("any")),
        ({"type": "web_search"}, None),
    ],
)
def test_the_choice_among_them(choice: Any, expected: ToolChoice | None) -> None:
    assert decoded(tool_choice=choice).options.tool_choice == expected


def test_a_choice_that_does_not_exist_is_refused() -> None:
    assert "'sometimes'" in refusal(lambda: decoded(tool_choice="sometimes")).message
