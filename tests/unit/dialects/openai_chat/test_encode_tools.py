import json
from typing import Any

import pytest

from app.core.conversation import (
    CacheMark,
    HostedTool,
    Reasoning,
    Tool,
    ToolCall,
    ToolChoice,
    ToolReference,
    ToolResult,
)
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_wire import (
    MESSAGES,
    NAME,
    assistant,
    conversation,
    decoded,
    encoded,
    losses,
    user,
)

SCHEMA = {"type": "object", "properties": {"path": {"type": "string"}}}
READ = Tool("Read", "Reads.", SCHEMA)
SEARCH = HostedTool(
    "web_search", "web_search", Sidecar(Origin(MESSAGES), {"type": "web_search_20250305"})
)
FORCED = ToolChoice("any")


def names(body: dict[str, Any]) -> list[str]:
    return [tool["function"]["name"] for tool in body.get("tools", ())]


def chosen(choice: ToolChoice | None, *tools: Tool | HostedTool, **more: Any) -> Any:
    traits = more.pop("traits", {})
    said = conversation(tools=tools or (READ,), options={"tool_choice": choice, **more})
    return encoded(said, **traits).get("tool_choice")


def test_a_tool_is_a_function_with_its_schema_as_it_came() -> None:
    assert encoded(conversation(tools=(READ,)))["tools"] == [
        {
            "type": "function",
            "function": {"name": "Read", "description": "Reads.", "parameters": SCHEMA},
        }
    ]


def test_a_tool_without_a_schema_takes_an_empty_object() -> None:
    body = encoded(conversation(tools=(Tool("Now", None, {}),)))
    assert body["tools"][0]["function"] == {
        "name": "Now",
        "parameters": {"type": "object", "properties": {}},
    }


def test_the_second_tool_of_one_name_is_left_out() -> None:
    assert names(encoded(conversation(tools=(READ, READ)))) == ["Read"]
    assert losses(conversation(tools=(READ, READ))) == [("Read", "marker")]


def test_a_deferred_tool_comes_once_a_search_or_a_call_has_named_it() -> None:
    fetch, search = Tool("Fetch", None, SCHEMA, deferred=True), Tool("Find", None, SCHEMA)
    found = ToolResult("a", (ToolReference("Fetch"),))
    tools = (search, fetch, Tool("Placeholder", None, {}, deferred=True))
    turns = (user("Hi"), assistant(ToolCall("a", "Find", "{}")), user(found))
    assert names(encoded(conversation(tools=tools))) == ["Find"]
    assert names(encoded(conversation(*turns, tools=tools))) == ["Find", "Fetch"]
    called = (user("Hi"), assistant(ToolCall("a", "Fetch", "{}")), user(ToolResult("a", ())))
    assert names(encoded(conversation(*called, tools=tools))) == ["Find", "Fetch"]


def test_a_model_without_tools_gets_none_and_says_so() -> None:
    said = conversation(tools=(READ,), options={"tool_choice": FORCED})
    assert not encoded(said, tools=False).keys() & {"tools", "tool_choice"}
    assert losses(said, tools=False) == [("Read", "content"), ("tool_choice", "option")]


@pytest.mark.parametrize(
    ("schema", "client", "traits", "expected"),
    [
        ({**SCHEMA, "required": ["path"], "additionalProperties": False}, MESSAGES, {}, True),
        (SCHEMA, MESSAGES, {}, None),
        (SCHEMA, NAME, {}, True),
        (SCHEMA, NAME, {"strict_tools": False}, None),
    ],
)
def test_strict_is_written_where_asked_and_where_it_can_be_kept(
    schema: dict[str, Any], client: str, traits: dict[str, Any], expected: bool | None
) -> None:
    said = conversation(tools=(Tool("Read", None, schema, strict=True),), client=client)
    function = encoded(said, **traits)["tools"][0]["function"]
    assert function.get("strict") is expected
    assert (("strict", "option") in losses(said, **traits)) is (expected is None)


def glm(engine: str) -> dict[str, Any]:
    inner = {"enable": True, "search_engine": engine, "search_result": True}
    return {"type": "web_search", "web_search": inner}


@pytest.mark.parametrize(
    ("web_search", "expected"),
    [
        ("web_search_options", {"web_search_options": {}}),
        ("enable_search", {"enable_search": True}),
        ("glm_tool", {"tools": [glm("search_std")]}),
        ("zai_tool", {"tools": [glm("search_pro_jina")]}),
        ("openrouter_tool", {"tools": [{"type": "openrouter:web_search"}]}),
        ("online_suffix", {"model": "target-model:online"}),
        ("none", {}),
    ],
)
def test_a_hosted_search_becomes_the_target_s_own(
    web_search: str, expected: dict[str, Any]
) -> None:
    said = conversation(tools=(SEARCH,))
    body = encoded(said, web_search=web_search)
    base = {"model": "target-model", "messages": [{"role": "user", "content": "Hello"}]}
    assert body == {**base, **expected}
    assert bool(losses(said, web_search=web_search)) is (web_search == "none")


