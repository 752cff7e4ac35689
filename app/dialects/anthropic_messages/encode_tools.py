"""Tools of a conversation into those of a request."""

import hashlib
import re
from typing import Any

from app.core.conversation import (
    Conversation,
    HostedTool,
    Tool,
    ToolCall,
)
from app.dialects import search_tool
from app.dialects.anthropic_messages import client_tools
from app.dialects.anthropic_messages.encode_parts import Scribe
from app.dialects.anthropic_messages.schemas import rooted
from app.dialects.anthropic_messages.wire import NAME
from app.dialects.deferred_tools import loaded
from app.dialects.tool_extras import extras

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_BAD = re.compile(r"[^a-zA-Z0-9_-]")
_LONGEST = 128


def wire_names(conversation: Conversation) -> dict[str, str]:
    """The client's tool names that this wire does not take, each with the name to use instead."""
    names = {tool.name for tool in conversation.tools if isinstance(tool, Tool)}
    for turn in conversation.turns:
        names |= {part.name for part in turn.parts if isinstance(part, ToolCall)}
    choice = conversation.options.tool_choice
    if choice is not None and choice.name is not None:
        names.add(choice.name)
    return {name: _wire_name(name) for name in sorted(names) if not _NAME.fullmatch(name)}


def _wire_name(name: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_BAD.sub('_', name)[: _LONGEST - 9]}_{digest}"


def tools(conversation: Conversation, scribe: Scribe) -> list[dict[str, Any]]:
    """The `tools` of the request; those that the target cannot take become losses."""
    traits = scribe.target.traits
    if not traits.tools:
        for tool in conversation.tools:
            scribe.lose(tool.name, "tools", "content", "left out: the model takes no tools")
        return []
    # A search of another wire's client has no beta to go with: what it found is an ordinary tool.
    searches = traits.betas and scribe.client == NAME
    known = None if searches else loaded(conversation)
    written = []
    taken: set[str] = set()
    for index, tool in enumerate(conversation.tools):
        where = f"tools[{index}]"
        if tool.name in taken:
            scribe.lose(tool.name, where, "marker", "left out: a tool of this name stands before")
            continue
        if isinstance(tool, HostedTool):
            block = _hosted(tool, scribe, where)
        elif known is not None and tool.deferred and tool.name not in known:
            scribe.lose(tool.name, where, "marker", "left out until a tool search finds it")
            block = None
        else:
            block = _function(tool, scribe, where)
        if block is not None:
            taken.add(tool.name)
            written.append(block)
    return written


def _function(tool: Tool, scribe: Scribe, where: str) -> dict[str, Any]:
    traits = scribe.target.traits
    native = tool.sidecar.towards(NAME) if tool.sidecar else {}
    if client_tools.is_client_tool(native.get("type")) and traits.hosted_tools:
        return dict(native)
    schema, loosened = rooted(tool.schema)
    if loosened:
        scribe.lose("input_schema", where, "option", "laid into one object, without root choices")
    block: dict[str, Any] = {"name": scribe.tool_names.get(tool.name, tool.name)}
    if tool.description is not None:
        block["description"] = tool.description
    block["input_schema"] = schema
    if tool.strict is not None:
        if traits.strict_tools:
            block["strict"] = tool.strict
        else:
            scribe.lose("strict", where, "option", "left out")
    if tool.deferred and traits.betas and scribe.client == NAME:
        block["defer_loading"] = True
    block = scribe.marked(block, tool.cache, where)
    if client_tools.is_client_tool(native.get("type")):
        return block
    if native:
        return scribe.extended(block, tool.sidecar, where)
    for name in extras(tool, NAME):
        scribe.lose(name, where, "marker", "left out: the target knows no such field")
    return block


def _hosted(tool: HostedTool, scribe: Scribe, where: str) -> dict[str, Any] | None:
    if scribe.target.traits.hosted_tools:
        native = tool.sidecar.towards(NAME)
        if native:
            return dict(native)
        if tool.kind == "web_search":
            return _search(tool, scribe, where)
    scribe.lose(tool.name, where, "option", "left out: the target does not run this tool")
    return None


def _search(tool: HostedTool, scribe: Scribe, where: str) -> dict[str, Any]:
    """The search of another wire's client; only one of the two lists of domains is allowed."""
    wanted = search_tool.read(tool)
    block: dict[str, Any] = {"type": "web_search_20250305", "name": "web_search"}
    if wanted.uses is not None:
        block["max_uses"] = wanted.uses
    if wanted.domains:
        block["allowed_domains"] = list(wanted.domains)
    elif wanted.blocked:
        block["blocked_domains"] = list(wanted.blocked)
    if wanted.location:
        block["user_location"] = dict(wanted.location)
    for name in wanted.others:
        scribe.lose(name, where, "option", "left out: the target's search does not take it")
    return block
