"""Calls of tools with raw input, which a client offered as such and gets back as such."""

from typing import Any

from app.core.conversation import Conversation, HostedTool, Tool, ToolCall
from app.dialects.openai_chat.wire import NAME
from app.dialects.raw_tools import raw_input


def is_custom(tool: Tool | HostedTool) -> bool:
    """Whether a client of this wire offered the tool with raw input."""
    data = tool.sidecar.towards(NAME) if tool.sidecar is not None else {}
    return isinstance(tool, Tool) and data.get("type") == "custom"


def custom_names(conversation: Conversation) -> frozenset[str]:
    """The names of the tools with raw input that the client offered."""
    return frozenset(tool.name for tool in conversation.tools if is_custom(tool))


def custom_call(part: ToolCall) -> dict[str, Any]:
    """A whole call with raw input, out of one of the function that stands for the tool."""
    custom = {"name": part.name, "input": raw_input(part.arguments)}
    return {"id": part.id, "type": "custom", "custom": custom}
