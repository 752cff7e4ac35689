"""One content block of an answer while its end has not come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import AnswerPart
from app.core.sidecar import Origin, Sidecar
from app.dialects import arguments, wire_json
from app.dialects.anthropic_messages.gist import gist

_KNOWN: Mapping[str, frozenset[str]] = {
    "text": frozenset({"type", "text", "citations"}),
    "thinking": frozenset({"type", "thinking", "signature"}),
    "redacted_thinking": frozenset({"type"}),
    "tool_use": frozenset({"type", "id", "name", "input"}),
}
_DIRECT = {"type": "direct"}


@dataclass(slots=True)
class OpenBlock:
    """A block whose end has not come; `fragments` hold what was not told yet."""

    wire: dict[str, Any]
    part: AnswerPart
    fragments: list[str] = field(default_factory=list)
    ended: bool = False
    told: bool = False  # its PartStarted went out
    heard: bool = False  # a delta with text came
    citations: list[Any] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # a call's whole argument text

    def takes(self, name: str) -> bool:
        """Whether text of the delta field `name` belongs into this block."""
        match self.part:
            case Text():
                return name == "text"
            case Thinking(redacted=redacted):
                return name == "thinking" and not redacted
            case _:
                return name == "partial_json"

    def attach(self, kind: Any, delta: Mapping[str, Any]) -> None:
        """Take a delta that has no text: a signature, a citation, a compaction."""
        match kind:
            case "signature_delta":
                # Assigned, as the official SDKs do, not appended.
                self.wire["signature"] = delta.get("signature")
            case "citations_delta":
                self.citations.append(delta.get("citation"))
            case "compaction_delta":
                for name in ("content", "encrypted_content"):
                    if delta.get(name) is not None:
                        self.wire[name] = delta[name]

    def given_input(self) -> str:
        """A call's argument text as the block's start gave it.

        Raises `ValueError` where it nests too deeply.
        """
        value = self.wire.get("input")
        if isinstance(value, str):
            return value or "{}"
        return wire_json.dump_text(value) if value else "{}"

    def as_opaque(self, origin: Origin) -> Opaque:
        """The complete block as a part that only its origin understands."""
        if self.written:
            self.wire["input"] = arguments.as_object("".join(self.written))
        return Opaque(str(self.wire["type"]), gist(self.wire), Sidecar(origin, self.wire))

    def ending(self, origin: Origin) -> Sidecar | None:
        """What the block's end adds: a signature, hidden words, citations, unknown fields."""
        if isinstance(self.part, ToolCall):
            return None
        extra = unknown_fields(self.wire, origin)
        data = dict(extra.data) if extra else {}
        signature = self.wire.get("signature")
        if isinstance(self.part, Thinking) and isinstance(signature, str) and signature:
            data["signature"] = signature
        given = self.wire.get("citations")
        citations = [*(given if isinstance(given, list) else []), *self.citations]
        if citations:
            data["citations"] = citations
        return Sidecar(origin, data) if data else None


def unknown_fields(wire: Mapping[str, Any], origin: Origin) -> Sidecar | None:
    """The fields of a block that the neutral form has no place for."""
    known = _KNOWN.get(str(wire.get("type")), frozenset())
    extra = {k: v for k, v in wire.items() if k not in known and v is not None}
    if extra.get("caller") == _DIRECT:
        del extra["caller"]
    return Sidecar(origin, extra) if extra else None
