"""Events into the Responses stream that every client of record reads.

Codex 0.169.0 takes items from `response.output_item.done` only and the end from
`response.completed`; the official SDKs want every event between, with its indices and ids
(observed 2026-11).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
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
from app.core.loss import Loss
from app.core.search import Search
from app.core.sidecar import Sidecar
from app.core.usage import Usage
from app.dialects import citations
from app.dialects.base import Reply
from app.dialects.openai_responses import output_items, response, search_items, usage
from app.dialects.openai_responses.tool_forms import ToolForm, forms
from app.dialects.openai_responses.wire import NAME

Json = dict[str, Any]

_encode = msgspec.json.Encoder().encode
_KEEPALIVE = b": keep-alive\n\n"
# One token is about four characters of English or code; only used where the provider counts none.
_CHARACTERS_A_TOKEN = 4


class ResponsesStreamEncoder:
    """One streamed answer; nothing follows its last event. `response` is the answer so far."""

    def __init__(self, reply: Reply) -> None:
        self.losses: list[Loss] = []
        self.response = response.opening(reply)
        self._reply = reply
        self._forms = forms(reply.conversation)
        self._summarizes = response.wants_summary(reply.conversation)
        self._out: list[bytes] = []
        self._number = 0
        self._begun = False
        self._over = False
        self._characters = 0
        self._part: AnswerPart | None = None
        self._fragments: list[str] = []
        self._item: Json = {}  # the open item
        self._message: list[Json] | None = None  # the parts of the open message
        self._refused = False
        self._delta_head: bytes | None = None  # None where the part's deltas are held back

    def encode(self, events: Iterable[Event]) -> bytes:
        """The frames of `events`, b"" where they say nothing to the client yet."""
        for event in events:
            if self._over:
                break
            match event:
                case PartDelta(text=text):
                    if text:
                        self._delta(text)
                case PartStarted(part=part):
                    self._open(part)
                case PartEnded(sidecar=sidecar):
                    self._close(sidecar)
                case Started():
                    self._begin()
                case Finished():
                    self._finish(event)
                case Failed():
                    self._fail(event)
                case Pulse():
                    pass
        taken = b"".join(self._out)
        self._out.clear()
        return taken

    def keepalive(self) -> bytes:
        """A comment: every reader of server-sent events passes over it."""
        return b"" if self._over else _KEEPALIVE

    def _frame(self, kind: str, **fields: Any) -> None:
        event = {"type": kind, "sequence_number": self._number, **fields}
        self._number += 1
        self._out += (b"event: ", kind.encode(), b"\ndata: ", _encode(event), b"\n\n")

    @property
    def _place(self) -> Json:
        return {"item_id": self._item["id"], "output_index": self._index}

    @property
    def _index(self) -> int:
        return len(self.response["output"])

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._frame("response.created", response=self.response)
            self._frame("response.in_progress", response=self.response)

    def _open(self, part: AnswerPart) -> None:
        self._begin()
        self._part = part
        self._fragments = []
        self._delta_head = None
        match part:
            case Text() | Refusal():
                self._open_content(part)
            case Thinking():
                self._open_reasoning(part)
            case ToolCall():
                self._open_call(part)
                if part.arguments:
                    self._delta(part.arguments)
                return
            case Opaque():
                self._whole(part)
                return
        if part.text:
            self._delta(part.text)

    def _delta(self, text: str) -> None:
        self._fragments.append(text)
        self._characters += len(text)
        if self._delta_head is None:
            return
        if isinstance(self._part, Thinking) and len(self._fragments) == 1:
            self._open_summary()
        head = self._delta_head
        self._out += (head, b"%d" % self._number, b',"delta":', _encode(text), b"}\n\n")
        self._number += 1

    def _deltas_of(self, kind: str, **place: Any) -> None:
        """Prepare what all deltas of the part begin with."""
        event = _encode({"type": kind, **self._place, **place})
        self._delta_head = b"event: %b\ndata: %b," % (kind.encode(), event[:-1])
        self._delta_head += b'"sequence_number":'

    def _close(self, ending: Sidecar | None) -> None:
        part, self._part = self._part, None
        text = "".join(self._fragments)
        match part:
            case Text():
                self._close_text(text, ending or part.sidecar)
            case Refusal():
                self._close_refusal(text)
            case Thinking():
                self._close_reasoning(text, ending or part.sidecar)
            case ToolCall():
                self._close_call(replace(part, arguments=text))
            case _:
                pass

    # Items

    def _add_item(self, item: Json) -> None:
        self._item = item
        self._frame("response.output_item.added", output_index=self._index, item=item)

    def _end_item(self, item: Json) -> None:
        self._frame("response.output_item.done", output_index=self._index, item=item)
        self.response["output"].append(item)
        self._item = {}

    def _new_id(self, prefix: str) -> str:
        return output_items.item_id(prefix, self._reply.id, self._index)

    # Messages: neighbouring texts and refusals are the content of one

    def _open_content(self, part: Text | Refusal) -> None:
        own = part.sidecar.towards(NAME).get("message") if part.sidecar is not None else None
        if own is not None:
            self._end_message()
        if self._message is None:
            message = {
                "id": self._new_id("msg"),
                "type": "message",
                "status": "in_progress",
                "role": "assistant",
                **(own if isinstance(own, dict) else {}),
                "content": [],
            }
            self._add_item(message)
            self._message = []
        place = {"content_index": len(self._message)}
        empty = _text_part("", []) if isinstance(part, Text) else _refusal_part("")
        self._frame("response.content_part.added", **self._place, **place, part=empty)
        if isinstance(part, Text):
            self._deltas_of("response.output_text.delta", **place, logprobs=[])
        else:
            self._refused = True
            self._deltas_of("response.refusal.delta", **place)

    def _close_text(self, text: str, sidecar: Sidecar | None) -> None:
        annotations = sidecar.towards(NAME).get("annotations", []) if sidecar is not None else []
        if not annotations:
            annotations = [citations.flat(each, len(text)) for each in citations.of(sidecar)]
        place = self._place | {"content_index": len(self._message or ())}
        for number, annotation in enumerate(annotations):
            self._frame(
                "response.output_text.annotation.added",
                **place,
                annotation_index=number,
                annotation=annotation,
            )
        self._frame("response.output_text.done", **place, text=text, logprobs=[])
        self._end_content(place, _text_part(text, annotations))

    def _close_refusal(self, text: str) -> None:
        place = self._place | {"content_index": len(self._message or ())}
        self._frame("response.refusal.done", **place, refusal=text)
        self._end_content(place, _refusal_part(text))

    def _end_content(self, place: Json, part: Json) -> None:
        self._frame("response.content_part.done", **place, part=part)
        if self._message is not None:
            self._message.append(part)

    def _end_message(self) -> None:
        if self._message is not None:
            content, self._message = self._message, None
            self._end_item({**self._item, "status": "completed", "content": content})

    # Reasoning

    def _open_reasoning(self, part: Thinking) -> None:
        self._end_message()
        own = part.sidecar.towards(NAME).get("id") if part.sidecar is not None else None
        self._add_item({"id": own or self._new_id("rs"), "type": "reasoning", "summary": []})
        if self._summarizes:
            self._deltas_of("response.reasoning_summary_text.delta", summary_index=0)

    def _open_summary(self) -> None:
        part = {"type": "summary_text", "text": ""}
        place = self._place | {"summary_index": 0}
        self._frame("response.reasoning_summary_part.added", **place, part=part)

    def _close_reasoning(self, text: str, sidecar: Sidecar | None) -> None:
        summary = []
        if text and self._summarizes:
            place = self._place | {"summary_index": 0}
            part = {"type": "summary_text", "text": text}
            self._frame("response.reasoning_summary_text.done", **place, text=text)
            self._frame("response.reasoning_summary_part.done", **place, part=part)
            summary.append(part)
        seal = self._reply.seal
        kept = output_items.encrypted(text, sidecar, seal, shown=self._summarizes)
        self._end_item({**self._item, "summary": summary, "encrypted_content": kept})

    # Calls

    def _open_call(self, call: ToolCall) -> None:
        self._end_message()
        form = self._forms.get(call.name) or ToolForm(call.name)
        item_id = output_items.call_id(self._reply.id, form, self._index)
        item = output_items.call_item(replace(call, arguments=""), form, item_id)
        self._add_item({**item, "status": "in_progress"})
        if form.kind == "function":
            self._deltas_of("response.function_call_arguments.delta")

    def _close_call(self, call: ToolCall) -> None:
        form = self._forms.get(call.name) or ToolForm(call.name)
        if form.kind == "function":
            if not call.arguments.strip():
                call = replace(call, arguments="{}")
                self._delta("{}")
            self._frame(
                "response.function_call_arguments.done",
                **self._place,
                name=form.name,
                arguments=call.arguments,
            )
        item = output_items.call_item(call, form, self._item["id"])
        if form.kind == "custom":
            # Only whole arguments can be told apart from their JSON, and from a model's fences.
            if item["input"]:
                kind = "response.custom_tool_call_input.delta"
                self._frame(kind, **self._place, delta=item["input"])
            kind = "response.custom_tool_call_input.done"
            self._frame(kind, **self._place, input=item["input"])
        self._end_item(item)

    def _search(self, search: Search) -> None:
        """A search that somebody else made, as the wire's own item."""
        self._end_message()
        item_id = self._new_id("ws")
        self._add_item(search_items.item(search, item_id, "in_progress"))
        for stage in ("in_progress", "searching", "completed"):
            self._frame(f"response.web_search_call.{stage}", **self._place)
        status = "failed" if search.error else "completed"
        self._end_item(search_items.item(search, item_id, status))

    def _whole(self, part: Opaque) -> None:
        """An item of OpenAI's own as it is, a search as one; another's as words."""
        own = part.sidecar.towards(NAME)
        if part.search is not None and not own:
            self._search(part.search)
            return
        if own and "part" not in own:
            self._end_message()
            item = {"id": self._new_id("it"), **own}
            self._add_item(item)
            self._end_item(item)
        elif part.gist:
            where = f"output[{self._index}]"
            self.losses.append(Loss(part.kind, where, "content", "written as text"))
            self._part = Text("")
            self._open_content(Text(""))
            self._delta(part.gist)

    # The end

    def _finish(self, finished: Finished) -> None:
        self._begin()
        self._end_message()
        self._over = True
        counted = finished.usage or Usage(
            fresh=max(1, self._reply.input_estimate),
            output=max(1, self._characters // _CHARACTERS_A_TOKEN),
            estimated=True,
        )
        self.response["usage"] = usage.encode(counted)
        reason = None
        if finished.reason in ("length", "context_window"):
            reason = "max_output_tokens"
        elif finished.reason == "refusal" and not self._refused:
            reason = "content_filter"
        own = finished.sidecar.towards(NAME) if finished.sidecar is not None else {}
        self.response |= own
        if reason is None:
            self.response["status"] = "completed"
            self.response["completed_at"] = self.response["created_at"]
            self._frame("response.completed", response=self.response)
        else:
            self.response["status"] = "incomplete"
            self.response["incomplete_details"] = {"reason": reason}
            self._frame("response.incomplete", response=self.response)

    def _fail(self, event: Failed) -> None:
        """A top-level `error` event would be lost: Codex 0.169.0 reads only `response.failed`."""
        self._begin()
        self._over = True
        self.response["status"] = "failed"
        self.response["error"] = response.error(event.failure)
        self._frame("response.failed", response=self.response)


def _text_part(text: str, annotations: list[Any]) -> Json:
    return {"type": "output_text", "text": text, "annotations": annotations, "logprobs": []}


def _refusal_part(text: str) -> Json:
    return {"type": "refusal", "refusal": text}
