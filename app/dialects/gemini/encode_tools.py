"""Tools of a conversation into those of a request, and which of them the model must call."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import (
    Conversation,
    HostedTool,
    Tool,
)
from app.dialects import search_tool
from app.dialects.deferred_tools import loaded
from app.dialects.gemini.notes import Json, Notes, merged
from app.dialects.gemini.wire import NAME
from app.dialects.schema_cleaner import parameters
from app.dialects.tool_extras import extras

_SEARCH: Mapping[str, Any] = {"googleSearch": {}}


def write(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write `tools` and `toolConfig`."""
    declared, hosted = _tools(conversation, notes)
    if declared and hosted and not notes.own and not notes.target.traits.mixed_tools:
        for _ in hosted:
            notes.lose("web_search", "option", "left out: the target takes it alone", "tools")
        hosted = []
    tools: list[Any] = [{"functionDeclarations": declared}] if declared else []
    tools += hosted
    config: Json = {}
    _choice(conversation, config, declared, hosted, notes)
    if declared and hosted and not notes.own:
        config["includeServerSideToolInvocations"] = True  # else it is a 400 (Tool combination)
    if tools:
        body["tools"] = tools
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    extra = own.get("toolConfig")
    if isinstance(extra, Mapping):
        config = merged(config, extra)
    if config:
        body["toolConfig"] = config


def _tools(conversation: Conversation, notes: Notes) -> tuple[list[Json], list[Mapping[str, Any]]]:
    """The functions and the tools that the provider runs itself."""
    declared: list[Json] = []
    hosted: list[Mapping[str, Any]] = []
    known: set[str] | None = None
    taken: set[str] = set()
    for index, tool in enumerate(conversation.tools):
        notes.where = f"tools[{index}]"
        if isinstance(tool, HostedTool):
            hosted += _hosted(tool, notes)
        elif not notes.target.traits.tools:
            notes.lose(tool.name, "content", "left out: the model takes no tools")
        elif tool.name in taken:
            notes.lose(tool.name, "marker", "left out: a tool of this name stands before")
        else:
            if tool.deferred:
                known = loaded(conversation) if known is None else known
                if tool.name not in known:
                    notes.lose(tool.name, "marker", "left out until a tool search finds it")
                    continue
            taken.add(tool.name)
            declared.append(_function(tool, notes))
    notes.where = ""
    return declared, hosted


def _hosted(tool: HostedTool, notes: Notes) -> list[Mapping[str, Any]]:
    own = tool.sidecar.towards(NAME)
    if own:
        return [dict(own)]
    if tool.kind == "web_search" and notes.target.traits.web_search == "google_search":
        wanted = search_tool.read(tool)
        asked = (
            ("allowed_domains", wanted.domains),
            ("blocked_domains", wanted.blocked),
            ("max_uses", wanted.uses),
            ("user_location", wanted.location),
        )
        for name, value in asked:
            if value:
                notes.lose(name, "option", "left out: the target's search does not take it")
        for name in wanted.others:
            notes.lose(name, "option", "left out: the target's search does not take it")
        return [_SEARCH]
    notes.lose(tool.name, "option", "left out: the target does not run this tool")
    return []


def _function(tool: Tool, notes: Notes) -> Json:
    notes.unmarked(tool.cache)
    wire: Json = {"name": notes.tool_names.get(tool.name, tool.name)}
    if tool.description is not None:
        wire["description"] = tool.description
    own = tool.sidecar.towards(NAME) if tool.sidecar is not None else {}
    subset = notes.target.traits.schema_subset
    if "parameters" in own or "parametersJsonSchema" in own:
        pass  # the client's own form
    elif subset == "full":
        wire["parametersJsonSchema"] = parameters(tool.schema, subset)
    else:
        schema = parameters(tool.schema, subset)
        if schema.get("properties"):  # an object without any is a 400 in this form
            wire["parameters"] = schema
    if tool.strict:
        notes.lose("strict", "option", "left out: the target has no such switch")
    if own:
        return notes.extended(wire, tool.sidecar)
    for name in extras(tool, NAME):
        notes.lose(name, "marker", "left out: the target knows no such field")
    return wire


def _choice(
    conversation: Conversation,
    config: Json,
    declared: list[Json],
    hosted: list[Mapping[str, Any]],
    notes: Notes,
) -> None:
    options, traits = conversation.options, notes.target.traits
    choice = options.tool_choice
    if options.parallel_tool_calls is False:
        note = "left out: the target has no such switch"
        notes.lose("parallel_tool_calls", "option", note, "parallel_tool_calls")
    if choice is None:
        return
    if not declared:
        if choice.mode in ("any", "tool") and not hosted:
            notes.lose("tool_choice", "option", "left out: no tools are left", "tool_choice")
        return
    names = [notes.tool_names.get(name, name) for name in choice.among]
    among = [tool["name"] for tool in declared if tool["name"] in names]
    if choice.mode in ("auto", "none") and not among:
        config["functionCallingConfig"] = {"mode": choice.mode.upper()}
        return
    wire: Json = {"mode": "VALIDATED" if choice.mode == "auto" else "ANY"}
    if among:
        wire["allowedFunctionNames"] = among
    if choice.mode == "tool":
        name = notes.tool_names.get(choice.name or "", choice.name or "")
        if all(tool["name"] != name for tool in declared):
            if not hosted:
                notes.lose("tool_choice", "option", f"auto: no tool {name} is left", "tool_choice")
            return
        wire["allowedFunctionNames"] = [name]
    if wire["mode"] == "ANY" and not traits.forced_tool_choice:
        notes.lose("tool_choice", "option", "auto: not taken by the target", "tool_choice")
        wire = {"mode": "AUTO"}
    config["functionCallingConfig"] = wire
