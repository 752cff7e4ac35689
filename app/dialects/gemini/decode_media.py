"""Bytes and references to files, out of a client's request."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import (
    Audio,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Remote,
    Source,
    Stored,
)
from app.core.sidecar import Sidecar
from app.dialects.gemini import fields, gist
from app.dialects.gemini.wire import ORIGIN

_AUDIO = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mp3": "mp3",
    "audio/mpeg": "mp3",
}
_BLOB = frozenset({"mimeType", "data"})
_FILE = frozenset({"mimeType", "fileUri"})
# What was uploaded to Google, which no other provider can read.
_UPLOADED = ("https://generativelanguage.googleapis.com/", "gs://", "files/")


def inline(part: Mapping[str, Any], where: str, beside: Mapping[str, Any]) -> Part:
    """The part with `inlineData`; `beside` are its further fields, for its sidecar."""
    at = f"{where}.inlineData"
    blob = fields.message(part["inlineData"], at)
    kind = fields.text(blob.get("mimeType"), f"{at}.mimeType").lower()
    data = fields.text(blob.get("data"), f"{at}.data")
    major = kind.partition("/")[0]
    left = fields.rest(blob, _BLOB)
    if major == "image":
        return Image(Inline(kind, data), sidecar=_beside("inlineData", left, beside))
    if kind in _AUDIO:
        return Audio(data, _AUDIO[kind], _beside("inlineData", left, beside))
    if major in ("audio", "video"):
        return _opaque(part, "inlineData")
    title = fields.optional_text(left.pop("displayName", None), f"{at}.displayName")
    sidecar = _beside("inlineData", left, beside)
    return Document(Inline(kind, data), title=title, sidecar=sidecar)


def remote(part: Mapping[str, Any], where: str, beside: Mapping[str, Any]) -> Part:
    """The part with `fileData`."""
    at = f"{where}.fileData"
    file = fields.message(part["fileData"], at)
    uri = fields.text(file.get("fileUri"), f"{at}.fileUri")
    kind = (fields.optional_text(file.get("mimeType"), f"{at}.mimeType") or "").lower()
    major = kind.partition("/")[0]
    if major in ("audio", "video") or not kind:
        return _opaque(part, "fileData")
    left = fields.rest(file, _FILE)
    title = fields.optional_text(left.pop("displayName", None), f"{at}.displayName")
    source: Source = Stored(uri) if uri.startswith(_UPLOADED) else Remote(uri)
    sidecar = _beside("fileData", {"mimeType": kind, **left}, beside)
    if major == "image":
        return Image(source, sidecar=sidecar)
    return Document(source, title=title, sidecar=sidecar)


def _beside(name: str, left: Mapping[str, Any], beside: Mapping[str, Any]) -> Sidecar | None:
    return fields.kept({name: left, **beside} if left else dict(beside))


def _opaque(part: Mapping[str, Any], kind: str) -> Opaque:
    return Opaque(kind, gist.of_part(part, kind), Sidecar(ORIGIN, part))
