"""Content blocks of a request into parts."""

from collections.abc import Callable, Mapping
from typing import Any

from app.core.conversation import (
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Remote,
    Source,
    Stored,
    Text,
    Thinking,
    ToolCall,
    ToolReference,
    ToolResult,
    Written,
)
from app.core.sidecar import Sidecar
from app.dialects import wire_json
from app.dialects.anthropic_messages import fields
from app.dialects.anthropic_messages.gist import gist
from app.dialects.anthropic_messages.wire import ORIGIN

_Block = Mapping[str, Any]


def parts(content: Any, where: str, depth: int = 0) -> tuple[Part, ...]:
    """The parts of a `content` field: a string, a list of blocks, or nothing.

    A string and a list with that one text give the same parts. Blocks of a type that this wire does
    not have yet become `Opaque`; raises `Refused` (BAD_REQUEST) for wrong types of known fields.
    """
    if isinstance(content, str):
        return (Text(content),) if content else ()
    if depth > fields.DEEPEST:
        fields.refuse(where, "Content nests too deeply")
    return tuple(
        part(block, f"{where}.{index}", depth)
        for index, block in enumerate(fields.items(content, where))
    )


def part(value: Any, where: str, depth: int = 0) -> Part:
    """The part that one block says."""
    if type(value) is dict and len(value) == 2 and value.get("type") == "text":
        plain = value.get("text")
        if type(plain) is str:
            return Text(plain)
    block = fields.mapping(value, where)
    kind = fields.text(block.get("type"), f"{where}.type")
    read = _READERS.get(kind)
    return opaque(block, kind) if read is None else read(block, where, depth)


def opaque(block: _Block, kind: str) -> Opaque:
    """A block that only Anthropic understands, whole."""
    return Opaque(kind, gist(block), Sidecar(ORIGIN, block))


_TEXT = frozenset({"type", "text", "cache_control"})


def _text(block: _Block, where: str, _depth: int) -> Part:
    text = fields.text(block.get("text"), f"{where}.text")
    mark, odd = fields.cache_mark(block, where)
    extra = fields.rest(block, _TEXT, odd) if odd or not block.keys() <= _TEXT else None
    return Text(text, mark, extra)


_MEDIA = frozenset({"type", "source", "cache_control"})


def _image(block: _Block, where: str, _depth: int) -> Part:
    wire_source = fields.mapping(block.get("source"), f"{where}.source")
    found = _source(wire_source, f"{where}.source", "image/png")
    if found is None:
        return opaque(block, "image")
    source, known = found
    mark, odd = fields.cache_mark(block, where)
    odd |= _source_rest(wire_source, known)
    return Image(source, None, mark, fields.rest(block, _MEDIA, odd))


_DOCUMENT = _MEDIA | {"title", "context"}


def _document(block: _Block, where: str, depth: int) -> Part:
    wire_source = fields.mapping(block.get("source"), f"{where}.source")
    kind = fields.text(wire_source.get("type"), f"{where}.source.type")
    inner: tuple[Part, ...] = ()
    source: Source | Written | None
    if kind == "text":
        source = Written(fields.text(wire_source.get("data"), f"{where}.source.data"))
        known = frozenset({"type", "data", "media_type"})
    elif kind == "content":
        source = None
        inner = parts(wire_source.get("content"), f"{where}.source.content", depth + 1)
        known = frozenset({"type", "content"})
    else:
        found = _source(wire_source, f"{where}.source", "application/pdf")
        if found is None:
            return opaque(block, "document")
        source, known = found
    mark, odd = fields.cache_mark(block, where)
    odd |= _source_rest(wire_source, known)
    return Document(
        source,
        inner,
        fields.optional_text(block.get("title"), f"{where}.title"),
        fields.optional_text(block.get("context"), f"{where}.context"),
        mark,
        fields.rest(block, _DOCUMENT, odd),
    )


def _source(source: _Block, where: str, media_type: str) -> tuple[Source, frozenset[str]] | None:
    """The source and the fields that it took, None where its type is unknown."""
    match fields.text(source.get("type"), f"{where}.type"):
        case "base64":
            named = fields.optional_text(source.get("media_type"), f"{where}.media_type")
            data = fields.text(source.get("data"), f"{where}.data")
            return Inline(named or media_type, data), frozenset({"type", "media_type", "data"})
        case "url":
            url = fields.text(source.get("url"), f"{where}.url")
            return Remote(url), frozenset({"type", "url"})
        case "file":
            file_id = fields.text(source.get("file_id"), f"{where}.file_id")
            return Stored(file_id), frozenset({"type", "file_id"})
        case _:
            return None


def _source_rest(source: _Block, known: frozenset[str]) -> dict[str, Any]:
    extra = {key: value for key, value in source.items() if key not in known}
    return {"source": extra} if extra else {}


_THINKING = frozenset({"type", "thinking", "signature"})


def _thinking(block: _Block, where: str, _depth: int) -> Part:
    # Claude Code 2.1.329 echoes unsigned thinking with an empty signature.
    text = fields.text(block.get("thinking"), f"{where}.thinking")
    signature = fields.optional_text(block.get("signature"), f"{where}.signature")
    more = {"signature": signature} if signature else {}
    return Thinking(text, sidecar=fields.rest(block, _THINKING, more))


_REDACTED = frozenset({"type", "data"})


def _redacted_thinking(block: _Block, where: str, _depth: int) -> Part:
    data = fields.text(block.get("data"), f"{where}.data")
    return Thinking("", redacted=True, sidecar=fields.rest(block, _REDACTED, {"data": data}))


_TOOL_USE = frozenset({"type", "id", "name", "input", "cache_control"})


def _tool_use(block: _Block, where: str, _depth: int) -> Part:
    arguments = block.get("input")
    if arguments is None:
        arguments = {}
    mark, odd = fields.cache_mark(block, where)
    try:
        written = wire_json.dump_text(fields.mapping(arguments, f"{where}.input"))
    except ValueError as error:
        fields.refuse(f"{where}.input", f"Input should be plain JSON, but {error}")
    return ToolCall(
        fields.text(block.get("id"), f"{where}.id"),
        fields.text(block.get("name"), f"{where}.name"),
        written,
        mark,
        fields.rest(block, _TOOL_USE, odd),
    )


_TOOL_RESULT = frozenset({"type", "tool_use_id", "content", "is_error", "cache_control"})


def _tool_result(block: _Block, where: str, depth: int) -> Part:
    mark, odd = fields.cache_mark(block, where)
    return ToolResult(
        fields.text(block.get("tool_use_id"), f"{where}.tool_use_id"),
        parts(block.get("content"), f"{where}.content", depth + 1),
        fields.switch(block.get("is_error"), f"{where}.is_error"),
        mark,
        fields.rest(block, _TOOL_RESULT, odd),
    )


_TOOL_REFERENCE = frozenset({"type", "tool_name"})


def _tool_reference(block: _Block, where: str, _depth: int) -> Part:
    name = fields.text(block.get("tool_name"), f"{where}.tool_name")
    return ToolReference(name, fields.rest(block, _TOOL_REFERENCE))


_READERS: dict[str, Callable[[_Block, str, int], Part]] = {
    "text": _text,
    "image": _image,
    "document": _document,
    "thinking": _thinking,
    "redacted_thinking": _redacted_thinking,
    "tool_use": _tool_use,
    "tool_result": _tool_result,
    "tool_reference": _tool_reference,
}
