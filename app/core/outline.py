"""What a request or an answer says, line by line, in one form for every wire format.

Two outlines of the same conversation, one read from what the client sent and one from what the
provider got, differ exactly where the translation changed something.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from app.core.conversation import (
    Audio,
    Conversation,
    Document,
    HostedTool,
    Image,
    Inline,
    Opaque,
    Options,
    Part,
    Refusal,
    Remote,
    Stored,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolReference,
    ToolResult,
    Written,
)
from app.core.fold import Answer

# They say how a request travels, not what it asks.
_TRAVEL = ("stream_usage",)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said.

    `kind` is "model", "instructions", "user", "assistant", "thinking", "refusal", "image",
    "audio", "document", "tool call", "tool result", "tool", "option", "other", "end" or "usage".
    `name` tells things of a kind apart: a tool's name, an option's. `text` is what it says.
    """

    kind: str
    name: str
    text: str


def outline(conversation: Conversation) -> tuple[Line, ...]:
    """The lines of a request: model, turns in their order, tools, options."""
    lines = [Line("model", "", conversation.model)]
    for turn in conversation.turns:
        speaker = "instructions" if turn.role == "system" else turn.role
        for part in turn.parts:
            lines += _part(part, speaker)
    for tool in conversation.tools:
        lines.append(_tool(tool))
    lines += _options(conversation.options)
    return tuple(lines)


def answer_outline(answer: Answer) -> tuple[Line, ...]:
    """The lines of an answer: its parts, how it ended, its tokens."""
    lines = [line for part in answer.parts for line in _part(part, "assistant")]
    ended = answer.reason
    lines.append(
        Line("end", "", f"{ended}: {answer.stop_sequence}" if answer.stop_sequence else ended)
    )
    usage = answer.usage
    if usage is not None:
        counts = {
            "fresh": usage.fresh,
            "cache read": usage.cache_read,
            "cache write": usage.cache_write,
            "output": usage.output,
            "reasoning": usage.reasoning,
        }
        lines += [Line("usage", name, str(count)) for name, count in counts.items() if count]
    return tuple(lines)


def _part(part: Part, speaker: str) -> Iterator[Line]:
    match part:
        case Text(text=text):
            yield Line(speaker, "", text)
        case Thinking(text=text, redacted=redacted):
            yield Line("thinking", "redacted" if redacted else "", text)
        case Refusal(text=text):
            yield Line("refusal", "", text)
        case Image(source=source):
            yield Line("image", "", _source(source))
        case Audio(data=data, format=kind):
            yield Line("audio", "", f"{kind}, {len(data) * 3 // 4} bytes")
        case Document(source=source, parts=parts, title=title):
            if source is not None:
                yield Line("document", title or "", _source(source))
            yield from (inner for each in parts for inner in _part(each, "document"))
        case ToolCall(name=name, arguments=arguments):
            yield Line("tool call", name, _arguments(arguments))
        case ToolReference(name=name):
            yield Line("tool", name, "")
        case ToolResult(parts=parts, is_error=is_error):
            inner = list(_inner(parts))
            texts = [line.text for line in inner if line.kind == "tool result"]
            yield Line("tool result", "error" if is_error else "", "\n".join(texts))
            yield from (line for line in inner if line.kind != "tool result")
        case Opaque(kind=kind, gist=gist):
            yield Line("other", kind, gist)


def _inner(parts: Iterable[Part]) -> Iterator[Line]:
    for part in parts:
        yield from _part(part, "tool result")


def _source(source: Inline | Remote | Stored | Written) -> str:
    match source:
        case Inline(media_type=kind, data=data):
            return f"{kind}, {len(data) * 3 // 4} bytes"
        case Remote(url=url):
            return url
        case Stored(file_id=file_id):
            return file_id
        case Written(text=text):
            return text


def _tool(tool: Tool | HostedTool) -> Line:
    if isinstance(tool, HostedTool):
        return Line("tool", tool.name, tool.kind)
    about = [tool.description or "", json.dumps(tool.schema, ensure_ascii=False, indent=1)]
    return Line("tool", tool.name, "\n".join(filter(None, about)))


def _options(options: Options) -> Iterator[Line]:
    for field in fields(options):
        value = getattr(options, field.name)
        if field.name in _TRAVEL or value in (None, (), False):
            continue
        yield Line("option", field.name, _option(value))


def _option(value: Any) -> str:
    match value:
        case bool():
            return "yes"
        case str():
            return value
        case tuple():
            return ", ".join(repr(each) for each in value)
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
    said = ((field.name, getattr(value, field.name)) for field in fields(value))
    return ", ".join(f"{name} {_plain(inner)}" for name, inner in said if inner not in (None, ()))


def _plain(value: object) -> str:
    if isinstance(value, str | int | float | bool):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=dict)


def _arguments(text: str) -> str:
    """The arguments laid out, where they are JSON: how they were spaced is not what they say."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return text
