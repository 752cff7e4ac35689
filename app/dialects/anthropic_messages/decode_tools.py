"""Tools and the choice between them out of a request."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.core.sidecar import Sidecar
from app.dialects.anthropic_messages import client_tools, fields
from app.dialects.anthropic_messages.wire import ORIGIN

_TOOL = frozenset(
    {"name", "description", "input_schema", "strict", "defer_loading", "cache_control"}
)

# Wire types carry a date: "web_search_20250305", "tool_search_tool_bm25_20251119".
_HOSTED_KINDS = (
    ("web_search", "web_search"),
    ("web_fetch", "web_fetch"),
    ("code_execution", "code_execution"),
    ("mcp", "mcp"),
    ("tool_search", "tool_search"),
)


def tools(value: Any) -> tuple[Tool | HostedTool, ...]:
    """The `tools` of a request.

    Raises `Refused` (BAD_REQUEST) where a field has the wrong type.
    """
    return tuple(
        _tool(fields.mapping(entry, f"tools.{index}"), f"tools.{index}")
        for index, entry in enumerate(fields.items(value, "tools"))
    )


def _tool(entry: Mapping[str, Any], where: str) -> Tool | HostedTool:
    kind = fields.optional_text(entry.get("type"), f"{where}.type")
    mark, odd = fields.cache_mark(entry, where)
    deferred = fields.switch(entry.get("defer_loading"), f"{where}.defer_loading") or False
    if kind is None or kind == "custom":
        name = fields.text(entry.get("name"), f"{where}.name")
        schema = entry.get("input_schema")
        return Tool(
            name,
            fields.optional_text(entry.get("description"), f"{where}.description"),
            {} if schema is None else fields.mapping(schema, f"{where}.input_schema"),
            fields.switch(entry.get("strict"), f"{where}.strict"),
            deferred,
            mark,
            fields.rest(entry, _TOOL, odd),
        )
    whole = Sidecar(ORIGIN, entry)
    named = fields.optional_text(entry.get("name"), f"{where}.name")
    if client_tools.is_client_tool(kind):
        description, schema = client_tools.documented(kind)
        return Tool(named or kind, description, schema, None, deferred, mark, whole)
    server = entry.get("mcp_server_name")
    name = named or (server if isinstance(server, str) else "") or kind
    return HostedTool(_hosted_kind(kind), name, whole)


def _hosted_kind(wire_type: str) -> str:
    for start, kind in _HOSTED_KINDS:
        if wire_type.startswith(start):
            return kind
    return wire_type


def tool_choice(value: Any) -> tuple[ToolChoice | None, bool | None]:
    """The choice, and whether the model may call several tools at once where the client said so."""
    if value is None:
        return None, None
    choice = fields.mapping(value, "tool_choice")
    no_parallel = fields.switch(
        choice.get("disable_parallel_tool_use"), "tool_choice.disable_parallel_tool_use"
    )
    parallel = None if no_parallel is None else not no_parallel
    match fields.text(choice.get("type"), "tool_choice.type"):
        case "auto" | "any" | "none" as mode:
            found = ToolChoice(mode)
        case "tool":
            found = ToolChoice("tool", fields.text(choice.get("name"), "tool_choice.name"))
        case _:
            fields.refuse("tool_choice.type", "Input should be 'auto', 'any', 'tool' or 'none'")
    return found, parallel
