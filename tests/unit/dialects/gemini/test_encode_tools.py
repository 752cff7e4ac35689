from typing import Any

import pytest

from app.core.conversation import (
    HostedTool,
    Tool,
    ToolCall,
    ToolChoice,
    ToolReference,
    ToolResult,
)
from app.core.sidecar import Origin, Sidecar
from app.dialects.gemini.wire import ORIGIN
from tests.dialects.gemini_wire import assistant, conversation, encoded, losses, user, wire

SCHEMA = {"$schema": "x", "type": "object", "properties": {"a": {"type": ["string", "null"]}}}
F = Tool("f", "Does f.", SCHEMA)
SEARCH = HostedTool(
    "web_search",
    "web_search",
    Sidecar(
        Origin("anthropic_messages"),
        {"type": "web_search_20250305", "max_uses": 8, "allowed_domains": ["a.example"]},
    ),
)
OWN_SEARCH = HostedTool("web_search", "googleSearch", Sidecar(ORIGIN, {"googleSearch": {"a": 1}}))


def body(*tools: Tool | HostedTool, client: str = "anthropic_messages", **traits: Any) -> Any:
    return encoded(conversation(tools=tools, client=client), **traits)


def lost(*tools: Tool | HostedTool, **traits: Any) -> list[tuple[str, str]]:
    return losses(conversation(tools=tools), **traits)


def test_functions_are_declared_with_their_schema_as_it_came() -> None:
    assert body(F, Tool("g", None, {}))["tools"] == [
        {
            "functionDeclarations": [
                {"name": "f", "description": "Does f.", "parametersJsonSchema": SCHEMA},
                {"name": "g", "parametersJsonSchema": {"type": "object", "properties": {}}},
            ]
        }
    ]


def test_an_older_endpoint_gets_the_schema_in_its_own_words() -> None:
    (tool,) = body(F, Tool("g", None, {}), schema_subset="gemini")["tools"]
    assert tool["functionDeclarations"] == [
        {
            "name": "f",
            "description": "Does f.",
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "string", "nullable": True}},
            },
        },
        {"name": "g"},
    ]


def test_a_client_of_this_wire_keeps_its_own_schema() -> None:
    own = Sidecar(ORIGIN, {"parameters": {"type": "OBJECT"}, "behavior": "BLOCKING"})
    (tool,) = body(Tool("f", None, SCHEMA, sidecar=own), client="gemini")["tools"]
    assert tool["functionDeclarations"] == [
        {"name": "f", "parameters": {"type": "OBJECT"}, "behavior": "BLOCKING"}
    ]


def test_tools_that_cannot_go_are_named_as_losses() -> None:
    assert lost(F, F) == [("f", "marker")]
    assert lost(F, tools=False) == [("f", "content")]
    assert lost(Tool("f", None, SCHEMA, strict=True)) == [("strict", "option")]
    assert lost(Tool("f", None, SCHEMA, deferred=True)) == [("f", "marker")]
    assert lost(SEARCH) == [("web_search", "option")]
    assert "tools" not in body(F, tools=False)


def test_a_deferred_tool_is_offered_once_it_was_found() -> None:
    deferred = Tool("f", None, SCHEMA, deferred=True)
    for turns in (
        (user("Hi"), assistant(ToolCall("c", "f", "{}")), user(ToolResult("c", ()))),
        (
            user("Hi"),
            assistant(ToolCall("c", "s", "{}")),
            user(ToolResult("c", (ToolReference("f"),))),
        ),
        (user("Hi", ToolReference("f")),),
    ):
        (tool,) = encoded(conversation(*turns, tools=(deferred,)))["tools"]
        assert tool["functionDeclarations"][0]["name"] == "f"


def test_a_web_search_is_google_s_where_the_model_has_it() -> None:
    assert body(SEARCH, web_search="google_search")["tools"] == [{"googleSearch": {}}]
    assert lost(SEARCH, web_search="google_search") == [
        ("allowed_domains", "option"),
        ("max_uses", "option"),
    ]


