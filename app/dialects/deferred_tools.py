"""Which deferred tools a conversation has brought before the model already."""

from app.core.conversation import Conversation, ToolCall, ToolReference, ToolResult


def loaded(conversation: Conversation) -> set[str]:
    """The names of the tools that were called, or that a tool search has found."""
    names: set[str] = set()
    for turn in conversation.turns:
        for part in turn.parts:
            if isinstance(part, ToolCall | ToolReference):
                names.add(part.name)
            elif isinstance(part, ToolResult):
                names.update(inner.name for inner in part.parts if isinstance(inner, ToolReference))
    return names
