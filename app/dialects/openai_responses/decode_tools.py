"""Tools and the choice among them, out of a client's request."""

from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.sidecar import Sidecar
from app.dialects import raw_tools
from app.dialects.openai_responses import fields
from app.dialects.openai_responses.tool_forms import NATIVE, flat
from app.dialects.openai_responses.wire import ORIGIN

Tools = list[Tool | HostedTool]

_FUNCTION = frozenset({"type", "name", "description", "parameters", "strict", "defer_loading"})
_EMPTY: dict[str, Any] = {"type": "object", "properties": {}}
_MODES: dict[str, Literal["auto", "any", "none"]] = {
    "auto": "auto",
    "required": "any",
    "none": "none",
}
_DEEPEST = 4  # namespaces in namespaces; more is an attack on the stack


def tools(value: Any, where: str, place: str | None = None) -> Tools:
    """The tools of a `tools` field; those inside a namespace under flat names.

    `place` is the type of the input item that they stand in, None for the request's own field.
    """
    outer = {} if place is None else {"place": place}
    return _tools(value, where, outer, 0)


def _tools(value: Any, where: str, outer: Mapping[str, Any], depth: int) -> Tools:
    found: Tools = []
    for index, item in enumerate(fields.items(value, where)):
        at = f"{where}[{index}]"
        tool = fields.mapping(item, at)
        kind = fields.text(tool.get("type"), f"{at}.type")
        if kind == "namespace" and "namespace" not in outer and depth < _DEEPEST:
            fields.text(tool.get("name"), f"{at}.name")
            inside = {**outer, "namespace": fields.without(tool, "tools")}
            found += _tools(tool.get("tools"), f"{at}.tools", inside, depth + 1)
        elif kind == "function":
            found.append(_function(tool, at, outer))
        elif kind == "custom":
            found.append(_custom(tool, at, outer))
        elif kind in NATIVE and tool.get("execution") != "server":
            found.append(_native(tool, kind, at, outer))
        else:
            found.append(_hosted(tool, kind, outer))
    return found


def _function(tool: Mapping[str, Any], where: str, outer: Mapping[str, Any]) -> Tool:
    schema = tool.get("parameters")
    extra = {
        name: item for name, item in tool.items() if name not in _FUNCTION and item is not None
    }
    return Tool(
        _name(tool, where, outer),
        fields.optional_text(tool.get("description"), f"{where}.description"),
        _EMPTY if schema is None else fields.mapping(schema, f"{where}.parameters"),
        fields.switch(tool.get("strict"), f"{where}.strict"),
        _deferred(tool, where, outer),
        sidecar=fields.kept({**outer, **({"extra": extra} if extra else {})}),
    )


def _custom(tool: Mapping[str, Any], where: str, outer: Mapping[str, Any]) -> Tool:
    """A tool with raw input, as a function with one text; a grammar is told in words."""
    description = fields.optional_text(tool.get("description"), f"{where}.description")
    wanted = tool.get("format")
    grammar = wanted if isinstance(wanted, dict) else {}
    return Tool(
        _name(tool, where, outer),
        raw_tools.described(description, grammar.get("syntax"), grammar.get("definition")),
        raw_tools.SCHEMA,
        None,
        _deferred(tool, where, outer),
        sidecar=Sidecar(ORIGIN, {**outer, "native": tool}),
    )


def _native(tool: Mapping[str, Any], kind: str, where: str, outer: Mapping[str, Any]) -> Tool:
    form = NATIVE[kind]
    told = fields.optional_text(tool.get("description"), f"{where}.description")
    schema = tool.get("parameters")
    return Tool(
        form.name,
        told or form.description,
        form.schema if schema is None else fields.mapping(schema, f"{where}.parameters"),
        sidecar=Sidecar(ORIGIN, {**outer, "native": tool}),
    )


def _hosted(tool: Mapping[str, Any], kind: str, outer: Mapping[str, Any]) -> HostedTool:
    plain = kind
    for known in ("web_search", "tool_search", "mcp"):
        if kind.startswith(known):
            plain = known
    plain = "code_execution" if kind == "code_interpreter" else plain
    label = tool.get("name") or tool.get("server_label")
    name = label if isinstance(label, str) else plain
    return HostedTool(plain, name, Sidecar(ORIGIN, {**outer, "native": tool}))


def _name(tool: Mapping[str, Any], where: str, outer: Mapping[str, Any]) -> str:
    namespace = outer.get("namespace")
    prefix = namespace["name"] if namespace else None
    return flat(prefix, fields.text(tool.get("name"), f"{where}.name"))


def _deferred(tool: Mapping[str, Any], where: str, outer: Mapping[str, Any]) -> bool:
    """Whether a search must find the tool first; one that stands in its answer was found."""
    said = fields.switch(tool.get("defer_loading"), f"{where}.defer_loading")
    return bool(said) or outer.get("place") == "tool_search_output"


def tool_choice(value: Any) -> tuple[ToolChoice | None, Any]:
    """The choice, and the field itself where it has no neutral form (hosted)."""
    if value is None:
        return None, None
    if isinstance(value, str):
        if value not in _MODES:
            fields.refuse(
                "tool_choice",
                f"Invalid value: '{value[:80]}'. Supported values are: 'none', 'auto', and "
                "'required'.",
            )
        return ToolChoice(_MODES[value]), None
    choice = fields.mapping(value, "tool_choice")
    kind = fields.text(choice.get("type"), "tool_choice.type")
    if kind in ("function", "custom"):
        namespace = fields.optional_text(choice.get("namespace"), "tool_choice.namespace")
        name = fields.text(choice.get("name"), "tool_choice.name")
        return ToolChoice("tool", flat(namespace, name)), None
    if kind in NATIVE:
        return ToolChoice("tool", NATIVE[kind].name), None
    if kind == "allowed_tools":
        return _allowed(choice)
    return None, choice


def _allowed(choice: Mapping[str, Any]) -> tuple[ToolChoice | None, Any]:
    """The choice among some of the functions; other tools among them have no neutral form."""
    tools, wanted = choice.get("tools"), choice.get("mode")
    mode = _MODES.get(wanted) if isinstance(wanted, str) else None
    names = [
        tool.get("name") if tool.get("type") == "function" and "namespace" not in tool else None
        for tool in (tools if isinstance(tools, list) else ())
        if isinstance(tool, dict)
    ]
    if mode not in ("auto", "any") or not names or not all(isinstance(n, str) for n in names):
        return (ToolChoice("any") if mode == "any" else None), choice
    return ToolChoice(mode, among=tuple(str(name) for name in names)), None
