"""The parts of an answer, opened and closed in order, out of the events of its items."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import AnswerPart, Event, PartDelta, PartEnded, PartStarted
from app.core.sidecar import Origin, Sidecar
from app.dialects import wire_json
from app.dialects.openai_responses import gist, search_items
from app.dialects.openai_responses.tool_forms import NATIVE_CALLS, flat
from app.dialects.raw_tools import as_arguments

Kind = Literal["text", "refusal", "thinking", "call"]
Item = Mapping[str, Any]

_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")


class Assembly:
    """Collects events in `out`, which the decoder takes; keeps the grammar of `app.core.events`.

    One item is open at a time. `item_done` brings an item whole, and says what its deltas left out.
    """

    def __init__(self, origin: Origin, tool_names: Mapping[str, str]) -> None:
        self.out: list[Event] = []
        self.seed = ""
        self.called = False
        self.refused = False
        self.searches = 0
        self._origin = origin
        self._tool_names = tool_names
        self._ids: set[str] = set()
        self._index = 0
        self._open: Kind | None = None
        self._written: list[str] = []  # of the open part
        self._item: Item = {}
        self._contents = 0  # content parts that are complete, of the open message
        self._summaries: int | None = None  # the summary part that is being written
        self._source: str = ""

    @property
    def spoke(self) -> bool:
        """Whether there was any part at all."""
        return self._index > 0 or self._open is not None

    def item_added(self, item: Item) -> None:
        """An item begins."""
        self._item = item
        self._contents = 0
        self._summaries = None
        self._source = ""
        if item.get("type") == "function_call":
            self._open_call(item)

    def text(self, kind: Literal["text", "refusal"], piece: str) -> None:
        """Words of the open message."""
        if piece and self._open != kind:
            self.close()
            self._open_content(kind)
        self._add(piece)

    def summary_begins(self, number: int) -> None:
        """A further part of the reasoning's summary."""
        if self._open == "thinking" and self._summaries not in (None, number):
            self._add("\n\n")
        self._summaries = number

    def thought(self, source: Literal["summary", "content"], piece: str) -> None:
        """Words of the open reasoning, from one of its two places."""
        if not piece or self._source not in ("", source):
            return
        self._source = source
        if self._open != "thinking":
            self.close()
            self._start("thinking", Thinking("", sidecar=self._reasoning_id()))
        self._add(piece)

    def arguments(self, piece: str) -> None:
        """More of the open function call's arguments."""
        if self._open == "call":
            self._add(piece)

    def next_content(self) -> None:
        """The open message goes on with another content part."""
        if self._open in ("text", "refusal"):
            self._contents += 1
            self.close()

    def item_done(self, item: Item) -> None:
        """An item is complete, whether or not anything of it came before."""
        match item.get("type"):
            case "message":
                self._message(item)
            case "reasoning":
                self._reasoning(item)
            case "function_call":
                if self._open != "call":
                    self._open_call(item)
                self._rest(_text(item.get("arguments")))
            case "custom_tool_call":
                self._whole_call(item, as_arguments(_text(item.get("input"))))
            case kind if kind in NATIVE_CALLS:
                value = item.get(NATIVE_CALLS[kind].field)
                arguments = wire_json.dump_text(value if isinstance(value, dict) else {})
                self._whole_call({"name": NATIVE_CALLS[kind].name, **item}, arguments)
            case str(kind):
                self.close()
                self._opaque(item, kind)
            case _:
                pass
        self.close()
        self._item = {}
        self._contents = 0

    def close(self, sidecar: Sidecar | None = None) -> None:
        """End the open part."""
        if self._open is not None:
            self._open = None
            self.out.append(PartEnded(self._index, sidecar))
            self._index += 1

    def _start(self, kind: Kind, part: AnswerPart) -> None:
        self._open = kind
        self._written = []
        self.out.append(PartStarted(self._index, part))

    def _add(self, piece: str) -> None:
        if not piece:
            return
        self._written.append(piece)
        if self.out and type(last := self.out[-1]) is PartDelta:
            last.text += piece
        else:
            self.out.append(PartDelta(self._index, piece))

    def _rest(self, whole: str) -> None:
        """What the deltas have not told; where they told something else they stay."""
        written = "".join(self._written)
        if whole.startswith(written):
            self._add(whole[len(written) :])

    def _open_content(self, kind: Literal["text", "refusal"]) -> None:
        phase = self._item.get("phase") if self._contents == 0 else None
        sidecar = Sidecar(self._origin, {"message": {"phase": phase}}) if phase else None
        if kind == "refusal":
            self.refused = True
            self._start(kind, Refusal("", sidecar))
        else:
            self._start(kind, Text("", sidecar=sidecar))

    def _message(self, item: Item) -> None:
        content = item.get("content")
        self._item = item
        for part in _objects(content)[self._contents :]:
            kind: Literal["text", "refusal"] = "text"
            words = _text(part.get("text"))
            if part.get("type") == "refusal":
                kind, words = "refusal", _text(part.get("refusal"))
            if self._open != kind:
                self.close()
                if not words:
                    continue
                self._open_content(kind)
            self._rest(words)
            annotations = part.get("annotations")
            kept = {"annotations": annotations} if annotations else None
            self.close(Sidecar(self._origin, kept) if kept else None)
            self._contents += 1

    def _reasoning(self, item: Item) -> None:
        summary = [text for part in _objects(item.get("summary")) if (text := _text(part["text"]))]
        content = [text for part in _objects(item.get("content")) if (text := _text(part["text"]))]
        told = content if self._source == "content" else summary or content
        words = "\n\n".join(told)
        data: dict[str, Any] = {}
        if isinstance(item.get("id"), str):
            data["id"] = item["id"]
        if len(summary) > 1 or (summary and content):
            data["summary"] = item["summary"]
        if content:
            data["content"] = item["content"]
        if encrypted := _text(item.get("encrypted_content")):
            data["encrypted_content"] = encrypted
        if self._open != "thinking":
            self.close()
            if not words and not encrypted:
                return
            own = self._reasoning_id(item)
            self._start("thinking", Thinking("", redacted=not words, sidecar=own))
        self._rest(words)
        self.close(Sidecar(self._origin, data) if data else None)

    def _reasoning_id(self, item: Item | None = None) -> Sidecar | None:
        """The item's id, which it must keep wherever it goes."""
        own = (self._item if item is None else item).get("id")
        return Sidecar(self._origin, {"id": own}) if isinstance(own, str) and own else None

    def _open_call(self, item: Item) -> None:
        self.close()
        self.called = True
        name = _text(item.get("name"))
        namespace = _text(item.get("namespace")) or None
        known = self._tool_names.get(name, name)
        self._start("call", ToolCall(self._unique_id(item), flat(namespace, known), ""))

    def _whole_call(self, item: Item, arguments: str) -> None:
        self._open_call(item)
        self._add(arguments)

    def _opaque(self, item: Item, kind: str) -> None:
        search = search_items.read(item)
        self.searches += search is not None
        part = Opaque(kind, gist.of_item(item, kind), Sidecar(self._origin, item), search)
        self.out += [PartStarted(self._index, part), PartEnded(self._index)]
        self._index += 1

    def _unique_id(self, item: Item) -> str:
        """An id that no other call has and that every dialect takes; the provider's if it may."""
        raw = _text(item.get("call_id")) or _text(item.get("id"))
        if raw in self._ids or not _ID.fullmatch(raw):
            text = f"{self.seed}\n{raw}\n{self._index}"
            raw = "call_" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
        self._ids.add(raw)
        return raw


def _objects(value: Any) -> list[Item]:
    entries = value if isinstance(value, list) else []
    return [{"text": "", **entry} for entry in entries if isinstance(entry, dict)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
