"""Pictures and documents inside a request, whose bytes say nothing about their tokens."""

from collections.abc import Iterable

from app.core.conversation import Conversation, Document, Image, Inline, Part, ToolResult


def inline_media(conversation: Conversation) -> tuple[int, int]:
    """How many pictures and documents a conversation holds, and their size in base64 bytes."""
    items = size = 0
    for turn in conversation.turns:
        for part in _flat(turn.parts):
            if isinstance(part, Image | Document) and isinstance(part.source, Inline):
                items += 1
                size += len(part.source.data)
    return items, size


def _flat(parts: Iterable[Part]) -> Iterable[Part]:
    for part in parts:
        yield part
        if isinstance(part, ToolResult | Document):
            yield from _flat(part.parts)
