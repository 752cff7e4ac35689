"""An answer's events as the parts of a content, for streams and whole answers alike."""

from dataclasses import replace
from typing import Any

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import AnswerPart, FinishReason
from app.core.fold import merged
from app.core.loss import Loss
from app.core.search import Search
from app.core.sidecar import Sidecar
from app.dialects import arguments
from app.dialects.base import Reply
from app.dialects.gemini import proofs
from app.dialects.gemini.wire import NAME, ON, SIGNATURE

Json = dict[str, Any]

# What a provider's answer says of its sources: its end has them as fields of the candidate.
_SOURCES = "grounding"


class WrittenParts:
    """Takes the parts of one answer as they come, and gives back what is to be written.

    A thought that the client did not ask for is not shown. What must come back of it stands as the
    signature of the part that follows it, for that is what clients keep.
    """

    def __init__(self, reply: Reply) -> None:
        self.losses: list[Loss] = []
        self.searches: list[Search] = []  # that were made elsewhere, for the candidate
        wanted = reply.conversation.options.reasoning
        self._shown = wanted is not None and wanted.display == "summarized"
        self._seal = reply.seal
        self._part: AnswerPart | None = None
        self._fragments: list[str] = []
        self._thoughts: list[Thinking] = []  # that wait for the part which bears their proof
        self._signature = ""  # Google's own, for the next part
        self._broken: ToolCall | None = None  # a call whose arguments are no JSON

    @property
    def flows(self) -> bool:
        """Whether the open part is text, of which each further piece is a part as it is."""
        return isinstance(self._part, Text) and not (self._thoughts or self._signature)

    def open(self, part: AnswerPart) -> list[Json]:
        """A part begins."""
        written = self._mended()
        self._part = part
        self._fragments = []
        match part:
            case ToolCall():
                self._fragments.append(part.arguments)
            case Opaque():
                pass
            case _ if part.text:
                written += self.add(part.text)
        return written

    def add(self, text: str) -> list[Json]:
        """More of the open part."""
        match self._part:
            case Text() | Refusal():
                return [self._signed({"text": text})]
            case Thinking(redacted=redacted):
                self._fragments.append(text)
                return [{"text": text, "thought": True}] if self._shown and not redacted else []
            case ToolCall():
                self._fragments.append(text)
        return []

    def close(self, ending: Sidecar | None) -> list[Json]:
        """The open part is complete."""
        part, self._part = self._part, None
        match part:
            case Thinking():
                whole = replace(part, text="".join(self._fragments))
                if ending is not None:
                    whole = replace(whole, sidecar=merged(part.sidecar, ending))
                return self._thought(whole)
            case ToolCall():
                sidecar = part.sidecar if ending is None else merged(part.sidecar, ending)
                whole_call = replace(part, arguments="".join(self._fragments), sidecar=sidecar)
                if not arguments.is_complete(whole_call.arguments):
                    self._broken = whole_call
                    return []
                return [self._call(whole_call)]
            case Opaque():
                return self._opaque(part if ending is None else replace(part, sidecar=ending))
            case Text() if ending is not None and (extra := ending.towards(NAME)):
                return [{"text": "", **extra}]
        return []

    def finish(self, reason: FinishReason) -> list[Json]:
        """What is left at the end. A call that the limit of tokens cut is none."""
        written: list[Json] = []
        if self._broken is not None and reason in ("length", "context_window"):
            self.losses.append(
                Loss(self._broken.name, "functionCall", "content", "cut off by the token limit")
            )
            self._broken = None
        written += self._mended()
        if self._thoughts or self._signature:
            written.append(self._signed({"text": ""}))
        return written

    def _signed(self, part: Json) -> Json:
        """The part with the proof that waits for it."""
        if self._signature:
            part[SIGNATURE] = self._signature
        elif self._thoughts:
            part[SIGNATURE] = proofs.carried(self._thoughts, self._seal)
        self._signature = ""
        self._thoughts.clear()
        return part

    def _thought(self, thought: Thinking) -> list[Json]:
        data = thought.sidecar.towards(NAME) if thought.sidecar is not None else {}
        native = data.get(SIGNATURE)
        if not isinstance(native, str) or not native:
            if thought.text or thought.sidecar is not None:
                self._thoughts.append(thought)
            return []
        match data.get(ON):
            case "next":
                self._signature = native
                return []
            case "previous":
                return [{"text": "", SIGNATURE: native}]
        if self._shown:
            return [{"text": "", "thought": True, SIGNATURE: native}]
        self._thoughts.append(thought)
        return []

    def _mended(self) -> list[Json]:
        """The call that waited to see whether a limit had cut it."""
        if self._broken is None:
            return []
        call, self._broken = self._broken, None
        return [self._call(call)]

    def _call(self, call: ToolCall) -> Json:
        args = arguments.as_object(call.arguments)
        extra = dict(call.sidecar.towards(NAME)) if call.sidecar is not None else {}
        inner = extra.pop("functionCall", {})
        wire = {"id": call.id, "name": call.name, "args": args}
        return self._signed({"functionCall": {**inner, **wire}, **extra})

    def _opaque(self, part: Opaque) -> list[Json]:
        own = part.sidecar.towards(NAME)
        if own:
            return [] if part.kind == _SOURCES else [dict(own)]
        if part.search is not None:
            self.searches.append(part.search)
            return []
        self.losses.append(Loss(part.kind, "parts", "content", "written as text"))
        return [self._signed({"text": part.gist})] if part.gist else []
