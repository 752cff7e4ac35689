"""Parts of a conversation into the parts of a message's content."""

import base64
from collections.abc import Iterable

from app.core.conversation import (
    Audio,
    CacheMark,
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
from app.core.sidecar import Sidecar
from app.dialects.openai_chat.notes import Json, Notes
from app.dialects.openai_chat.wire import NAME


def content_parts(parts: Iterable[Part], notes: Notes) -> list[Json]:
    """The wire's parts for everything that is neither thinking, nor a call, nor a result."""
    written: list[Json] = []
    for part in parts:
        match part:
            case Text(text=text, cache=cache, sidecar=sidecar):
                written += _text(text, notes, cache, sidecar)
            case Image():
                written.append(_image(part, notes))
            case Document():
                written += _document(part, notes)
            case Audio(data=data, format=audio_format, sidecar=sidecar):
                sound = {"data": data, "format": audio_format}
                wire: Json = {"type": "input_audio", "input_audio": sound}
                written.append(notes.extended(wire, sidecar))
            case Refusal(text=text):
                written += _text(text, notes)
            case ToolReference(name=name):
                written += _text(f"Tool {notes.tool_name(name)} is now available.", notes)
            case Opaque():
                written += _opaque(part, notes)
            case _:
                pass  # thinking, calls and results have places of their own
    return written


def content(written: list[Json], notes: Notes) -> str | list[Json]:
    """The wire's content for parts: a string wherever that says the same.

    A cache mark wanders from message to message, so that a target which reads marks gets lists
    throughout: otherwise a message would change its form from turn to turn.
    """
    traits = notes.target.traits
    if not traits.parts_content:
        for part in written:
            if not is_text(part):
                notes.lose(
                    str(part.get("type")), "content", "left out: the target takes words only"
                )
        return joined(written, "\n\n")
    if traits.cache_marks:
        return written or ""
    plain = all(is_text(part) and len(part) == 2 for part in written)
    if plain and (len(written) < 2 or not notes.from_chat):
        return joined(written, "\n\n")
    return written


def joined(written: list[Json], separator: str) -> str:
    """The texts of `written` as one."""
    return separator.join(part["text"] for part in written if is_text(part))


def is_text(part: Json) -> bool:
    """Whether a wire part is words."""
    return part.get("type") == "text" and isinstance(part.get("text"), str)


def note(text: str) -> Json:
    """A text of ours."""
    return {"type": "text", "text": text}


def _text(
    text: str, notes: Notes, cache: CacheMark | None = None, sidecar: Sidecar | None = None
) -> list[Json]:
    if not text:
        return []  # Kimi and others refuse empty text parts
    wire = {"type": "text", "text": text}
    if cache is None and sidecar is None:
        return [wire]
    return [notes.extended(notes.marked(wire, cache), sidecar)]


def _image(image: Image, notes: Notes) -> Json:
    traits = notes.target.traits
    if not traits.images or not traits.parts_content:
        # A refusal would repeat on every later turn, because the history keeps the picture.
        return _omitted("image", notes, "the model cannot see it")
    match image.source:
        case Inline(media_type=media_type, data=data):
            url = f"data:{media_type};base64,{data}"
        case Remote(url=url):
            if not traits.image_urls:
                return _omitted(f"image at {url}", notes, "the target opens no addresses")
        case Stored():
            return _omitted("image", notes, "it was uploaded to another provider")
    wire: Json = {"url": url}
    if image.detail is not None:
        wire["detail"] = image.detail
    part = notes.marked({"type": "image_url", "image_url": wire}, image.cache)
    return notes.extended(part, image.sidecar)


def _document(document: Document, notes: Notes) -> list[Json]:
    title = document.title or "document"
    traits = notes.target.traits
    match document.source:
        case None:
            notes.dropped(document.sidecar)
            heading = _text(_heading(document), notes, document.cache)
            return [*heading, *content_parts(document.parts, notes)]
        case Written(text=text):
            return _words(document, text, notes)
        case Inline(media_type="application/pdf", data=data):
            if not traits.pdf or not traits.parts_content:
                return [_omitted(f"{title} (PDF)", notes, "the target reads no PDF files")]
            name = document.title or "document.pdf"
            url = f"data:application/pdf;base64,{data}"
            return [_file({"filename": name, "file_data": url}, document, notes)]
        case Inline(media_type=media_type, data=data) if notes.from_chat and traits.pdf:
            url = f"data:{media_type};base64,{data}"
            return [_file({**_named(document), "file_data": url}, document, notes)]
        case Inline(media_type=media_type, data=data):
            words = _decoded(data) if media_type.startswith("text/") else None
            if words is not None:
                return _words(document, words, notes)
            return [_omitted(f"{title} ({media_type})", notes, "the target cannot read its type")]
        case Remote(url=url) if notes.from_chat and traits.pdf:  # OpenRouter opens addresses
            return [_file({**_named(document), "file_data": url}, document, notes)]
        case Remote(url=url):
            return [_omitted(f"{title} at {url}", notes, "the target opens no addresses")]
        case Stored(file_id=file_id):
            if notes.from_chat:
                return [_file({"file_id": file_id}, document, notes)]
            return [_omitted(title, notes, "it was uploaded to another provider")]


def _words(document: Document, text: str, notes: Notes) -> list[Json]:
    notes.dropped(document.sidecar)
    heading = _heading(document)
    return _text(f"{heading}\n\n{text}" if heading else text, notes, document.cache)


def _heading(document: Document) -> str:
    return "\n".join(line for line in (document.title, document.context) if line)


def _named(document: Document) -> Json:
    return {} if document.title is None else {"filename": document.title}


def _file(wire: Json, document: Document, notes: Notes) -> Json:
    part = notes.marked({"type": "file", "file": wire}, document.cache)
    if document.context:
        notes.lose("context", "content", "a file part has no place for it")
    return notes.extended(part, document.sidecar)


def _decoded(data: str) -> str | None:
    try:
        return base64.b64decode(data).decode()
    except ValueError:
        return None


def _omitted(what: str, notes: Notes, why: str) -> Json:
    notes.lose(what, "content", f"replaced by a note: {why}")
    return note(f"[{what} omitted: {why}]")


def _opaque(part: Opaque, notes: Notes) -> list[Json]:
    if own := part.sidecar.towards(NAME):
        return [dict(own)]
    if not part.gist:
        notes.lose(part.kind, "marker", "left out: it says nothing to the model")
        return []
    notes.lose(part.kind, "content", "written as text")
    return [note(part.gist)]