DETAILED = HostedTool(
    "web_search",
    "web_search",
    Sidecar(
        Origin(MESSAGES),
        {
            "allowed_domains": ["a.example"],
            "user_location": {"type": "approximate", "country": "CN"},
            "max_uses": 3,
        },
    ),
)


@pytest.mark.parametrize(
    ("web_search", "place", "lost"),
    [
        ("web_search_options", "user_location", ["max_uses", "allowed_domains"]),
        ("enable_search", None, ["max_uses", "allowed_domains", "user_location"]),
        ("glm_tool", "search_domain_filter", ["max_uses", "user_location"]),
        ("openrouter_tool", "allowed_domains", ["max_uses", "user_location"]),
        ("online_suffix", None, ["max_uses", "allowed_domains", "user_location"]),
    ],
)
def test_what_is_asked_of_a_search_goes_where_it_is_known(
    web_search: str, place: str | None, lost: list[str]
) -> None:
    said = conversation(tools=(DETAILED,))
    assert [what for what, _ in losses(said, web_search=web_search)] == lost
    assert place is None or place in json.dumps(encoded(said, web_search=web_search))


def test_a_search_that_must_be_made_is_forced_where_that_can_be_said() -> None:
    said = conversation(tools=(SEARCH,), options={"tool_choice": ToolChoice("tool", "web_search")})
    body = encoded(said, web_search="enable_search")
    assert body["search_options"] == {"forced_search": True}


def test_a_hosted_tool_that_is_dropped_takes_its_choice_along() -> None:
    # Claude Code's WebSearch asks with this one tool and forces it.
    said = conversation(tools=(SEARCH,), options={"tool_choice": ToolChoice("tool", "web_search")})
    assert not encoded(said).keys() & {"tools", "tool_choice"}
    assert losses(said) == [("web_search", "option"), ("tool_choice", "option")]
    with_another = conversation(
        tools=(SEARCH, READ), options={"tool_choice": ToolChoice("tool", "web_search")}
    )
    assert encoded(with_another)["tool_choice"] == "auto"


def test_a_chat_client_s_own_tools_go_back_whole() -> None:
    whole = {"type": "custom", "custom": {"name": "patch"}}
    tool = HostedTool("custom", "patch", Sidecar(Origin(NAME), whole))
    assert encoded(conversation(tools=(tool,), client=NAME))["tools"] == [whole]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (None, None),
        (ToolChoice("auto"), "auto"),
        (ToolChoice("none"), "none"),
        (FORCED, "required"),
        (ToolChoice("tool", "Read"), {"type": "function", "function": {"name": "Read"}}),
        (ToolChoice("tool", "Gone"), "auto"),
    ],
)
def test_a_choice_is_said_in_the_wire_s_words(choice: ToolChoice | None, expected: Any) -> None:
    assert chosen(choice) == expected


def test_a_forced_choice_gives_way_where_the_target_does_not_force() -> None:
    assert chosen(FORCED, traits={"forced_tool_choice": False}) == "auto"
    thinking = {"reasoning": "thinking_type", "forced_tool_choice_while_thinking": False}
    assert chosen(FORCED, reasoning=Reasoning("on"), traits=thinking) == "auto"
    assert chosen(FORCED, reasoning=Reasoning("off"), traits=thinking) == "required"


def test_no_choice_and_no_switch_without_tools() -> None:
    options = {"tool_choice": ToolChoice("auto"), "parallel_tool_calls": False}
    assert not encoded(conversation(options=options)).keys() & {
        "tool_choice",
        "parallel_tool_calls",
    }


def test_parallel_calls_are_switched_where_the_target_can() -> None:
    said = conversation(tools=(READ,), options={"parallel_tool_calls": False})
    assert encoded(said)["parallel_tool_calls"] is False
    assert "parallel_tool_calls" not in encoded(said, parallel_tool_calls=False)
    assert losses(said, parallel_tool_calls=False) == [("parallel_tool_calls", "option")]


def test_a_cache_mark_on_a_tool_is_kept_or_lost_by_name() -> None:
    said = conversation(tools=(Tool("Read", None, SCHEMA, cache=CacheMark()),))
    assert encoded(said, cache_marks=True)["tools"][0]["cache_control"] == {"type": "ephemeral"}
    assert "cache_control" not in encoded(said)["tools"][0]
    assert losses(said) == [("cache_control", "marker")]


def test_a_client_s_own_way_to_search_stays() -> None:
    said = decoded(web_search_options={"search_context_size": "low"})
    body = encoded(said)
    assert body["web_search_options"] == {"search_context_size": "low"}
    assert "tools" not in body
