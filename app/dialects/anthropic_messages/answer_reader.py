"""A provider's answer, block by block, into events.

The stream decoder and the whole-response decoder feed the same machine, so that a whole answer and
its stream cannot differ. The wire lets blocks overlap where a look-alike is careless; the grammar
of events does not, so a block that opens while another is open waits for its end.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    FinishReason,
    PartDelta,
    PartEnded,
    PartStarted,
    Started,
)
from app.core.failure import Failure, FailureKind
from app.core.sidecar import Origin, Sidecar
from app.dialects import arguments
from app.dialects.anthropic_messages import search_blocks, usage
from app.dialects.anthropic_messages.open_block import OpenBlock, unknown_fields
from app.dialects.anthropic_messages.wire import FINISH_REASONS, NAME, ORIGIN
from app.dialects.base import WireRequest

_WORD_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")

_MESSAGE = frozenset(
    {
        "id",
        "type",
        "role",
        "model",
        "content",
        "stop_reason",
        "stop_sequence",
        "usage",
    }
)
# The field of a delta that holds more of the block's text.
_FRAGMENT = {
    "text_delta": "text",
    "thinking_delta": "thinking",
    "input_json_delta": "partial_json",
}


class AnswerReader:
    """Turns the pieces of one message into events, in the grammar of `app.core.events`."""

    def __init__(self, sent: WireRequest) -> None:
        self._sent = sent
        target = sent.target
        self._origin = (
            ORIGIN if target.traits.signatures else Origin(NAME, target.provider, target.model)
        )
        self.over = False
        self._begun = False
        self._message_id = ""
        self._usage: Mapping[str, Any] | None = None
        self._reason: str | None = None
        self._reasoned = False  # a message_delta with a stop reason came
        self._stop_sequence: str | None = None
        self._closing: dict[str, Any] = {}
        self._queue: list[OpenBlock] = []  # the first is being told, the others wait
        self._by_index: dict[int, OpenBlock] = {}
        self._last_index = -1
        self._count = 0  # of parts told so far
        self._blocks = 0
        self._ids: set[str] = set()
        self._called = False
        self._queries: dict[str, str] = {}  # what was searched for, by the call's id

    @property
    def complete(self) -> bool:
        """Whether the provider said why it stopped, and left no block open."""
        return self._reasoned and all(block.ended for block in self._queue)

    @property
    def begun(self) -> bool:
        """Whether anything of an answer came."""
        return self._begun

    def message(self, value: Any) -> list[Event]:
        """The opening of the message; look-alikes leave fields out, or all of it."""
        if self._begun:
            return []
        self._begun = True
        wire: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        self._message_id = _text(wire.get("id")) or ""
        self._usage = usage.later(None, wire.get("usage"))
        extra = {k: v for k, v in wire.items() if k not in _MESSAGE and v is not None}
        return [
            Started(
                self._message_id or None,
                _text(wire.get("model")),
                usage.read(self._usage),
                Sidecar(ORIGIN, extra) if extra else None,
            )
        ]

    def block(self, index: Any, value: Any) -> list[Event]:
        """A block opens."""
        events = self.message(None)
        number = index if type(index) is int else self._last_index + 1
        before = self._by_index.get(number)
        if before is not None and not before.ended:
            events += self._end(before)
            if self.over:
                return events
        wire = dict(value) if isinstance(value, Mapping) else {}
        if not isinstance(wire.get("type"), str):
            return [*events, self._fail(FailureKind.PROTOCOL, "sent a block without a type.")]
        part = self._part(wire)
        if part is None:
            return [*events, self._fail(FailureKind.PROTOCOL, "called a tool without a name.")]
        opened = OpenBlock(wire, part)
        self._by_index[number] = opened
        self._last_index = number
        self._queue.append(opened)
        for name in ("text", "thinking"):
            text = wire.get(name)
            if wire.get("type") == name and isinstance(text, str) and text:
                opened.fragments.append(text)
        return events + self._tell()

    def delta(self, index: Any, value: Any) -> list[Event]:
        """More of a block."""
        if not isinstance(value, Mapping):
            return []
        number = index if type(index) is int else self._last_index
        kind = value.get("type")
        opened = self._by_index.get(number)
        events: list[Event] = []
        if opened is None or opened.ended:
            # A look-alike forgot the start; what the delta is tells what it belongs to.
            implied = {"text_delta": "text", "thinking_delta": "thinking"}.get(str(kind))
            if implied is None:
                return []
            events = self.block(number, {"type": implied})
            opened = self._by_index[number]
        name = _FRAGMENT.get(str(kind))
        if name is None:
            opened.attach(kind, value)
            return events
        text = value.get(name)
        if not isinstance(text, str) or not text or not opened.takes(name):
            return events
        opened.heard = True
        if name == "partial_json":
            opened.written.append(text)
        if opened.told and not opened.fragments:
            events.append(PartDelta(self._count, text))
            return events
        opened.fragments.append(text)
        return events + self._tell()

    def block_end(self, index: Any) -> list[Event]:
        """A block is complete."""
        number = index if type(index) is int else self._last_index
        opened = self._by_index.get(number)
        return [] if opened is None or opened.ended else self._end(opened)

    def delta_of_message(self, value: Mapping[str, Any]) -> list[Event]:
        """Why the answer stopped, and the final counts."""
        events = self.message(None)
        self._usage = usage.later(self._usage, value.get("usage"))
        delta = value.get("delta")
        fields: Mapping[str, Any] = delta if isinstance(delta, Mapping) else {}
        reason = _text(fields.get("stop_reason"))
        if reason is not None:
            self._reason = reason
            self._reasoned = True
        self._stop_sequence = _text(fields.get("stop_sequence")) or self._stop_sequence
        beside = {k: v for k, v in value.items() if k not in ("type", "delta", "usage")}
        self._closing |= {
            k: v for k, v in {**beside, **fields}.items() if k not in _MESSAGE and v is not None
        }
        return events

    def end(self) -> list[Event]:
        """The message is complete: the provider said so."""
        if self.over:
            return []
        events = self.message(None)
        for opened in list(self._queue):
            if opened.ended:
                continue
            # A careless endpoint forgets the end of a block; half a call is no call, though.
            if not arguments.is_complete("".join(opened.written)):
                return [*events, self._fail(FailureKind.CUT, "ended inside a tool call.")]
            events += self._end(opened)
            if self.over:
                return events
        self.over = True
        closing = Sidecar(ORIGIN, self._closing) if self._closing else None
        events.append(
            Finished(self._finish(), usage.read(self._usage), self._stop_sequence, closing)
        )
        return events

    def fail(self, failure: Failure) -> list[Event]:
        """The answer broke off."""
        if self.over:
            return []
        self.over = True
        provider = failure.provider or self._sent.target.provider
        return [Failed(replace(failure, provider=provider))]

    def _fail(self, kind: FailureKind, what: str) -> Failed:
        self.over = True
        provider = self._sent.target.provider
        return Failed(Failure(kind, f"{provider} {what}", provider=provider))

    def _finish(self) -> FinishReason:
        reason = FINISH_REASONS.get(self._reason or "", "stop")
        if reason == "stop" and self._called:
            return "tool_calls"
        if reason == "tool_calls" and not self._called:
            return "stop"
        return reason

    def _part(self, wire: dict[str, Any]) -> AnswerPart | None:
        """The part as it opens; None for a tool call without a name."""
        self._blocks += 1
        match wire.get("type"):
            case "text":
                return Text("")
            case "thinking":
                return Thinking("")
            case "redacted_thinking":
                return Thinking("", redacted=True)
            case "tool_use":
                name = _text(wire.get("name"))
                if not name:
                    return None
                sidecar = unknown_fields(wire, self._origin)
                return ToolCall(
                    self._call_id(wire.get("id")),
                    self._sent.tool_names.get(name, name),
                    "",
                    sidecar=sidecar,
                )
            case kind:
                return Opaque(str(kind), "", Sidecar(self._origin, wire))

    def _call_id(self, wire_id: Any) -> str:
        """An id that no other call of this answer has, in the form that this wire allows."""
        found = wire_id if isinstance(wire_id, str) and _WORD_ID.fullmatch(wire_id) else None
        if found is None or found in self._ids:
            seed = f"{self._message_id}/{self._blocks}/{wire_id}"
            digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()
            found = f"toolu_{digest[:24]}"
        self._ids.add(found)
        return found

    def _end(self, opened: OpenBlock) -> list[Event]:
        opened.ended = True
        if isinstance(opened.part, ToolCall):
            self._called = True
            if not opened.heard:
                # Some endpoints send the input whole in the block's start.
                try:
                    opened.fragments.append(opened.given_input())
                except ValueError as error:
                    return [self._fail(FailureKind.PROTOCOL, f"called a tool, but {error}.")]
        return self._tell()

    def _tell(self) -> list[Event]:
        """The events of the first block in the queue, and of those after it once it has ended."""
        events: list[Event] = []
        while self._queue:
            opened = self._queue[0]
            if isinstance(opened.part, Opaque):
                if not opened.ended:
                    break
                part = search_blocks.told(opened.as_opaque(self._origin), self._queries)
                events += [PartStarted(self._count, part), PartEnded(self._count)]
            else:
                if not opened.told:
                    opened.told = True
                    events.append(PartStarted(self._count, opened.part))
                if opened.fragments:
                    events.append(PartDelta(self._count, "".join(opened.fragments)))
                    opened.fragments.clear()
                if not opened.ended:
                    break
                events.append(PartEnded(self._count, opened.ending(self._origin)))
            self._queue.pop(0)
            self._count += 1
        return events


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
