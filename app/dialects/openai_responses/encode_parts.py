"""Parts of a conversation into the content of items."""

import base64
from collections.abc import Iterable

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
from app.dialects.openai_responses.notes import Json, Notes
from app.dialects.openai_responses.wire import NAME


def content(parts: Iterable[Part], notes: Notes) -> list[Json]:
    """The input parts for everything that is neither thinking, nor a call, nor a result."""
    written: list[Json] = []
    for part in parts:
        match part:
            case Text(text=text, cache=cache, sidecar=sidecar):
                notes.unmarked(cache)
                if text:
                    written.append(notes.extended(said(text), sidecar, "message"))
            case Image():
                written.append(_image(part, notes))
            case Document():
                written += _document(part, notes)
            case Audio(data=data, format=audio_format, sidecar=sidecar):
                sound = {"data": data, "format": audio_format}
                wire: Json = {"type": "input_audio", "input_audio": sound}
                written.append(notes.extended(wire, sidecar, "message"))
            case Refusal(text=text):
                written.append(said(text))
            case ToolReference(name=name):
                written.append(said(f"Tool {name} is now available."))
            case Opaque():
                written += _opaque(part, notes)
            case _:
                pass
    return written


def said(text: str) -> Json:
    """A text of somebody else than the model."""
    return {"type": "input_text", "text": text}


def is_text(part: Json) -> bool:
    """Whether a wire part is words and nothing besides."""
    return part.keys() == {"type", "text"}


def _image(image: Image, notes: Notes) -> Json:
    notes.unmarked(image.cache)
    traits = notes.target.traits
    if not traits.images:
        # A refusal would repeat on every later turn, because the history keeps the picture.
        return _omitted("image", notes, "the model cannot see it")
    wire: Json = {"type": "input_image", "detail": image.detail or "auto"}
    match image.source:
        case Inline(media_type=media_type, data=data):
            wire["image_url"] = f"data:{media_type};base64,{data}"
        case Remote(url=url):
            if not traits.image_urls:
                return _omitted(f"image at {url}", notes, "the target opens no addresses")
            wire["image_url"] = url
        case Stored(file_id=file_id):
            if not notes.own:
                return _omitted("image", notes, "it was uploaded to another provider")
            wire["file_id"] = file_id
    return notes.extended(wire, image.sidecar, "message")


def _document(document: Document, notes: Notes) -> list[Json]:
    notes.unmarked(document.cache)
    title = document.title or "document"
    traits = notes.target.traits
    match document.source:
        case None:
            notes.dropped(document.sidecar)
            heading = _heading(document)
            return [*([said(heading)] if heading else []), *content(document.parts, notes)]
        case Written(text=text):
            return _words(document, text, notes)
        case Inline(media_type="application/pdf", data=data):
            if not (traits.pdf or notes.own):
                return [_omitted(f"{title} (PDF)", notes, "the target reads no PDF files")]
            return [_file(document, data, "application/pdf", notes)]
        case Inline(media_type=media_type, data=data):
            if notes.own:
                return [_file(document, data, media_type, notes)]
            words = _decoded(data) if media_type.startswith("text/") else None
            if words is not None:
                return _words(document, words, notes)
            return [_omitted(f"{title} ({media_type})", notes, "the target cannot read its type")]
        case Remote(url=url):
            if not (traits.pdf or notes.own):
                return [_omitted(f"{title} at {url}", notes, "the target opens no addresses")]
            if document.context:
                notes.lose("context", "content", "a file part has no place for it")
            wire: Json = {"type": "input_file", "file_url": url}
        case Stored(file_id=file_id):
            if not notes.own:
                return [_omitted(title, notes, "it was uploaded to another provider")]
            wire = {"type": "input_file", "file_id": file_id}
    if document.title is not None:
        wire["filename"] = document.title
    return [notes.extended(wire, document.sidecar, "message")]


def _file(document: Document, data: str, media_type: str, notes: Notes) -> Json:
    if document.context:
        notes.lose("context", "content", "a file part has no place for it")
    url = f"data:{media_type};base64,{data}"
    wire: Json = {"type": "input_file", "file_data": url}
    name = document.title if notes.own else document.title or "document.pdf"
    if name is not None:
        wire["filename"] = name
    return notes.extended(wire, document.sidecar, "message")


def _words(document: Document, text: str, notes: Notes) -> list[Json]:
    notes.dropped(document.sidecar)
    heading = _heading(document)
    return [said(f"{heading}\n\n{text}" if heading else text)]


def _heading(document: Document) -> str:
    return "\n".join(line for line in (document.title, document.context) if line)


def _decoded(data: str) -> str | None:
    try:
        return base64.b64decode(data).decode()
    except ValueError:
        return None


def _omitted(what: str, notes: Notes, why: str) -> Json:
    notes.lose(what, "content", f"replaced by a note: {why}")
    return said(f"[{what} omitted: {why}]")


def _opaque(part: Opaque, notes: Notes) -> list[Json]:
    own = part.sidecar.towards(NAME)
    if "part" in own:
        return [dict(own["part"])]
    if not part.gist:
        notes.lose(part.kind, "marker", "left out: it says nothing to the model")
        return []
    notes.lose(part.kind, "content", "written as text")
    return [said(part.gist)]
