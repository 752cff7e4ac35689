"""A provider's Responses stream into events.

Deltas are told as they come; what an item holds is what `response.output_item.done` says, and where
that never came, what the closing response says.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.events import Event, Failed, Finished, FinishReason, Pulse, Started
from app.core.failure import Failure, FailureKind
from app.core.page import Page
from app.core.sidecar import Origin, Sidecar
from app.core.sse import Frame, FrameTooLarge, SseReader
from app.dialects import wire_json
from app.dialects.base import WireRequest
from app.dialects.openai_responses import usage
from app.dialects.openai_responses.assembly import Assembly
from app.dialects.openai_responses.wire import NAME
from app.dialects.provider_errors import failure_in, plain_message

_BLANK = b" \t\r\n\xef\xbb\xbf"
_Wire = Mapping[str, Any]

# Events that belong to one item of the output.
_ITEM_EVENTS = (
    "response.output_item.",
    "response.content_part.",
    "response.output_text.",
    "response.refusal.",
    "response.reasoning",
    "response.function_call_arguments.",
)


class ResponsesStreamDecoder:
    """One stream. Nothing follows its terminal event."""

    def __init__(self, sent: WireRequest) -> None:
        self._target = sent.target
        self._origin = Origin(NAME, sent.target.provider, sent.target.model)
        self._sse = SseReader()
        self._assembly = Assembly(self._origin, sent.tool_names)
        self._page: Page | None = None  # a whole answer in the stream's place
        self._sniffed = False
        self._started = False
        self._over = False
        self._current: int | None = None  # the output index of the open item
        self._held: dict[int, list[_Wire]] = {}  # events of items that must wait for it
        self._done: set[int] = set()

    @property
    def finishing(self) -> bool:
        """Never: usage comes with the end."""
        return False

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes."""
        if self._over:
            return []
        if not self._sniffed:
            begun = chunk.lstrip(_BLANK)
            if not begun:
                return []
            self._sniffed = True
            if begun[:1] in (b"{", b"[", b"<"):
                self._page = Page()
        try:
            if self._page is not None:
                self._page.feed(chunk)
                return []
            frames = self._sse.feed(chunk)
        except FrameTooLarge:
            return self._fail(_protocol("The provider sent an event that is too long to be read."))
        return self._frames(frames)

    def eof(self) -> list[Event]:
        """The events at the end of the bytes; a cut where the answer was not complete."""
        if self._over:
            return []
        if self._page is not None:
            return self.whole(self._page.body())
        events = self._frames(self._sse.eof())
        if self._over:
            return events
        message = "The provider's stream ended before the answer was complete."
        return events + self._fail(Failure(FailureKind.CUT, message))

    def whole(self, body: bytes) -> list[Event]:
        """The events of a whole answer."""
        try:
            value = wire_json.load(body.strip(_BLANK))
        except ValueError:
            message = plain_message(body, None)
            return self._fail(Failure(FailureKind.PROTOCOL, message, retryable=True))
        if not isinstance(value, dict):
            return self._fail(_protocol("The provider did not send a response."))
        if isinstance(value.get("response"), dict):
            value = value["response"]
        if value.get("error") or value.get("status") == "failed":
            return self._fail(_failure(value))
        if not isinstance(value.get("output"), list):
            return self._fail(
                failure_in(value)
                if value.get("message")
                else _protocol("The provider sent a response without output.")
            )
        return self._guarded({"type": "response.completed", "response": value})

    def _frames(self, frames: list[Frame]) -> list[Event]:
        events: list[Event] = []
        for frame in frames:
            if self._over:
                break
            if frame.data is None:
                events.append(Pulse())
            elif frame.data.strip() not in (b"[DONE]", b""):
                events += self._frame(frame.event, frame.data)
        return events

    def _frame(self, name: str | None, data: bytes) -> list[Event]:
        try:
            value = wire_json.load(data)
        except ValueError:
            return self._fail(_protocol("The provider sent an event that is not JSON."))
        if not isinstance(value, dict):
            return []
        if name is not None and not isinstance(value.get("type"), str):
            value["type"] = name
        return self._guarded(value)

    def _guarded(self, event: _Wire) -> list[Event]:
        """The events of one wire event, whatever its fields hold."""
        try:
            return self._event(event)
        except (TypeError, KeyError, AttributeError, ValueError):
            return self._fail(_protocol("The provider sent an event that cannot be understood."))

    def _event(self, event: _Wire) -> list[Event]:
        kind = str(event.get("type"))
        response = event.get("response")
        match kind:
            case "response.completed" | "response.incomplete" | "response.done":
                return self._finish(response if isinstance(response, dict) else {}, kind)
            case "response.failed" | "response.cancelled":
                return self._fail(_failure(response if isinstance(response, dict) else {}))
            case "error":
                return self._fail(failure_in(event))
        if "error" in event and event["error"] and not kind.startswith("response."):
            return self._fail(failure_in(event))
        events = self._start(response if isinstance(response, dict) else {})
        if not kind.startswith(_ITEM_EVENTS):
            return events or [Pulse()]
        self._route(kind, event)
        return events + self._taken()

    def _start(self, response: _Wire) -> list[Event]:
        if self._started:
            return []
        self._started = True
        answer_id, model = response.get("id"), response.get("model")
        self._assembly.seed = answer_id if isinstance(answer_id, str) else ""
        return [
            Started(
                answer_id if isinstance(answer_id, str) else None,
                model if isinstance(model, str) else None,
            )
        ]

    def _route(self, kind: str, event: _Wire) -> None:
        """Take an item's event, or hold it while another item is open."""
        index = event.get("output_index")
        if not isinstance(index, int):
            index = len(self._done) if self._current is None else self._current
        if index in self._done:
            return
        if self._current is None:
            self._current = index
        if index != self._current:
            self._held.setdefault(index, []).append(event)
            return
        self._item_event(kind, event)
        self._release()

    def _release(self) -> None:
        """Take the events that had to wait, as long as no item is open."""
        while self._current is None and self._held:
            self._current = min(self._held)
            for held in self._held.pop(self._current):
                self._item_event(str(held.get("type")), held)

    def _item_event(self, kind: str, event: _Wire) -> None:
        assembly = self._assembly
        piece = event.get("delta")
        piece = piece if isinstance(piece, str) else ""
        match kind:
            case "response.output_item.added":
                assembly.item_added(_item(event))
            case "response.output_item.done":
                self._item_done(_item(event))
            case "response.output_text.delta":
                assembly.text("text", piece)
            case "response.refusal.delta":
                assembly.text("refusal", piece)
            case "response.content_part.added" if event.get("content_index"):
                assembly.next_content()
            case "response.reasoning_summary_part.added":
                number = event.get("summary_index")
                assembly.summary_begins(number if isinstance(number, int) else 0)
            case "response.reasoning_summary_text.delta":
                assembly.thought("summary", piece)
            case "response.reasoning_text.delta" | "response.reasoning.delta":
                assembly.thought("content", piece)
            case "response.function_call_arguments.delta":
                assembly.arguments(piece)
            case _:
                pass

    def _item_done(self, item: _Wire) -> None:
        self._assembly.item_done(item)
        if self._current is not None:
            self._done.add(self._current)
        self._current = None

    def _finish(self, response: _Wire, kind: str) -> list[Event]:
        events = self._start(response)
        output = response.get("output")
        items = [item for item in output if isinstance(item, dict)] if output else []
        for index, item in enumerate(items):
            if index not in self._done:
                self._assembly.item_done(item)
        self._assembly.close()
        while not items and self._held:
            self._current = None
            self._release()
            self._assembly.close()
        events += self._taken()
        self._over = True
        counted = usage.decode(response.get("usage"))
        if counted is not None and self._assembly.searches:
            counted = replace(counted, searches=self._assembly.searches)
        tier = response.get("service_tier")
        kept = Sidecar(self._origin, {"service_tier": tier}) if isinstance(tier, str) else None
        return [*events, Finished(self._reason(response, kind), counted, None, kept)]

    def _reason(self, response: _Wire, kind: str) -> FinishReason:
        if kind == "response.incomplete" or response.get("status") == "incomplete":
            details = response.get("incomplete_details")
            told = details.get("reason") if isinstance(details, dict) else None
            return "refusal" if told == "content_filter" else "length"
        if self._assembly.called:
            return "tool_calls"
        return "refusal" if self._assembly.refused else "stop"

    def _taken(self) -> list[Event]:
        taken = list(self._assembly.out)
        self._assembly.out.clear()
        return taken

    def _fail(self, failure: Failure) -> list[Event]:
        self._over = True
        return [*self._taken(), Failed(failure)]


def _item(event: _Wire) -> _Wire:
    item = event.get("item")
    return item if isinstance(item, dict) else {}


def _failure(response: _Wire) -> Failure:
    if response.get("error"):
        return failure_in(response)
    return Failure(FailureKind.PROVIDER, "The provider's response failed without a reason.")


def _protocol(message: str) -> Failure:
    return Failure(FailureKind.PROTOCOL, message, retryable=True)
