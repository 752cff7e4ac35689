"""Thought signatures on their way back to the part that they came with.

Gemini 3 and newer answer 400 where the first call of a step has none, and where one is not theirs
(ai.google.dev, "Thought signatures"). A call of another model gets the value that Google documents
for a history that was not made by Gemini.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.core.conversation import Thinking, ToolCall, Turn
from app.core.sidecar import Sidecar
from app.core.traits import Target
from app.dialects.gemini.notes import Json
from app.dialects.gemini.wire import CALL, NAME, ON, SIGNATURE

FOREIGN = "skip_thought_signature_validator"
_FAMILY = re.compile(r"(?:.*/)?([a-z]+-\d+)")


def own(sidecar: Sidecar | None, target: Target) -> Mapping[str, Any]:
    """What the sidecar of a thought holds for `target`; nothing where another made it.

    A signature is taken by the models of one generation at the provider that made it. A client of
    this wire says neither, and means the one that it talks to.
    """
    if sidecar is None or sidecar.origin.dialect != NAME:
        return {}
    origin = sidecar.origin
    if origin.provider not in (None, target.provider):
        return {}
    if origin.model is not None and _family(origin.model) != _family(target.model):
        return {}
    return sidecar.data


def _family(model: str) -> str:
    found = _FAMILY.match(model.lower())
    return found[1] if found else model.lower()


class Placing:
    """Puts the signatures of one turn of the model onto the parts that are written for it."""

    def __init__(self, turn: Turn, target: Target) -> None:
        self._by_call: dict[str, str] = {}
        self._next: str | None = None  # for the next part, whatever it is
        self._text: str | None = None  # for the next text: it stood behind one that is not here
        self._written: list[Json] = []  # the turn's parts so far
        self._calls = {part.id for part in turn.parts if isinstance(part, ToolCall)}
        for part in turn.parts:
            data = own(part.sidecar, target) if isinstance(part, Thinking) else {}
            if self._of_call(data) and isinstance(data.get(SIGNATURE), str):
                self._by_call[data[CALL]] = data[SIGNATURE]

    def hidden(self, data: Mapping[str, Any]) -> None:
        """A hidden thought stood here."""
        signature, on = data.get(SIGNATURE), data.get(ON)
        if not isinstance(signature, str) or self._of_call(data):
            return
        if on != "previous":
            self._next = signature
            return
        for part in reversed(self._written):
            if "text" in part and not part.get("thought"):
                if SIGNATURE not in part:
                    part[SIGNATURE] = signature
                    return
                break
        self._text = signature

    def _of_call(self, data: Mapping[str, Any]) -> bool:
        """Whether the signature is of a call that is still in the turn."""
        call = data.get(CALL)
        return isinstance(call, str) and call in self._calls

    def signed(self, part: Json, call_id: str | None = None) -> Json:
        """The part with its signature, if it has one; parts must come in their order."""
        signature = self._by_call.pop(call_id, None) if call_id is not None else None
        if signature is None:
            signature, self._next = self._next, None
        if signature is None and call_id is None and "text" in part:
            signature, self._text = self._text, None
        if signature is not None and SIGNATURE not in part:
            part = {**part, SIGNATURE: signature}
        self._written.append(part)
        return part

    def rest(self) -> list[Json]:
        """The signatures that found no part: each comes as it came, on words that are none."""
        left = [signature for signature in (self._text, self._next) if signature is not None]
        return [{"text": "", SIGNATURE: signature} for signature in left]


def stamped(parts: list[Json]) -> None:
    """Sign the first call of a step where it has no signature, so that the step is taken."""
    first = next((part for part in parts if "functionCall" in part), None)
    if first is not None:
        first.setdefault(SIGNATURE, FOREIGN)
