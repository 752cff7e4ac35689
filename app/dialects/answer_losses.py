"""What of a provider's answer a client of another dialect does not get to read."""

from collections.abc import Iterable

from app.core.conversation import Opaque
from app.core.events import Event, Finished, PartEnded, PartStarted
from app.core.loss import Loss
from app.core.sidecar import Sidecar

# What providers say beside words: where a claim comes from, and how sure of a token the model was.
# Everything else in a sidecar is bookkeeping of theirs, or travels on in a carrier.
_TOLD = ("citations", "annotations", "groundingMetadata", "logprobs", "logprobsResult")

# The wires on which a client sees that the web was searched.
_SHOW_SEARCHES = ("anthropic_messages", "openai_responses", "gemini")


class AnswerLosses:
    """Watches the events of one answer on their way to a client that speaks `client`."""

    def __init__(self, client: str) -> None:
        self._client = client
        self._where = "content"

    def take(self, events: Iterable[Event]) -> list[Loss]:
        """The losses that these events bring."""
        found: list[Loss] = []
        for event in events:
            match event:
                case PartStarted(index=index, part=part):
                    self._where = f"content[{index}]"
                    if isinstance(part, Opaque):
                        found += self._opaque(part)
                case PartEnded(sidecar=sidecar):
                    found += self._beside(sidecar, self._where)
                case Finished(sidecar=sidecar):
                    found += self._beside(sidecar, "end")
        return found

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
            if sidecar.data.get(name)
        ]
