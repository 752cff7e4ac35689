import pytest

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.failure import Refused
from app.dialects.gemini.decode_tools import tool_choice, tools


def test_parameters_are_read_as_json_schema_and_kept_as_they_came() -> None:
    wire = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}}
    (tool,) = tools(
        [{"functionDeclarations": [{"name": "look", "description": "Looks.", "parameters": wire}]}]
    )
    assert isinstance(tool, Tool)
    assert (tool.name, tool.description) == ("look", "Looks.")
    assert tool.schema == {"type": "object", "properties": {"city": {"type": "string"}}}
    assert tool.sidecar is not None
    assert tool.sidecar.towards("gemini") == {"parameters": wire}


def test_a_json_schema_stays_as_it_is() -> None:
    schema = {"type": "object", "properties": {"a": {"$ref": "#/x"}}, "additionalProperties": False}
    (tool,) = tools({"function_declarations": {"name": "f", "parameters_json_schema": schema}})
    assert isinstance(tool, Tool)
    assert tool.schema == schema
    assert tool.sidecar is None


def test_a_function_without_parameters_takes_an_empty_object() -> None:
    (tool,) = tools([{"functionDeclarations": [{"name": "f", "behavior": "BLOCKING"}]}])
    assert isinstance(tool, Tool)
    assert tool.schema == {"type": "object", "properties": {}}
    assert tool.sidecar is not None
    assert tool.sidecar.data == {"behavior": "BLOCKING"}


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("google_search", "web_search"),
        ("googleSearchRetrieval", "web_search"),
        ("urlContext", "web_fetch"),
        ("codeExecution", "code_execution"),
        ("computerUse", "computerUse"),
    ],
)
def test_a_tool_of_google_s_own_is_kept_whole(field: str, kind: str) -> None:
    (tool,) = tools([{field: {"x": 1}}])
    assert isinstance(tool, HostedTool)
    assert tool.kind == kind
    assert list(tool.sidecar.data.values()) == [{"x": 1}]


def test_functions_and_searches_may_stand_in_one_entry() -> None:
    found = tools([{"functionDeclarations": [{"name": "f"}], "googleSearch": {}}])
    assert [type(tool) for tool in found] == [Tool, HostedTool]


@pytest.mark.parametrize(
    ("calling", "choice"),
    [
        ({}, None),
        ({"mode": "AUTO"}, ToolChoice("auto")),
        ({"mode": "any"}, ToolChoice("any")),
        ({"mode": "NONE"}, ToolChoice("none")),
        ({"mode": "MODE_UNSPECIFIED"}, None),
        ({"mode": "ANY", "allowedFunctionNames": ["f"]}, ToolChoice("tool", "f")),
        (
            {"mode": "ANY", "allowed_function_names": ["f", "g"]},
            ToolChoice("any", None, ("f", "g")),
        ),
    ],
)
def test_the_mode_is_the_choice(calling: dict[str, object], choice: ToolChoice | None) -> None:
    assert tool_choice({"function_calling_config": calling}) == (choice, {})


def test_validated_calls_and_other_settings_are_kept_for_google() -> None:
    config = {"functionCallingConfig": {"mode": "VALIDATED"}, "retrievalConfig": {"x": 1}}
    choice, left = tool_choice(config)
    assert choice == ToolChoice("auto")
    assert left == {"functionCallingConfig": {"mode": "VALIDATED"}, "retrievalConfig": {"x": 1}}


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        [{"functionDeclarations": "x"}],
        [{"functionDeclarations": [{}]}],
        [{"functionDeclarations": [{"name": "f", "parameters": 1}]}],
        [{"functionDeclarations": [{"name": "f", "parametersJsonSchema": []}]}],
    ],
)
def test_what_is_no_tool_is_refused(wrong: object) -> None:
    with pytest.raises(Refused):
        tools(wrong)


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(Refused, match="SOMETIMES"):
        tool_choice({"functionCallingConfig": {"mode": "SOMETIMES"}})
