"""What of a provider's answer a client of another dialect does not get to read."""

from collections.abc import Iterable

from app.core.conversation import Opaque, Thinking, ToolCall
from app.core.events import AnswerPart, Event, Finished, PartDelta, PartEnded, PartStarted
from app.core.loss import Loss
from app.core.sidecar import Sidecar
from app.dialects import citations

# What providers say beside words: where a claim comes from, and how sure of a token the model was.
# Everything else in a sidecar is bookkeeping of theirs, or travels on in a carrier.
_TOLD = ("citations", "annotations", "groundingMetadata", "logprobs", "logprobsResult")

# The wires on which a text names its sources on the web.
_CITE = ("anthropic_messages", "openai_chat", "openai_responses")

# The wires on which a client sees that the web was searched.
_SHOW_SEARCHES = ("anthropic_messages", "openai_responses", "gemini")

# The wires on which nothing hidden may stand behind the last words.
_END_IN_WORDS = ("anthropic_messages",)


class AnswerLosses:
    """Watches the events of one answer on their way to a client that speaks `client`."""

    def __init__(self, client: str) -> None:
        self._client = client
        self._where = "content"
        self._part: AnswerPart | None = None
        self._shown = False  # whether a part has said anything yet
        self._called = False
        self._proofs: list[Loss] = []  # hidden ones behind which nothing has come yet

    def take(self, events: Iterable[Event]) -> list[Loss]:
        """The losses that these events bring."""
        found: list[Loss] = []
        for event in events:
            if type(event) is PartDelta:
                if self._proofs or not self._shown:
                    self._said(event.text)
                continue
            match event:
                case PartStarted(index=index, part=part):
                    self._where = f"content[{index}]"
                    self._follows(part)
                    if isinstance(part, Opaque):
                        found += self._opaque(part)
                case PartEnded(sidecar=sidecar):
                    found += self._beside(sidecar, self._where)
                    self._ended(sidecar)
                case Finished(sidecar=sidecar):
                    found += [*self._beside(sidecar, "end"), *self._proofs]
        return found

    def _follows(self, part: AnswerPart) -> None:
        self._part = part
        self._called = self._called or isinstance(part, ToolCall)
        self._said("block" if isinstance(part, ToolCall | Opaque) else part.text)

    def _said(self, text: str) -> None:
        hidden = isinstance(self._part, Thinking) and self._part.redacted
        if text and not hidden:
            self._shown = True
            self._proofs.clear()

    def _ended(self, ending: Sidecar | None) -> None:
        part, self._part = self._part, None
        if self._client not in _END_IN_WORDS or self._called or not self._shown:
            return
        if isinstance(part, Thinking) and part.redacted:
            sidecar = ending or part.sidecar
            if sidecar is not None and sidecar.origin.dialect != self._client:
                note = "left out: clients take the last block of an answer for what it says"
                self._proofs.append(Loss("thinking", self._where, "marker", note))

    def _opaque(self, part: Opaque) -> list[Loss]:
        if part.sidecar.origin.dialect == self._client:
            return []
        if part.search is not None:
            note = "left out: the wire shows the sources of a text, and no searches"
            shown = self._client in _SHOW_SEARCHES
            return [] if shown else [Loss(part.kind, self._where, "marker", note)]
        note = "written as text" if part.gist else "left out"
        return [Loss(part.kind, self._where, "content" if part.gist else "marker", note)]

    def _beside(self, sidecar: Sidecar | None, where: str) -> list[Loss]:
        if sidecar is None or sidecar.origin.dialect == self._client:
            return []
        return [
            Loss(name, where, "option", "left out: the client's wire has another form for it")
            for name in _TOLD
            if sidecar.data.get(name) and not self._cited(name, sidecar)
        ]

    def _cited(self, name: str, sidecar: Sidecar) -> bool:
        """Whether a text's sources are told to the client in its own form, all of them."""
        if self._client not in _CITE or name not in ("citations", "annotations"):
            return False
        entries = sidecar.data[name]
        return isinstance(entries, list) and len(entries) == len(citations.of(sidecar))
