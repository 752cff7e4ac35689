"""Tools and the choice among them, out of a client's request."""

from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.sidecar import Sidecar
from app.dialects import raw_tools
from app.dialects.openai_chat import fields

_TOOL = frozenset({"type", "function", "cache_control"})
_FUNCTION = ("name", "description", "parameters", "strict")
SEARCH = "web_search_options"  # a field that stands for a tool
_EMPTY: dict[str, Any] = {"type": "object", "properties": {}}
_MODES: dict[str, Literal["auto", "any", "none"]] = {
    "auto": "auto",
    "required": "any",
    "any": "any",  # Mistral's word
    "none": "none",
}


def tools(body: Mapping[str, Any]) -> tuple[Tool | HostedTool, ...]:
    """The tools of the request, the functions of the older form, and the search of OpenAI's own."""
    found: list[Tool | HostedTool] = []
    for index, value in enumerate(fields.items(body.get("tools"), "tools")):
        where = f"tools[{index}]"
        tool = fields.mapping(value, where)
        kind = tool.get("type")
        if kind is None and isinstance(tool.get("function"), dict):
            kind = "function"
        kind = fields.text(kind, f"{where}.type")
        if kind == "function":
            found.append(_function(tool.get("function"), f"{where}.function", tool))
        elif kind == "custom":
            found.append(_custom(tool, f"{where}.custom"))
        else:
            found.append(HostedTool(_hosted(kind), _name(tool), Sidecar(fields.ORIGIN, tool)))
    for index, value in enumerate(fields.items(body.get("functions"), "functions")):
        found.append(_function(value, f"functions[{index}]", {}))
    search = body.get(SEARCH)
    if search is not None:
        fields.mapping(search, SEARCH)
        found.append(
            HostedTool("web_search", "web_search", Sidecar(fields.ORIGIN, {SEARCH: search}))
        )
    return tuple(found)


def _function(value: Any, where: str, tool: Mapping[str, Any]) -> Tool:
    function = fields.mapping(value, where)
    schema = function.get("parameters")
    left = fields.without(function, *_FUNCTION)
    return Tool(
        fields.text(function.get("name"), f"{where}.name"),
        fields.optional_text(function.get("description"), f"{where}.description"),
        _EMPTY if schema is None else fields.mapping(schema, f"{where}.parameters"),
        fields.switch(function.get("strict"), f"{where}.strict"),
        False,
        fields.cache_mark(tool),
        fields.rest(tool, _TOOL, function=left),
    )


def _custom(tool: Mapping[str, Any], where: str) -> Tool:
    """A tool with raw input, as a function with one text; a grammar is told in words."""
    custom = fields.mapping(tool.get("custom"), where)
    wanted = custom.get("format")
    inner = wanted.get("grammar") if isinstance(wanted, dict) else None
    grammar = inner if isinstance(inner, dict) else {}
    description = fields.optional_text(custom.get("description"), f"{where}.description")
    return Tool(
        fields.text(custom.get("name"), f"{where}.name"),
        raw_tools.described(description, grammar.get("syntax"), grammar.get("definition")),
        raw_tools.SCHEMA,
        sidecar=Sidecar(fields.ORIGIN, tool),
    )


def _hosted(kind: str) -> str:
    return "web_search" if kind.removeprefix("openrouter:").startswith("web_search") else kind


def _name(tool: Mapping[str, Any]) -> str:
    name = tool.get("name")
    return name if isinstance(name, str) and name else str(tool["type"])


def tool_choice(body: Mapping[str, Any]) -> tuple[ToolChoice | None, Any]:
    """The choice, and the field itself where it has no neutral form."""
    where, value = "tool_choice", body.get("tool_choice")
    if value is None:
        where, value = "function_call", body.get("function_call")
        if isinstance(value, dict):
            value = {"type": "function", "function": value}
    if value is None:
        return None, None
    if isinstance(value, str):
        if value not in _MODES:
            fields.refuse(
                where,
                f"Invalid value: '{value[:80]}'. Supported values are: 'none', 'auto', and "
                "'required'.",
            )
        return ToolChoice(_MODES[value]), None
    choice = fields.mapping(value, where)
    kind = fields.text(choice.get("type"), f"{where}.type")
    if kind == "allowed_tools":
        return _allowed(choice)
    if kind not in ("function", "custom"):
        return None, choice
    named = fields.mapping(choice.get(kind), f"{where}.{kind}")
    return ToolChoice("tool", fields.text(named.get("name"), f"{where}.{kind}.name")), None


def _allowed(choice: Mapping[str, Any]) -> tuple[ToolChoice | None, Any]:
    """The choice among some of the functions; other tools among them have no neutral form."""
    allowed = choice.get("allowed_tools")
    wanted = allowed if isinstance(allowed, dict) else {}
    tools = wanted.get("tools")
    mode = _MODES.get(wanted["mode"]) if isinstance(wanted.get("mode"), str) else None
    names = [
        tool["function"].get("name") if isinstance(tool.get("function"), dict) else None
        for tool in (tools if isinstance(tools, list) else ())
        if isinstance(tool, dict)
    ]
    if mode not in ("auto", "any") or not names or not all(isinstance(n, str) for n in names):
        return None, choice
    return ToolChoice(mode, among=tuple(str(name) for name in names)), None
