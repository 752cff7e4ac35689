"""Tools that must not be called are not offered where no word says so."""

from app.core.conversation import Conversation, HostedTool, Options, Text, Tool, ToolChoice, Turn
from app.core.sidecar import Origin, Sidecar
from app.dialects.tool_choice import narrowed


def conversation(choice: ToolChoice | None) -> Conversation:
    tools = (
        Tool("a", None, {}),
        HostedTool("web_search", "web_search", Sidecar(Origin("x"), {})),
        Tool("b", None, {}),
    )
    turns = (Turn("user", (Text("Hello"),)),)
    return Conversation("x", "m", turns, tools, Options(tool_choice=choice))


def test_without_a_choice_among_some_nothing_changes() -> None:
    for choice in (None, ToolChoice("any"), ToolChoice("tool", "a")):
        asked = conversation(choice)
        assert narrowed(asked) == (asked, ())


def test_the_others_are_left_out_and_named() -> None:
    found, left_out = narrowed(conversation(ToolChoice("any", among=("b",))))
    assert [tool.name for tool in found.tools] == ["b"]
    assert found.options.tool_choice == ToolChoice("any")
    assert left_out == ("a", "web_search")
