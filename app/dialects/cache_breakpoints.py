"""Cache marks for a client that has set none, where the provider caches only what is marked.

Anthropic bills a marked beginning that it has seen before at a tenth of its price, and marks
nothing by itself. Four marks are the most that it takes: the tools, the system prompt, and the last
two of the user's turns, the older of which is where the last request ended.
"""

from dataclasses import replace
from typing import TypeGuard

from app.core.conversation import (
    CacheMark,
    Conversation,
    Document,
    HostedTool,
    Image,
    Part,
    Text,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)

_MARK = CacheMark()
_Markable = Text | Image | Document | ToolCall | ToolResult


def marked(conversation: Conversation) -> Conversation:
    """The conversation with our marks; itself where the client set one of its own."""
    if _has_marks(conversation):
        return conversation
    return replace(conversation, tools=_tools(conversation.tools), turns=_turns(conversation.turns))


def _has_marks(conversation: Conversation) -> bool:
    sidecar = conversation.sidecar
    if sidecar is not None and "cache_control" in sidecar.data:
        return True  # Anthropic's own way to mark by itself
    if any(isinstance(tool, Tool) and tool.cache is not None for tool in conversation.tools):
        return True
    return any(_is_marked(part) for turn in conversation.turns for part in turn.parts)


def _is_marked(part: Part) -> bool:
    if isinstance(part, ToolResult | Document) and any(map(_is_marked, part.parts)):
        return True
    return getattr(part, "cache", None) is not None


def _tools(tools: tuple[Tool | HostedTool, ...]) -> tuple[Tool | HostedTool, ...]:
    """The tools with the last function marked that is offered from the start."""
    for index in range(len(tools) - 1, -1, -1):
        tool = tools[index]
        if isinstance(tool, Tool) and not tool.deferred:
            return (*tools[:index], replace(tool, cache=_MARK), *tools[index + 1 :])
    return tools


def _turns(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    found = list(turns)
    leading = next((i for i, turn in enumerate(turns) if turn.role != "system"), len(turns))
    if leading and leading < len(turns):
        _mark_last(found, range(leading - 1, -1, -1))
    left = 2
    for place in range(len(turns) - 1, leading - 1, -1):
        # Turns of the user that follow each other are one message.
        if left and turns[place].role == "user" and _closes(turns, place):
            left -= _mark_last(found, (place,))
    return tuple(found)


def _closes(turns: tuple[Turn, ...], place: int) -> bool:
    """Whether the user says nothing more behind this turn; instructions may stand there."""
    after = (turn.role for turn in turns[place + 1 :] if turn.role != "system")
    return next(after, "assistant") == "assistant"


def _mark_last(turns: list[Turn], places: range | tuple[int, ...]) -> bool:
    """Mark the last part of these turns that can be marked; whether there is one."""
    for place in places:
        parts = turns[place].parts
        for index in range(len(parts) - 1, -1, -1):
            part = parts[index]
            if _can_be_marked(part):
                new = replace(part, cache=_MARK)
                turns[place] = replace(
                    turns[place], parts=(*parts[:index], new, *parts[index + 1 :])
                )
                return True
    return False


def _can_be_marked(part: Part) -> TypeGuard[_Markable]:
    match part:
        case Text(text=text):
            return bool(text) and not text.isspace()
        case Image() | Document() | ToolCall() | ToolResult():
            return True
        case _:
            return False
