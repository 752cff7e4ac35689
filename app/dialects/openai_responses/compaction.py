"""A conversation in short: asked for by an item, answered by an item that only we can read.

Codex 0.169.0 ends its `input` with `compaction_trigger` and wants exactly one `compaction` item
back, whose `encrypted_content` it returns in the place of what was said before. A provider that
makes such items makes its own; any other is asked for a summary in words, and those go into the
item, sealed.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.core import carrier
from app.core.conversation import Conversation, Opaque, Options, Part, Text, ToolChoice, Turn
from app.core.events import Event, Failed, Finished, PartEnded, PartStarted, Pulse, Started
from app.core.failure import Failure, FailureKind
from app.core.fold import Answer, Fold
from app.core.loss import Loss
from app.core.sidecar import Origin, Sidecar
from app.dialects.base import Reply
from app.dialects.openai_responses.output_items import item_id
from app.dialects.openai_responses.stream_encoder import ResponsesStreamEncoder
from app.dialects.openai_responses.wire import NAME, ORIGIN

TRIGGER = "compaction_trigger"
ITEM = "compaction"
# What the item was called before.
ITEMS = frozenset({ITEM, "compaction_summary"})

REQUEST = (
    "Sum this conversation up now. The summary takes its place: whoever goes on will know nothing "
    "else of it. Say what the user wants, in the user's own words where those matter; what was "
    "decided, and why; what was done, with the names of files, the commands and the results that "
    "are needed again; what failed; and what is to be done next. Call no tool, and write nothing "
    "but the summary."
)
_INTRODUCTION = "What was said before, summed up:\n\n"
_UNREADABLE = (
    "[What was said before was summed up in a form that only the provider which made it can read.]"
)
_OURS = Origin("dragoman")
_NO_SUMMARY = Failure(FailureKind.PROTOCOL, "The model wrote no summary of the conversation.")


def trigger(item: Any) -> Part:
    """The part that asks for a summary; to a provider that knows no such item it is words."""
    return Opaque(TRIGGER, REQUEST, Sidecar(ORIGIN, item))


def wanted(conversation: Conversation) -> bool:
    """Whether the answer is to be a summary."""
    last = conversation.turns[-1].parts[-1:] if conversation.turns else ()
    return bool(last) and isinstance(last[0], Opaque) and last[0].kind == TRIGGER


def options(chosen: Options, *, tools: bool) -> Options:
    """The options of a request for a summary: words, in whatever form, and no calls."""
    choice = ToolChoice("none") if tools else None
    return replace(chosen, tool_choice=choice, output_format=None)


def packed(summary: str, seal: bytes) -> str:
    """The `encrypted_content` of an item that holds `summary`."""
    return carrier.pack(_OURS, "", {ITEM: summary}, seal)


def turn(item: Any, seal: bytes) -> Turn:
    """What stands in the place of the conversation that an item holds.

    Another's item goes back to its provider as it is; elsewhere it is said that it is missing.
    """
    content = item.get("encrypted_content")
    if isinstance(content, str) and carrier.is_carrier(content):
        sidecar = carrier.unpack(content, "", seal)
        summary = sidecar.data.get(ITEM) if sidecar is not None else None
        if isinstance(summary, str):
            return Turn("user", (Text(_INTRODUCTION + summary),))
        return Turn("user", (Text(_UNREADABLE),))
    return Turn("user", (Opaque(ITEM, _UNREADABLE, Sidecar(ORIGIN, item)),))


class CompactionEncoder:
    """`StreamEncoder` for a summary: its words become one item, once all of them are there."""

    def __init__(self, reply: Reply) -> None:
        self.failure: Failure | None = None
        self._reply = reply
        self._inner = ResponsesStreamEncoder(reply)
        self.losses: list[Loss] = self._inner.losses
        self._fold = Fold()

    @property
    def response(self) -> dict[str, Any]:
        """The answer so far."""
        return self._inner.response

    def encode(self, events: Iterable[Event]) -> bytes:
        """The frames of `events`, b"" while the summary is being written."""
        return b"".join(self._encoded(event) for event in events)

    def keepalive(self) -> bytes:
        """A comment."""
        return self._inner.keepalive()

    def _encoded(self, event: Event) -> bytes:
        match event:
            case Started():
                return self._inner.encode([event])
            case Failed(failure=failure):
                self.failure = failure
                return self._inner.encode([event])
            case Finished():
                self._fold.add([event])
                answer = self._fold.answer
                return self._inner.encode(self._summed_up(answer, event)) if answer else b""
            case Pulse():
                return b""
            case _:
                self._fold.add([event])
                return b""

    def _summed_up(self, answer: Answer, end: Finished) -> list[Event]:
        part = next((part for part in answer.parts if _is_native(part)), None)
        if part is None:
            words = [part.text for part in answer.parts if isinstance(part, Text)]
            summary = "\n\n".join(text for text in words if text.strip())
            if not summary:
                self.failure = _NO_SUMMARY
                return [Failed(_NO_SUMMARY)]
            item = {
                "id": item_id("cmp", self._reply.id, 0),
                "type": ITEM,
                "encrypted_content": packed(summary, self._reply.seal),
            }
            part = Opaque(ITEM, "", Sidecar(ORIGIN, item))
        # A call that the model made all the same is none of the summary's.
        reason = "stop" if end.reason == "tool_calls" else end.reason
        return [PartStarted(0, part), PartEnded(0), replace(end, reason=reason)]


def _is_native(part: Any) -> bool:
    return isinstance(part, Opaque) and part.kind in ITEMS and bool(part.sidecar.towards(NAME))
