"""A whole answer and its stream are one thing: fold one way, unfold the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.conversation import Opaque, ToolCall
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    FinishReason,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.failure import Refused
from app.core.sidecar import Sidecar
from app.core.usage import Usage


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: what `Started` and `Finished` said, and the parts between them."""

    id: str | None
    model: str | None
    parts: tuple[AnswerPart, ...]
    reason: FinishReason
    usage: Usage | None = None
    stop_sequence: str | None = None
    opening: Sidecar | None = None
    closing: Sidecar | None = None


class Fold:
    """Collects the events of one answer; a list of fragments per part, joined once at its end."""

    def __init__(self) -> None:
        self._started = Started()
        self._parts: list[AnswerPart] = []
        self._open: AnswerPart | None = None
        self._fragments: list[str] = []
        self._answer: Answer | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Take the next events.

        Raises `Refused` with the failure of a `Failed` event.
        """
        for event in events:
            match event:
                case PartDelta(text=text):
                    self._fragments.append(text)
                case PartStarted(part=part):
                    self._open = part
                    self._fragments = []
                case PartEnded(sidecar=sidecar):
                    self._close(sidecar)
                case Started():
                    self._started = event
                case Finished():
                    self._answer = Answer(
                        self._started.id,
                        self._started.model,
                        tuple(self._parts),
                        event.reason,
                        event.usage or self._started.usage,
                        event.stop_sequence,
                        self._started.sidecar,
                        event.sidecar,
                    )
                case Failed(failure=failure):
                    raise Refused(failure)
                case Pulse():
                    pass

    @property
    def answer(self) -> Answer | None:
        """The answer, once `Finished` was taken."""
        return self._answer

    @property
    def parts(self) -> tuple[AnswerPart, ...]:
        """The parts that are complete so far."""
        return tuple(self._parts)

    def _close(self, sidecar: Sidecar | None) -> None:
        part = self._open
        if part is None:
            return
        joined = "".join(self._fragments)
        if isinstance(part, ToolCall):
            part = replace(part, arguments=part.arguments + joined)
        elif not isinstance(part, Opaque):
            part = replace(part, text=part.text + joined)
        if sidecar is not None:
            part = replace(part, sidecar=merged(part.sidecar, sidecar))
        self._parts.append(part)
        self._open = None


def merged(first: Sidecar | None, second: Sidecar) -> Sidecar:
    """Both sidecars' fields, the later one's winning; another origin's are not mixed in."""
    if first is None or first.origin.dialect != second.origin.dialect:
        return second
    return Sidecar(second.origin, {**first.data, **second.data})


def fold(events: Iterable[Event]) -> Answer:
    """The whole answer of a complete stream.

    Raises `Refused` where the stream failed, `ValueError` where it has no end.
    """
    folded = Fold()
    folded.add(events)
    if folded.answer is None:
        raise ValueError("the stream of events has no end")
    return folded.answer


def unfold(answer: Answer) -> list[Event]:
    """The shortest stream whose fold is `answer`: one delta for each part that is not empty."""
    events: list[Event] = [Started(answer.id, answer.model, None, answer.opening)]
    for index, part in enumerate(answer.parts):
        if isinstance(part, Opaque):
            events += [PartStarted(index, part), PartEnded(index)]
            continue
        if isinstance(part, ToolCall):
            content = part.arguments
            events.append(PartStarted(index, replace(part, arguments="", sidecar=None)))
        else:
            content = part.text
            events.append(PartStarted(index, replace(part, text="", sidecar=None)))
        if content:
            events.append(PartDelta(index, content))
        events.append(PartEnded(index, part.sidecar))
    events.append(Finished(answer.reason, answer.usage, answer.stop_sequence, answer.closing))
    return events