def test_a_tool_of_this_wire_goes_back_as_it_came() -> None:
    assert body(OWN_SEARCH, client="gemini")["tools"] == [{"googleSearch": {"a": 1}}]


def test_hosted_tools_stand_beside_functions_only_where_the_target_takes_both() -> None:
    mixed = body(F, SEARCH, web_search="google_search", mixed_tools=True)
    assert [list(tool) for tool in mixed["tools"]] == [["functionDeclarations"], ["googleSearch"]]
    assert mixed["toolConfig"] == {"includeServerSideToolInvocations": True}
    alone = body(F, SEARCH, web_search="google_search")
    assert [list(tool) for tool in alone["tools"]] == [["functionDeclarations"]]
    assert "toolConfig" not in alone
    assert ("web_search", "option") in lost(F, SEARCH, web_search="google_search")
    own = body(F, OWN_SEARCH, client="gemini")
    assert len(own["tools"]) == 2


@pytest.mark.parametrize(
    ("choice", "calling"),
    [
        (ToolChoice("auto"), {"mode": "AUTO"}),
        (ToolChoice("none"), {"mode": "NONE"}),
        (ToolChoice("any"), {"mode": "ANY"}),
        (ToolChoice("tool", "f"), {"mode": "ANY", "allowedFunctionNames": ["f"]}),
        (ToolChoice("any", among=("f", "x")), {"mode": "ANY", "allowedFunctionNames": ["f"]}),
        (ToolChoice("auto", among=("f",)), {"mode": "VALIDATED", "allowedFunctionNames": ["f"]}),
    ],
)
def test_the_choice_has_a_mode(choice: ToolChoice, calling: dict[str, Any]) -> None:
    said = conversation(tools=(F, Tool("g", None, {})), options={"tool_choice": choice})
    assert encoded(said)["toolConfig"] == {"functionCallingConfig": calling}
    assert losses(said) == []


@pytest.mark.parametrize(
    ("choice", "tools", "traits"),
    [
        (ToolChoice("any"), (), {}),
        (ToolChoice("tool", "x"), (F,), {}),
        (ToolChoice("any"), (F,), {"forced_tool_choice": False}),
    ],
)
def test_a_choice_that_cannot_be_made_is_a_loss(
    choice: ToolChoice, tools: tuple[Tool, ...], traits: dict[str, Any]
) -> None:
    said = conversation(tools=tools, options={"tool_choice": choice})
    assert losses(said, **traits) == [("tool_choice", "option")]
    calling = encoded(said, **traits).get("toolConfig", {}).get("functionCallingConfig", {})
    assert calling.get("mode", "AUTO") == "AUTO"


def test_a_search_that_must_be_made_needs_no_choice() -> None:
    for choice in (ToolChoice("tool", "web_search"), ToolChoice("any")):
        said = conversation(tools=(SEARCH,), options={"tool_choice": choice})
        assert "toolConfig" not in encoded(said, web_search="google_search")
        assert "tool_choice" not in dict(losses(said, web_search="google_search"))


def test_one_call_at_a_time_cannot_be_asked_for() -> None:
    said = conversation(tools=(F,), options={"parallel_tool_calls": False})
    assert losses(said) == [("parallel_tool_calls", "option")]


def test_fields_of_a_client_of_this_wire_stay_in_the_configuration() -> None:
    own = Sidecar(ORIGIN, {"toolConfig": {"retrievalConfig": {"languageCode": "en"}}})
    said = conversation(client="gemini", sidecar=own)
    assert encoded(said)["toolConfig"] == {"retrievalConfig": {"languageCode": "en"}}


def test_a_name_that_begins_with_a_digit_is_rewritten_and_leads_back() -> None:
    said = conversation(tools=(Tool("2f", None, {}),), options={"tool_choice": ToolChoice("any")})
    sent = wire(said)
    (name,) = sent.tool_names
    assert name.startswith("_2f_")
    assert sent.tool_names == {name: "2f"}
