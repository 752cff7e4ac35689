"""An answer in several rounds: the model searches, reads what was found, and goes on.

What the client sees is one answer in the grammar of `app.core.events`; calls of the search are
taken out of it, and the searches themselves stand in their place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.conversation import Conversation, Opaque, Text, ToolCall, ToolResult, Turn
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.fold import Fold
from app.core.search import Search, listed, summary
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.wire_json import load

OURS = Origin("dragoman")


class Rounds:
    """Takes the events of one round after the other; `tool` is the search's name for the model."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._index = 0  # of the next part that the client sees
        self._begun = False
        self._usage: Usage | None = None
        self._searched = 0
        self._called = False  # another tool than the search, which is the client's to run
        self._round()

    def _round(self) -> None:
        self._fold = Fold()
        self._hidden = False  # the open part is a call of the search
        self._finished: Finished | None = None
        self.failed = False

    def take(self, events: Iterable[Event]) -> list[Event]:
        """What the client sees of the next events; the end of a round is held back."""
        shown: list[Event] = []
        for event in events:
            if isinstance(event, Failed):
                self.failed = True
                shown.append(event)
                continue
            self._fold.add([event])
            match event:
                case Started():
                    shown.append(Pulse() if self._begun else event)
                    self._begun = True
                case PartStarted(part=part):
                    self._hidden = self._is_search(part)
                    if not self._hidden:
                        self._called = self._called or isinstance(part, ToolCall)
                        shown.append(PartStarted(self._index, part))
                case PartDelta(text=text):
                    shown.append(Pulse() if self._hidden else PartDelta(self._index, text))
                case PartEnded(sidecar=sidecar):
                    if not self._hidden:
                        shown.append(PartEnded(self._index, sidecar))
                        self._index += 1
                case Finished(usage=usage):
                    self._finished = event
                    self._usage = _sum(self._usage, usage)
                case Pulse():
                    shown.append(event)
        return shown

    def searches(self) -> tuple[tuple[ToolCall, str], ...]:
        """The round's calls of the search, each with what it searches for; "" where it says none.

        There are none where the round failed or was cut short.
        """
        finished = self._finished
        if finished is None or finished.reason in ("length", "context_window", "refusal"):
            return ()
        return tuple(
            (part, _query(part.arguments))
            for part in self._fold.parts
            if isinstance(part, ToolCall) and self._is_search(part)
        )

    @property
    def done(self) -> bool:
        """Whether the client has to act now: the model called a tool of its."""
        return self._called

    def found(self, searches: Sequence[Search]) -> list[Event]:
        """The searches as parts of the answer."""
        shown: list[Event] = []
        for search in searches:
            part = Opaque("web_search", summary(search), Sidecar(OURS, {}), search)
            shown += [PartStarted(self._index, part), PartEnded(self._index)]
            self._index += 1
            self._searched += 1
        return shown

    def continued(self, conversation: Conversation, answers: Sequence[Search]) -> Conversation:
        """The conversation for the next round, which begins now."""
        calls = self.searches()
        results = tuple(
            ToolResult(call.id, (Text(listed(answer)),), True if answer.error else None)
            for (call, _), answer in zip(calls, answers, strict=True)
        )
        said = Turn("assistant", self._fold.parts)
        self._round()
        return replace(conversation, turns=(*conversation.turns, said, Turn("user", results)))

    def end(self) -> list[Event]:
        """The end of the whole answer, with the tokens of all rounds."""
        finished = self._finished
        if finished is None:
            return []
        reason = finished.reason
        if reason == "tool_calls" and not self._called:
            reason = "stop"
        usage = self._usage
        if usage is not None and self._searched:
            made = usage.searches + self._searched
            usage = replace(usage, searches=made, helped=self._searched)
        return [replace(finished, reason=reason, usage=usage)]

    def _is_search(self, part: AnswerPart) -> bool:
        return isinstance(part, ToolCall) and part.name == self._tool


def _query(arguments: str) -> str:
    try:
        value = load(arguments)
    except ValueError:
        return ""
    found = value.get("query") if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else ""


def _sum(first: Usage | None, second: Usage | None) -> Usage | None:
    """The tokens of two rounds; no provider's own object tells them together."""
    if first is None or second is None:
        return second or first
    told = first.reasoning is not None or second.reasoning is not None
    return Usage(
        first.fresh + second.fresh,
        first.cache_read + second.cache_read,
        first.cache_write + second.cache_write,
        first.output + second.output,
        (first.reasoning or 0) + (second.reasoning or 0) if told else None,
        first.estimated or second.estimated,
        None,
        first.searches + second.searches,
    )
