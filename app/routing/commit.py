"""When an answer begins for the client: the point after which no other attempt is allowed."""

from collections.abc import Iterable
from enum import StrEnum

from app.core.conversation import Opaque, Thinking, ToolCall
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
)
from app.core.failure import Failure, FailureKind

SILENCE = 10.0  # seconds until a stream is opened with keep-alives only


class CommitState(StrEnum):
    """HOLD: nothing was sent. OPEN: status and keep-alives only. COMMITTED: some of the answer."""

    HOLD = "hold"
    OPEN = "open"
    COMMITTED = "committed"


class Commit:
    """Holds an answer's control events back until it says something.

    It says something with the first delta that has text, with a finished tool call, opaque part or
    redacted thinking, or with its end. With `refuse_empty`, an end before anything was said is this
    attempt's failure, unless the provider counted output tokens for it.
    """

    def __init__(self, *, refuse_empty: bool = False) -> None:
        self.state = CommitState.HOLD
        self.failure: Failure | None = None
        self._refuse_empty = refuse_empty
        self._held: list[Event] = []
        self._part: AnswerPart | None = None

    def take(self, events: Iterable[Event]) -> list[Event]:
        """The events that the client may have now, [] while there is nothing to say.

        A `Failed` before the commit is not released: it is the `failure` of this attempt.
        """
        if self.state is CommitState.COMMITTED:
            return events if isinstance(events, list) else list(events)
        if self.failure is not None:
            return []
        rest = iter(events)
        for event in rest:
            match event:
                case Failed(failure=failure):
                    return self._fail(failure)
                case Pulse():
                    continue
                case Finished() if self._refuse_empty and _said_nothing(event):
                    return self._fail(
                        Failure(FailureKind.PROTOCOL, "The provider's answer was empty.")
                    )
                case PartStarted(part=part):
                    self._part = part
            self._held.append(event)
            if self._says_something(event):
                self.state = CommitState.COMMITTED
                released = [*self._held, *rest]
                self._held.clear()
                return released
        return []

    def open(self) -> None:
        """The silence lasted: the client has got status and keep-alives, errors are in-band now."""
        if self.state is CommitState.HOLD:
            self.state = CommitState.OPEN

    def restart(self) -> None:
        """Another attempt begins: what was held, and its failure, are forgotten.

        Raises `ValueError` once committed.
        """
        if self.state is CommitState.COMMITTED:
            raise ValueError("the client has seen some of the answer")
        self.failure = None
        self._part = None
        self._held.clear()

    def _fail(self, failure: Failure) -> list[Event]:
        self.failure = failure
        self._held.clear()
        return []

    def _says_something(self, event: Event) -> bool:
        match event:
            case PartDelta(text=text):
                return bool(text)
            case PartEnded():
                part = self._part
                if isinstance(part, Thinking):
                    return part.redacted
                return isinstance(part, ToolCall | Opaque)
            case Finished():
                return True
        return False


def _said_nothing(end: Finished) -> bool:
    return end.reason in ("stop", "tool_calls") and not (end.usage and end.usage.output)
