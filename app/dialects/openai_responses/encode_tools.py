"""Tools of a conversation into those of a request, and which of them the model must call."""

from app.core.conversation import (
    Conversation,
    HostedTool,
    Tool,
)
from app.dialects import search_tool
from app.dialects.deferred_tools import loaded
from app.dialects.openai_responses.native_tools import wire_choice, written
from app.dialects.openai_responses.notes import Json, Notes
from app.dialects.openai_responses.search_items import SOURCES
from app.dialects.openai_responses.wire import NAME
from app.dialects.schema_cleaner import fits_strict, parameters
from app.dialects.tool_choice import narrowed
from app.dialects.tool_extras import extras


def write(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write `tools`, `tool_choice` and `parallel_tool_calls`."""
    if not notes.own:
        conversation, left_out = narrowed(conversation)
        for name in left_out:
            notes.lose(name, "marker", "not offered: the model must not call it", "tools")
    tools = _own(conversation, notes) if notes.own else _tools(conversation, notes)
    if tools:
        body["tools"] = tools
    if not notes.own and any(tool["type"] == "web_search" for tool in tools):
        # Without its sources a search would be a query without results to the client.
        body["include"] = [*body.get("include", ()), SOURCES]
    _choice(conversation, body, notes)


def _own(conversation: Conversation, notes: Notes) -> list[Json]:
    """The client's tools as it wrote them, but for those that the target does not run."""
    tools = conversation.tools
    if not notes.target.traits.hosted_tools:
        for tool in tools:
            if isinstance(tool, HostedTool):
                note = "left out: the target does not run this tool"
                notes.lose(tool.name, "option", note, "tools")
        tools = tuple(tool for tool in tools if isinstance(tool, Tool))
    return written(tools)


def _tools(conversation: Conversation, notes: Notes) -> list[Json]:
    found: list[Json] = []
    known: set[str] | None = None
    taken: set[str] = set()
    for index, tool in enumerate(conversation.tools):
        notes.where = f"tools[{index}]"
        if isinstance(tool, HostedTool):
            if tool.kind == "web_search" and notes.target.traits.web_search != "none":
                found.append(_search(tool, notes))
            else:
                notes.lose(tool.name, "option", "left out: the target does not run this tool")
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
            found.append(_function(tool, notes))
    notes.where = ""
    return found


def _search(tool: HostedTool, notes: Notes) -> Json:
    wanted = search_tool.read(tool)
    wire: Json = {"type": "web_search"}
    if wanted.domains:
        wire["filters"] = {"allowed_domains": list(wanted.domains)}
    if wanted.location:
        wire["user_location"] = dict(wanted.location)
    if wanted.blocked:
        notes.lose("blocked_domains", "option", "left out: the target knows allowed ones only")
    if wanted.uses is not None:
        notes.lose("max_uses", "option", "left out: the target searches as often as it likes")
    for name in wanted.others:
        notes.lose(name, "option", "left out: the target's search does not take it")
    return wire


def _function(tool: Tool, notes: Notes) -> Json:
    notes.unmarked(tool.cache)
    wire: Json = {"type": "function", "name": notes.tool_names.get(tool.name, tool.name)}
    if tool.description is not None:
        wire["description"] = tool.description
    for name in extras(tool, NAME):
        notes.lose(name, "marker", "left out: the target knows no such field")
    wire["parameters"] = parameters(tool.schema, notes.target.traits.schema_subset)
    # Left out, it would be on: OpenAI's default here, unlike in Chat Completions.
    wire["strict"] = bool(tool.strict) and fits_strict(tool.schema)
    if tool.strict and not wire["strict"]:
        notes.lose("strict", "option", "left out: the schema has optional properties")
    return wire


def _choice(conversation: Conversation, body: Json, notes: Notes) -> None:
    options, traits = conversation.options, notes.target.traits
    choice, parallel = options.tool_choice, options.parallel_tool_calls
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    if not body.get("tools") and not notes.own:
        if choice is not None and choice.mode in ("any", "tool"):
            notes.lose("tool_choice", "option", "left out: no tools are left", "tool_choice")
        return
    if "tool_choice" in own:
        body["tool_choice"] = own["tool_choice"]
    elif choice is not None:
        wire = wire_choice(choice, notes.forms)
        if choice.mode == "tool" and not notes.own:
            name = notes.tool_names.get(choice.name or "", choice.name or "")
            wire = {"type": "function", "name": name}
            if all(tool.get("name") != name for tool in body["tools"]):
                notes.lose("tool_choice", "option", f"auto: no tool {name} is left", "tool_choice")
                wire = "auto"
        if wire not in ("auto", "none") and not traits.forced_tool_choice:
            notes.lose("tool_choice", "option", "auto: not taken by the target", "tool_choice")
            wire = "auto"
        body["tool_choice"] = wire
    if parallel is not None:
        if traits.parallel_tool_calls:
            body["parallel_tool_calls"] = parallel
        elif not parallel:
            notes.lose("parallel_tool_calls", "option", "left out", "parallel_tool_calls")
