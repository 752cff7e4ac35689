"""Tool names as the target takes them, and the way back."""

import hashlib
import re

from app.core.conversation import Conversation, Tool, ToolCall

_NAME = re.compile(r"[a-zA-Z0-9_-]+")
_BAD = re.compile(r"[^a-zA-Z0-9_-]")
_ANY = re.compile("")


def wire_names(
    conversation: Conversation, limit: int, *, begins: re.Pattern[str] = _ANY
) -> dict[str, str]:
    """The names that are longer than `limit` or hold other characters, each with what to use.

    `begins` is what a name must begin with. The rewritten name depends on the name alone, so that
    it stays the same from turn to turn. It covers the tools, the calls of the history and the tool
    choice.
    """
    names = {tool.name for tool in conversation.tools if isinstance(tool, Tool)}
    for turn in conversation.turns:
        if turn.role == "assistant":
            names.update(part.name for part in turn.parts if isinstance(part, ToolCall))
    choice = conversation.options.tool_choice
    if choice is not None and choice.name:
        names.add(choice.name)
    return {
        name: _rewritten(name, limit, begins)
        for name in sorted(names)
        if len(name) > limit or not _NAME.fullmatch(name) or not begins.match(name)
    }


def _rewritten(name: str, limit: int, begins: re.Pattern[str]) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    start = _BAD.sub("_", name)
    if start and not begins.match(start):
        start = f"_{start}"
    start = start[: max(limit - 9, 0)]
    return f"{start}_{digest}" if start else f"tool_{digest}"[:limit]
