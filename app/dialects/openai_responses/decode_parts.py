"""Content of items into parts."""

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
from app.dialects.openai_responses import fields
from app.dialects.openai_responses.wire import ORIGIN

_Wire = Mapping[str, Any]


def parts(content: Any, where: str) -> tuple[Part, ...]:
    """The parts of a `content` or `output` field: a string, a list of parts, or nothing.

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
    if read is not None:
        return read(part, where)
    words = part.get("text")
    gist = words if isinstance(words, str) and words else f"[unsupported block: {kind}]"
    return Opaque(kind, gist, Sidecar(ORIGIN, {"part": part}))


_TEXT = frozenset({"type", "text", "logprobs"})


def _text(part: _Wire, where: str) -> Part:
    return Text(fields.text(part.get("text"), f"{where}.text"), None, fields.rest(part, _TEXT))


_REFUSAL = frozenset({"type", "refusal"})


def _refusal(part: _Wire, where: str) -> Part:
    words = fields.text(part.get("refusal"), f"{where}.refusal")
    return Refusal(words, fields.rest(part, _REFUSAL))


_IMAGE = frozenset({"type", "image_url", "file_id", "detail"})


def _image(part: _Wire, where: str) -> Part:
    wire = part.get("image_url")
    if isinstance(wire, dict):  # Chat's form, which some clients send here too
        wire = wire.get("url")
    url = fields.optional_text(wire, f"{where}.image_url")
    file_id = fields.optional_text(part.get("file_id"), f"{where}.file_id")
    source: Source
    if url is not None:
        inline = fields.data_url(url, "image/png")
        if inline is None and url.startswith("data:"):
            fields.refuse(
                f"{where}.image_url",
                f"Invalid '{where}.image_url': a data URL must hold base64: "
                "'data:image/png;base64,...'.",
            )
        source = inline or Remote(url)
    elif file_id is not None:
        source = Stored(file_id)
    else:
        fields.refuse(
            f"{where}.image_url",
            f"Missing required parameter: '{where}.image_url' or '{where}.file_id'.",
            "missing_required_parameter",
        )
    detail = fields.optional_text(part.get("detail"), f"{where}.detail")
    return Image(source, detail, None, fields.rest(part, _IMAGE))


_FILE = frozenset({"type", "filename", "file_data", "file_id", "file_url"})


def _file(part: _Wire, where: str) -> Part:
    name = fields.optional_text(part.get("filename"), f"{where}.filename")
    data = fields.optional_text(part.get("file_data"), f"{where}.file_data")
    url = fields.optional_text(part.get("file_url"), f"{where}.file_url")
    file_id = fields.optional_text(part.get("file_id"), f"{where}.file_id")
    source: Source | Written
    if data is not None:
        found = fields.data_url(data, "application/pdf")
        source = found or Inline(fields.file_type(name), data)
    elif url is not None:
        source = Remote(url)
    elif file_id is not None:
        source = Stored(file_id)
    else:
        fields.refuse(
            where,
            f"Missing required parameter: '{where}.file_data', '{where}.file_url' or "
            f"'{where}.file_id'.",
            "missing_required_parameter",
        )
    return Document(source, (), name, None, None, fields.rest(part, _FILE))


_AUDIO = frozenset({"type", "input_audio"})


def _audio(part: _Wire, where: str) -> Part:
    wire = fields.mapping(part.get("input_audio"), f"{where}.input_audio")
    return Audio(
        fields.text(wire.get("data"), f"{where}.input_audio.data"),
        fields.text(wire.get("format"), f"{where}.input_audio.format"),
        fields.rest(part, _AUDIO),
    )


_READERS: dict[str, Callable[[_Wire, str], Part]] = {
    "input_text": _text,
    "output_text": _text,
    "text": _text,
    "refusal": _refusal,
    "input_image": _image,
    "input_file": _file,
    "input_audio": _audio,
}
