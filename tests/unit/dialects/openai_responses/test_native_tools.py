from typing import Any

import pytest

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_responses.native_tools import wire_choice, written
from app.dialects.openai_responses.tool_forms import forms
from tests.dialects.responses_wire import decoded

OBJECT = {"type": "object"}
TOOLS: list[dict[str, Any]] = [
    {
        "type": "namespace",
        "name": "ns",
        "description": "Both.",
        "tools": [
            {"type": "function", "name": "one", "parameters": OBJECT},
            {"type": "function", "name": "two", "parameters": OBJECT, "defer_loading": True},
        ],
    },
    {"type": "function", "name": "plain", "parameters": OBJECT, "news": 1},
    {"type": "custom", "name": "patch"},
    {"type": "web_search", "external_web_access": True},
]


def test_tools_are_written_as_they_came() -> None:
    assert written(decoded(tools=TOOLS).tools) == TOOLS


def test_an_echo_has_every_key_of_a_function() -> None:
    (plain,) = written((Tool("f", None, OBJECT),), echo=True)
    assert plain == {
        "type": "function",
        "name": "f",
        "description": None,
        "strict": None,
        "parameters": OBJECT,
    }


def test_tools_that_stand_in_the_input_are_not_written_twice() -> None:
    item = {"type": "additional_tools", "tools": TOOLS}
    assert written(decoded(input=[item]).tools) == []


def test_another_wire_s_hosted_tool_is_named_by_its_kind() -> None:
    foreign = HostedTool("web_search", "web_search", Sidecar(Origin("x"), {"type": "y"}))
    assert written((foreign,)) == [{"type": "web_search"}]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (None, "auto"),
        (ToolChoice("any"), "required"),
        (ToolChoice("none"), "none"),
        (ToolChoice("tool", "plain"), {"type": "function", "name": "plain"}),
        (ToolChoice("tool", "patch"), {"type": "custom", "name": "patch"}),
        (ToolChoice("tool", "ns__one"), {"type": "function", "name": "one", "namespace": "ns"}),
        (ToolChoice("tool", "local_shell"), {"type": "local_shell"}),
    ],
)
def test_the_choice_is_in_the_client_s_own_terms(
    choice: ToolChoice | None, expected: object
) -> None:
    known = forms(decoded(tools=[*TOOLS, {"type": "local_shell"}]))
    assert wire_choice(choice, known) == expected
