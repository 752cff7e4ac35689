"""Parts of a message's content into parts of a turn."""

from collections.abc import Callable, Mapping
from typing import Any

from app.core.conversation import (
    Audio,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Refusal,
    Remote,
    Source,
    Stored,
    Text,
    Written,
)
from app.core.sidecar import Sidecar
from app.dialects.openai_chat import fields

_Wire = Mapping[str, Any]


def parts(content: Any, where: str) -> tuple[Part, ...]:
    """The parts of a `content` field: a string, a list of parts, or nothing.

    A string and a list with that one text give the same parts. Parts of a type that this wire does
    not have yet become `Opaque`; raises `Refused` (BAD_REQUEST) for wrong types of known fields.
    """
    if isinstance(content, str):
        return (Text(content),) if content else ()
    if content is None:
        return ()
    if not isinstance(content, list):
        fields.content(content, where)
    return tuple(_part(value, f"{where}[{index}]") for index, value in enumerate(content))


def _part(value: Any, where: str) -> Part:
    if isinstance(value, str):
        return Text(value)
    part = fields.mapping(value, where)
    kind = fields.text(part.get("type"), f"{where}.type")
    read = _READERS.get(kind)
    return opaque(part, kind) if read is None else read(part, where)


def opaque(part: _Wire, kind: str) -> Opaque:
    """A part that only this wire understands, whole."""
    words = part.get("text")
    gist = words if isinstance(words, str) and words else f"[unsupported block: {kind}]"
    return Opaque(kind, gist, Sidecar(fields.ORIGIN, part))


_TEXT = frozenset({"type", "text", "cache_control"})


def _text(part: _Wire, where: str) -> Part:
    words = fields.text(part.get("text"), f"{where}.text")
    if len(part) == 2:
        return Text(words)
    return Text(words, fields.cache_mark(part), fields.rest(part, _TEXT))


_REFUSAL = frozenset({"type", "refusal"})


def _refusal(part: _Wire, where: str) -> Part:
    words = fields.text(part.get("refusal"), f"{where}.refusal")
    return Refusal(words, fields.rest(part, _REFUSAL))


_IMAGE = frozenset({"type", "image_url", "cache_control"})


def _image(part: _Wire, where: str) -> Part:
    wire = part.get("image_url")
    if isinstance(wire, str):  # the older form, which many servers still take
        wire = {"url": wire}
    wire = fields.mapping(wire, f"{where}.image_url")
    url = fields.text(wire.get("url"), f"{where}.image_url.url")
    detail = fields.optional_text(wire.get("detail"), f"{where}.image_url.detail")
    inline = fields.data_url(url, "image/png")
    if inline is None and url.startswith("data:"):
        fields.refuse(
            f"{where}.image_url.url",
            f"Invalid '{where}.image_url.url': a data URL must hold base64: "
            "'data:image/png;base64,...'.",
        )
    source: Source = inline or Remote(url)
    extra = fields.rest(part, _IMAGE, image_url=fields.without(wire, "url", "detail"))
    return Image(source, detail, fields.cache_mark(part), extra)


_FILE = frozenset({"type", "file", "cache_control"})


def _file(part: _Wire, where: str) -> Part:
    wire = fields.mapping(part.get("file"), f"{where}.file")
    name = fields.optional_text(wire.get("filename"), f"{where}.file.filename")
    data = fields.optional_text(wire.get("file_data"), f"{where}.file.file_data")
    file_id = fields.optional_text(wire.get("file_id"), f"{where}.file.file_id")
    source: Source | Written
    if data is not None:
        # OpenAI takes bare base64 too; OpenRouter takes addresses.
        if data.startswith(("https://", "http://")):
            source = Remote(data)
        else:
            source = fields.data_url(data, "application/pdf") or Inline(
                fields.file_type(name), data
            )
    elif file_id is not None:
        source = Stored(file_id)
    else:
        fields.refuse(
            f"{where}.file",
            f"Missing required parameter: '{where}.file.file_data' or '{where}.file.file_id'.",
            "missing_required_parameter",
        )
    left = fields.without(wire, "filename", "file_data", "file_id")
    extra = fields.rest(part, _FILE, file=left)
    return Document(source, (), name, None, fields.cache_mark(part), extra)


_AUDIO = frozenset({"type", "input_audio"})


def _audio(part: _Wire, where: str) -> Part:
    wire = fields.mapping(part.get("input_audio"), f"{where}.input_audio")
    return Audio(
        fields.text(wire.get("data"), f"{where}.input_audio.data"),
        fields.text(wire.get("format"), f"{where}.input_audio.format"),
        fields.rest(part, _AUDIO, input_audio=fields.without(wire, "data", "format")),
    )


_READERS: dict[str, Callable[[_Wire, str], Part]] = {
    "text": _text,
    "image_url": _image,
    "file": _file,
    "input_audio": _audio,
    "refusal": _refusal,
}
