from typing import Any

import pytest

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.sidecar import Origin, Sidecar
from app.dialects import raw_tools
from tests.dialects.chat_wire import decoded, refusal

OWN = Origin("openai_chat")
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}


def test_a_function_is_a_tool_with_its_schema() -> None:
    function = {"name": "f", "description": "d", "parameters": SCHEMA, "strict": True}
    assert decoded(tools=[{"type": "function", "function": function}]).tools == (
        Tool("f", "d", SCHEMA, True),
    )


@pytest.mark.parametrize("parameters", [{}, {"parameters": None}])
def test_a_function_without_parameters_takes_an_empty_object(parameters: dict[str, Any]) -> None:
    for fields in (
        {"tools": [{"type": "function", "function": {"name": "f", **parameters}}]},
        {"tools": [{"function": {"name": "f", **parameters}}]},
        {"functions": [{"name": "f", **parameters}]},
    ):
        assert decoded(**fields).tools == (Tool("f", None, {"type": "object", "properties": {}}),)


def test_unknown_fields_of_a_tool_are_kept_at_both_depths() -> None:
    function = {"name": "f", "parameters": SCHEMA, "news": 1}
    (tool,) = decoded(tools=[{"type": "function", "function": function, "zeta": 2}]).tools
    assert tool.sidecar == Sidecar(OWN, {"zeta": 2, "function": {"news": 1}})


def test_a_tool_that_the_provider_runs_is_kept_whole() -> None:
    search = {"type": "web_search", "web_search": {"enable": True}}
    assert decoded(tools=[search]).tools == (
        HostedTool("web_search", "web_search", Sidecar(OWN, search)),
    )


def test_a_tool_with_raw_input_is_a_function_with_one_text() -> None:
    grammar = {"syntax": "lark", "definition": "start: WORD"}
    inner = {"name": "patch", "description": "Mends.", "format": {"grammar": grammar}}
    custom = {"type": "custom", "custom": inner}
    (tool,) = decoded(tools=[custom]).tools
    assert isinstance(tool, Tool)
    assert (tool.name, tool.schema) == ("patch", raw_tools.SCHEMA)
    assert (tool.description or "").endswith("this lark grammar:\nstart: WORD")
    assert tool.sidecar == Sidecar(OWN, custom)
    asked = decoded(tools=[custom], tool_choice={"type": "custom", "custom": {"name": "patch"}})
    assert asked.options.tool_choice == ToolChoice("tool", "patch")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tool_choice": "auto"}, ToolChoice("auto")),
        ({"tool_choice": "required"}, ToolChoice("any")),
        ({"tool_choice": "any"}, ToolChoice("any")),
        ({"tool_choice": "none"}, ToolChoice("none")),
        (
            {"tool_choice": {"type": "function", "function": {"name": "f"}}},
            ToolChoice("tool", "f"),
        ),
        ({"function_call": "auto"}, ToolChoice("auto")),
        ({"function_call": {"name": "f"}}, ToolChoice("tool", "f")),
        ({}, None),
    ],
)
def test_the_choice_is_read_in_both_forms(
    fields: dict[str, Any], expected: ToolChoice | None
) -> None:
    assert decoded(**fields).options.tool_choice == expected


def test_a_choice_without_a_neutral_form_is_kept() -> None:
    choice = {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": []}}
    found = decoded(tool_choice=choice)
    assert found.options.tool_choice is None
    assert found.sidecar == Sidecar(OWN, {"tool_choice": choice})


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"tools": {}}, "tools"),
        ({"tools": [1]}, "tools[0]"),
        ({"tools": [{}]}, "tools[0].type"),
        ({"tools": [{"type": "function"}]}, "tools[0].function"),
        ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name"),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": []}}]},
            "tools[0].function.parameters",
        ),
        ({"functions": [{}]}, "functions[0].name"),
        ({"tool_choice": "maybe"}, "tool_choice"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.function"),
        ({"function_call": 5}, "function_call"),
    ],
)
def test_a_wrong_tool_or_choice_is_refused_at_its_place(fields: dict[str, Any], place: str) -> None:
    assert refusal(lambda: decoded(**fields)).param == place


def test_a_search_of_the_provider_s_own_is_one_in_every_form() -> None:
    options = {"search_context_size": "low"}
    (found,) = decoded(web_search_options=options).tools
    kept = Sidecar(OWN, {"web_search_options": options})
    assert found == HostedTool("web_search", "web_search", kept)
    (tool,) = decoded(tools=[{"type": "openrouter:web_search"}]).tools
    assert isinstance(tool, HostedTool)
    assert tool.kind == "web_search"
    refused = refusal(lambda: decoded(web_search_options="on"))
    assert refused.param == "web_search_options"
