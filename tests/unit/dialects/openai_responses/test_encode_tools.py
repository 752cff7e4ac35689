from typing import Any

import pytest

from app.core.conversation import (
    HostedTool,
    Options,
    Tool,
    ToolCall,
    ToolChoice,
    ToolReference,
    ToolResult,
)
from app.core.sidecar import Origin, Sidecar
from tests.dialects.responses_wire import (
    assistant,
    conversation,
    decoded,
    encoded,
    losses,
    user,
    wire,
)

STRICT = {"type": "object", "properties": {}, "additionalProperties": False}
LOOSE = {"type": "object", "properties": {"a": {}}}
F = Tool("f", "Do it.", LOOSE)


def test_a_function_says_that_it_is_not_strict() -> None:
    (tool,) = encoded(conversation(tools=(F,)))["tools"]
    assert tool == {
        "type": "function",
        "name": "f",
        "description": "Do it.",
        "parameters": LOOSE,
        "strict": False,
    }


def test_strict_stays_where_the_schema_fits() -> None:
    both = conversation(tools=(Tool("a", None, STRICT, True), Tool("b", None, LOOSE, True)))
    assert [tool["strict"] for tool in encoded(both)["tools"]] == [True, False]
    assert losses(both) == [("strict", "option")]


def test_a_client_of_this_wire_keeps_its_tools() -> None:
    tools = [{"type": "namespace", "name": "n", "tools": [{"type": "custom", "name": "x"}]}]
    assert encoded(decoded(tools=tools))["tools"] == tools


def test_a_long_name_is_rewritten_with_the_way_back() -> None:
    said = conversation(tools=(Tool("x" * 90, None, LOOSE),))
    sent = wire(said)
    (name,) = sent.tool_names
    assert len(name) <= 64
    assert sent.tool_names[name] == "x" * 90
    assert encoded(said)["tools"][0]["name"] == name


def test_a_deferred_tool_waits_until_it_is_found() -> None:
    late = Tool("late", None, LOOSE, deferred=True)
    assert "tools" not in encoded(conversation(tools=(late,)))
    call = ToolCall("a", "search", "{}")
    result = ToolResult("a", (ToolReference("late"),))
    found = conversation(user("Hi"), assistant(call), user(result), tools=(late,))
    assert encoded(found)["tools"][0]["name"] == "late"


def test_web_search_goes_where_there_is_one() -> None:
    search = HostedTool("web_search", "web_search", Sidecar(Origin("x"), {"type": "y"}))
    said = conversation(tools=(search,))
    assert losses(said) == [("web_search", "option")]
    body = encoded(said, web_search="web_search_options")
    assert body["tools"] == [{"type": "web_search"}]
    assert body["include"][-1] == "web_search_call.action.sources"


def test_what_a_client_of_anthropic_s_wire_asks_of_a_search_is_asked() -> None:
    place = {"type": "approximate", "city": "Hangzhou"}
    wire = {"allowed_domains": ["a.example"], "max_uses": 3, "user_location": place}
    search = HostedTool("web_search", "web_search", Sidecar(Origin("anthropic_messages"), wire))
    said = conversation(tools=(search,))
    (found,) = encoded(said, web_search="web_search_options")["tools"]
    assert found["filters"] == {"allowed_domains": ["a.example"]}
    assert found["user_location"] == place
    assert losses(said, web_search="web_search_options") == [("max_uses", "option")]


@pytest.mark.parametrize(
    ("choice", "traits", "expected"),
    [
        (ToolChoice("any"), {}, "required"),
        (ToolChoice("tool", "f"), {}, {"type": "function", "name": "f"}),
        (ToolChoice("tool", "gone"), {}, "auto"),
        (ToolChoice("any"), {"forced_tool_choice": False}, "auto"),
    ],
)
def test_the_choice(choice: ToolChoice, traits: dict[str, Any], expected: object) -> None:
    said = conversation(tools=(F, F), options={"tool_choice": choice})
    assert encoded(said, **traits)["tool_choice"] == expected


def test_without_tools_there_is_nothing_to_choose() -> None:
    said = conversation(options={"tool_choice": ToolChoice("any"), "parallel_tool_calls": False})
    assert "tool_choice" not in encoded(said)
    assert losses(said) == [("tool_choice", "option")]


def test_the_switch_for_parallel_calls() -> None:
    said = conversation(tools=(F,), options={"parallel_tool_calls": False})
    assert encoded(said)["parallel_tool_calls"] is False
    assert losses(said, parallel_tool_calls=False) == [("parallel_tool_calls", "option")]
    assert losses(said, tools=False) == [("f", "content")]
    assert Options().parallel_tool_calls is None
