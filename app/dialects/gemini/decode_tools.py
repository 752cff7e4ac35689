"""Tools and the choice among them, out of a client's request."""

from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.sidecar import Sidecar
from app.dialects.gemini import fields
from app.dialects.gemini.schema_reader import json_schema
from app.dialects.gemini.wire import ORIGIN

_DECLARATION = frozenset({"name", "description", "parametersJsonSchema"})
_EMPTY: dict[str, Any] = {"type": "object", "properties": {}}
_KINDS = {
    "googleSearch": "web_search",
    "googleSearchRetrieval": "web_search",
    "enterpriseWebSearch": "web_search",
    "urlContext": "web_fetch",
    "codeExecution": "code_execution",
    "mcpServers": "mcp",
}
_MODES: dict[str, Literal["auto", "any", "none"]] = {
    "AUTO": "auto",
    "VALIDATED": "auto",
    "ANY": "any",
    "NONE": "none",
}


def tools(value: Any) -> tuple[Tool | HostedTool, ...]:
    """The tools of the `tools` field; one entry may hold functions and hosted tools alike.

    Raises `Refused` (BAD_REQUEST) where one has the wrong form.
    """
    found: list[Tool | HostedTool] = []
    for index, item in enumerate(fields.items(value, "tools")):
        where = f"tools[{index}]"
        for kind, inner in fields.message(item, where).items():
            at = f"{where}.{kind}"
            if kind == "functionDeclarations":
                for number, declaration in enumerate(fields.items(inner, at)):
                    found.append(_function(declaration, f"{at}[{number}]"))
            else:
                sidecar = Sidecar(ORIGIN, {kind: inner})
                found.append(HostedTool(_KINDS.get(kind, kind), kind, sidecar))
    return tuple(found)


def _function(value: Any, where: str) -> Tool:
    wire = fields.message(value, where)
    schema: Mapping[str, Any] = _EMPTY
    if "parametersJsonSchema" in wire:
        schema = fields.mapping(wire["parametersJsonSchema"], f"{where}.parametersJsonSchema")
    elif "parameters" in wire:
        schema = json_schema(wire["parameters"], f"{where}.parameters")
    return Tool(
        fields.text(wire.get("name"), f"{where}.name"),
        fields.optional_text(wire.get("description"), f"{where}.description"),
        schema,
        sidecar=fields.kept(fields.rest(wire, _DECLARATION)),
    )


# The last of them asks for calls in pieces (Vertex AI), which are read on the verbatim lane only.
_CALLING = frozenset({"mode", "allowedFunctionNames", "streamFunctionCallArguments"})


def tool_choice(value: Any) -> tuple[ToolChoice | None, dict[str, Any]]:
    """The choice of the `toolConfig` field, and what of it has no neutral form."""
    config = fields.optional_message(value, "toolConfig")
    where = "toolConfig.functionCallingConfig"
    calling = fields.optional_message(config.get("functionCallingConfig"), where)
    left = {name: item for name, item in config.items() if name != "functionCallingConfig"}
    mode = fields.word(calling.get("mode"), f"{where}.mode")
    if mode and mode not in _MODES:
        known = ", ".join(_MODES)
        fields.refuse(f"{where}.mode", f"'{mode[:40]}' is none of {known}.")
    names = [
        fields.text(name, f"{where}.allowedFunctionNames[{index}]")
        for index, name in enumerate(_names(calling, where))
    ]
    if mode == "VALIDATED":
        left["functionCallingConfig"] = calling
    elif extra := fields.rest(calling, _CALLING):
        left["functionCallingConfig"] = extra
    if mode == "ANY" and len(names) == 1:
        return ToolChoice("tool", names[0]), left
    return (ToolChoice(_MODES[mode], among=tuple(names)) if mode else None), left


def _names(calling: Mapping[str, Any], where: str) -> list[Any]:
    value = calling.get("allowedFunctionNames")
    return (
        [value] if isinstance(value, str) else fields.items(value, f"{where}.allowedFunctionNames")
    )
