"""A tool's call and its result, as the wire takes them."""

from app.core.conversation import ToolCall, ToolResult
from app.dialects.openai_chat.encode_parts import content_parts, is_text, joined, note
from app.dialects.openai_chat.notes import Json, Notes


def call(part: ToolCall, wire_id: str, notes: Notes) -> Json:
    """One entry of `tool_calls`; arguments are the model's own text, "{}" for none."""
    function = {
        "name": notes.tool_name(part.name),
        "arguments": part.arguments if part.arguments.strip() else "{}",
    }
    wire: Json = {"id": wire_id, "type": "function", "function": function}
    if part.cache is None and part.sidecar is None:
        return wire
    return notes.extended(notes.marked(wire, part.cache), part.sidecar)


def result_parts(result: ToolResult, notes: Notes) -> list[Json]:
    """The wire's parts for what a tool gave, an error marked in words: there is no field for it."""
    parts = content_parts(result.parts, notes)
    if not result.is_error:
        return parts
    if parts and is_text(parts[0]):
        return [{**parts[0], "text": f"Error: {parts[0]['text']}"}, *parts[1:]]
    return [note("Error: the tool failed."), *parts]


def result_content(
    result: ToolResult, parts: list[Json], notes: Notes
) -> tuple[str | list[Json], list[Json]]:
    """The content of a tool message, and the media that it cannot hold: OpenAI's takes text."""
    traits = notes.target.traits
    texts = [part for part in parts if is_text(part)]
    media = [part for part in parts if not is_text(part)]
    if media and traits.tool_result_images:
        return parts, []
    if media and not texts:
        texts = [note("The next user message shows what the tool gave.")]
    if traits.cache_marks and traits.parts_content and texts:
        notes.marked(texts[-1], result.cache)
        return texts, media
    if result.cache is not None:
        notes.lose("cache_control", "marker", "left out of a tool message")
    if notes.from_chat and len(texts) > 1 and traits.parts_content:
        return texts, media
    return joined(texts, "\n"), media
