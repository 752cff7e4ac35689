from app.core.conversation import Tool, ToolCall
from app.dialects.openai_responses.tool_forms import ToolForm, flat, forms
from tests.dialects.responses_wire import decoded

TOOLS = [
    {"type": "function", "name": "plain"},
    {"type": "namespace", "name": "ns", "tools": [{"type": "function", "name": "inner"}]},
    {"type": "custom", "name": "patch"},
    {"type": "tool_search", "execution": "client"},
    {"type": "web_search"},
]


def test_each_tool_that_is_no_ordinary_function_has_its_form() -> None:
    assert forms(decoded(tools=TOOLS)) == {
        "ns__inner": ToolForm("inner", "function", "ns"),
        "patch": ToolForm("patch", "custom"),
        "tool_search": ToolForm("tool_search", "tool_search"),
    }


def test_tools_in_the_conversation_have_their_forms_too() -> None:
    inner = {"type": "namespace", "name": "functions", "tools": [{"type": "custom", "name": "x"}]}
    item = {"type": "additional_tools", "role": "developer", "tools": [inner]}
    known = forms(decoded(input=[item, {"role": "user", "content": "Hi"}]))
    assert known == {"functions__x": ToolForm("x", "custom", "functions")}


def test_a_call_and_its_tool_have_one_flat_name() -> None:
    call = {"type": "function_call", "call_id": "c", "name": "inner", "namespace": "ns"}
    asked = decoded(tools=TOOLS[1:2], input=[call])
    (part,) = asked.turns[0].parts
    (tool,) = asked.tools
    assert isinstance(part, ToolCall)
    assert isinstance(tool, Tool)
    assert part.name == tool.name == flat("ns", "inner") == "ns__inner"
