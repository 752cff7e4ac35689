"""Parts of a conversation into the parts of a content."""

import base64
from collections.abc import Iterable
from urllib.parse import urlsplit

from app.core.conversation import (
    Audio,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Refusal,
    Remote,
    Stored,
    Text,
    ToolReference,
    Written,
)
from app.core.loss import Weight
from app.core.sidecar import Sidecar
from app.dialects.gemini.notes import Json, Notes
from app.dialects.gemini.wire import NAME

_PDF = "application/pdf"
# Gemini API guide, Image understanding; any other type is a 400, on every later turn too.
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"})
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "heic": "image/heic",
    "heif": "image/heif",
    "pdf": _PDF,
}


def content(parts: Iterable[Part], notes: Notes) -> list[Json]:
    """The wire's parts for everything that is neither thinking, nor a call, nor a result."""
    written: list[Json] = []
    for part in parts:
        match part:
            case Text(text=text, cache=cache, sidecar=sidecar):
                notes.unmarked(cache)
                if text:
                    written.append(notes.extended(said(text), sidecar))
            case Image():
                written.append(_image(part, notes))
            case Document():
                written += _document(part, notes)
            case Audio(data=data, format=audio_format, sidecar=sidecar):
                written.append(notes.extended(_inline(f"audio/{audio_format}", data), sidecar))
            case Refusal(text=text) if text:
                written.append(said(text))
            case ToolReference(name=name):
                written.append(said(f"Tool {name} is now available."))
            case Opaque():
                written += opaque(part, notes)
            case _:
                pass
    return written


def said(text: str) -> Json:
    """A part that is words."""
    return {"text": text}


def is_text(part: Json) -> bool:
    """Whether a wire part is words and nothing besides."""
    return part.keys() == {"text"}


def opaque(part: Opaque, notes: Notes) -> list[Json]:
    """A part of this wire as it was; elsewhere's in words."""
    own = part.sidecar.towards(NAME)
    if own:
        # Sources are of an answer, not of its content: no request has a place for them.
        return [] if "groundingMetadata" in own else [dict(own)]
    weight: Weight = "content" if part.gist else "marker"
    notes.lose(part.kind, weight, "written as text" if part.gist else "left out")
    return [said(part.gist)] if part.gist else []


def _image(image: Image, notes: Notes) -> Json:
    notes.unmarked(image.cache)
    traits = notes.target.traits
    if not traits.images:
        # A refusal would repeat on every later turn, because the history keeps the picture.
        return _omitted("image", notes, "the model cannot see it")
    if image.detail is not None and image.detail != "auto" and not notes.own:
        notes.lose("detail", "option", "left out: the target sets it for the whole request")
    match image.source:
        case Inline(media_type=media_type, data=data):
            if media_type not in _PICTURES and not notes.own:
                return _omitted(f"image ({media_type})", notes, "the target cannot read its type")
            return notes.extended(_inline(media_type, data), image.sidecar)
        case Remote(url=url):
            if not traits.image_urls:
                return _omitted(f"image at {url}", notes, "the target opens no addresses")
            return _behind(url, image.sidecar, notes)
        case Stored(file_id=file_id):
            if not notes.own:
                return _omitted("image", notes, "it was uploaded to another provider")
            return _behind(file_id, image.sidecar, notes)


def _document(document: Document, notes: Notes) -> list[Json]:
    notes.unmarked(document.cache)
    title = document.title or "document"
    traits = notes.target.traits
    match document.source:
        case None:
            notes.dropped(document.sidecar)
            return [*_heading(document), *content(document.parts, notes)]
        case Written(text=text):
            return _words(document, text, notes)
        case Inline(media_type=media_type, data=data):
            if notes.own:
                wire = _inline(media_type, data)
                if document.title is not None:
                    wire["inlineData"]["displayName"] = document.title
                return [notes.extended(wire, document.sidecar)]
            if media_type == _PDF and traits.pdf:
                wire = notes.extended(_inline(media_type, data), document.sidecar)
                return [*_heading(document), wire]
            words = _decoded(data) if media_type.startswith("text/") else None
            if words is not None:
                return _words(document, words, notes)
            kind = "PDF" if media_type == _PDF else media_type
            return [_omitted(f"{title} ({kind})", notes, "the target cannot read its type")]
        case Remote(url=url):
            if not notes.own and not (traits.pdf and traits.image_urls):
                return [_omitted(f"{title} at {url}", notes, "the target opens no addresses")]
            heading = [] if notes.own else _heading(document)
            return [*heading, _behind(url, document.sidecar, notes)]
        case Stored(file_id=file_id):
            if not notes.own:
                return [_omitted(title, notes, "it was uploaded to another provider")]
            return [_behind(file_id, document.sidecar, notes)]


def _inline(media_type: str, data: str) -> Json:
    return {"inlineData": {"mimeType": media_type, "data": data}}


def _behind(url: str, sidecar: Sidecar | None, notes: Notes) -> Json:
    """A file at an address; its type is guessed from the address where the client told none."""
    wire: Json = notes.extended({"fileData": {"fileUri": url}}, sidecar)
    if "mimeType" not in wire["fileData"]:
        name = urlsplit(url).path.rpartition("/")[2]
        guess = _TYPES.get(name.rpartition(".")[2].lower())
        if guess is not None:
            wire["fileData"] = {"mimeType": guess, **wire["fileData"]}
    return wire


def _words(document: Document, text: str, notes: Notes) -> list[Json]:
    notes.dropped(document.sidecar)
    heading = "\n".join(line for line in (document.title, document.context) if line)
    return [said(f"{heading}\n\n{text}" if heading else text)]


def _heading(document: Document) -> list[Json]:
    heading = "\n".join(line for line in (document.title, document.context) if line)
    return [said(heading)] if heading else []


def _decoded(data: str) -> str | None:
    try:
        return base64.b64decode(data).decode()
    except ValueError:
        return None


def _omitted(what: str, notes: Notes, why: str) -> Json:
    notes.lose(what, "content", f"replaced by a note: {why}")
    return said(f"[{what} omitted: {why}]")
