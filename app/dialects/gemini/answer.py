"""A whole answer for a client: what its stream would say, in one response."""

from collections.abc import Iterable

from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted
from app.core.fold import fold, unfold
from app.dialects import wire_json
from app.dialects.base import Reply
from app.dialects.gemini import chunks
from app.dialects.gemini.written_parts import Json, WrittenParts


def encode_response(events: Iterable[Event], reply: Reply) -> bytes:
    """A whole response.

    Raises `Refused` where the events end in `Failed`, `ValueError` where they have no end.
    """
    parts = WrittenParts(reply)
    written: list[Json] = []
    for event in unfold(fold(events)):
        match event:
            case PartStarted(part=part):
                written += parts.open(part)
            case PartDelta(text=text):
                written += parts.add(text)
            case PartEnded(sidecar=sidecar):
                written += parts.close(sidecar)
            case Finished():
                written += parts.finish(event.reason)
                return wire_json.dump(chunks.whole(reply, event, parts.searches, _joined(written)))
            case _:
                pass
    raise ValueError("the events have no end")


def _joined(parts: Iterable[Json]) -> list[Json]:
    """The parts, with the pieces of one text in one part."""
    found: list[Json] = []
    for part in parts:
        if found and _goes_on(found[-1], part):
            found[-1] = {**found[-1], **part, "text": found[-1]["text"] + part["text"]}
        else:
            found.append(part)
    return found


_THOUGHT = {"text", "thought"}
_SIGNED_THOUGHT = {"text", "thought", "thoughtSignature"}


def _goes_on(last: Json, part: Json) -> bool:
    """Whether `part` is more of the same text; a signature ends a thought, and begins a text."""
    if last.get("thought"):
        return last.keys() == _THOUGHT and part.keys() in (_THOUGHT, _SIGNED_THOUGHT)
    begun = last.get("text") and last.keys() <= {"text", "thoughtSignature"}
    return bool(begun) and part.keys() == {"text"}
