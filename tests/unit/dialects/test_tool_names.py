import re

from app.core.conversation import Tool, ToolCall, ToolChoice
from app.dialects.tool_names import wire_names
from tests.dialects.chat_wire import assistant, conversation, encoded, user, wire

LONG = "mcp__files__" + "a" * 70


def test_names_that_fit_are_not_touched() -> None:
    assert wire_names(conversation(tools=(Tool("Read-it_1", None, {}),)), 64) == {}


def test_long_and_odd_names_become_short_plain_ones_that_differ() -> None:
    names = [LONG, LONG + "b", "files.read", "files/read", "读"]
    found = wire_names(conversation(tools=tuple(Tool(name, None, {}) for name in names)), 64)
    assert found.keys() == set(names)
    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in found.values())


def test_a_name_is_the_same_in_tools_history_and_choice_and_leads_back() -> None:
    said = conversation(
        user("Hi"),
        assistant(ToolCall("a", LONG, "{}")),
        user("?"),
        tools=(Tool(LONG, None, {}),),
        options={"tool_choice": ToolChoice("tool", LONG)},
    )
    body, sent = encoded(said), wire(said)
    name = body["tools"][0]["function"]["name"]
    assert body["tool_choice"] == {"type": "function", "function": {"name": name}}
    assert body["messages"][1]["tool_calls"][0]["function"]["name"] == name
    assert sent.tool_names == {name: LONG}


def test_a_name_in_the_history_alone_is_rewritten_too() -> None:
    said = conversation(user("Hi"), assistant(ToolCall("a", LONG, "{}")), user("?"))
    assert LONG not in wire(said).body.decode()
    assert list(wire(said).tool_names.values()) == [LONG]


def test_a_name_may_have_to_begin_with_a_letter() -> None:
    tools = tuple(Tool(name, None, {}) for name in ("2nd", "-x", "_y", "z", ""))
    letter = re.compile("[a-zA-Z_]")
    found = wire_names(conversation(tools=tools), 64, begins=letter)
    assert found.keys() == {"2nd", "-x", ""}
    assert all(letter.match(name) for name in found.values())
    assert wire_names(conversation(tools=tools), 64).keys() == {""}
