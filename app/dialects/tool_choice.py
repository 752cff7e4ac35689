"""Which tools a client leaves to the model, for a target that is told so by the tools alone."""

from dataclasses import replace

from app.core.conversation import Conversation, Tool, ToolChoice


def narrowed(conversation: Conversation) -> tuple[Conversation, tuple[str, ...]]:
    """The conversation with only the tools that the model may choose from, and those left out.

    OpenAI and Gemini have a word for it; everywhere else a tool that must not be called is not
    offered.
    """
    choice = conversation.options.tool_choice
    if choice is None or not choice.among:
        return conversation, ()
    kept, left_out = [], []
    for tool in conversation.tools:
        if isinstance(tool, Tool) and tool.name in choice.among:
            kept.append(tool)
        else:
            left_out.append(tool.name)
    options = replace(conversation.options, tool_choice=ToolChoice(choice.mode))
    return replace(conversation, tools=tuple(kept), options=options), tuple(left_out)
