"""The parts of an answer, opened and closed in order, out of the parts of its chunks.

A chunk's text goes on where the last one's stopped. A thought signature becomes a hidden thought
beside the part that it stood on, so that it travels wherever thoughts do.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import AnswerPart, Event, PartDelta, PartEnded, PartStarted
from app.core.search import Search, summary
from app.core.sidecar import Origin, Sidecar
from app.dialects import wire_json
from app.dialects.gemini import gist
from app.dialects.gemini.wire import CALL, ON, SIGNATURE

_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_BESIDE = frozenset({"text", "thought", SIGNATURE})  # what a part may have and still be words
_CALL_PART = frozenset({"functionCall", "thought", SIGNATURE})
_METADATA = frozenset({"partMetadata", "mediaResolution", "videoMetadata"})

Kind = Literal["text", "thinking"]
Wire = Mapping[str, Any]


class Assembly:
    """Collects events in `out`, which the decoder takes; keeps the grammar of `app.core.events`."""

    def __init__(self, origin: Origin, tool_names: Mapping[str, str]) -> None:
        self.out: list[Event] = []
        self.seed = ""
        self.called = False
        self._origin = origin
        self._tool_names = tool_names
        self._ids: set[str] = set()
        self._index = 0
        self._open: Kind | None = None

    @property
    def spoke(self) -> bool:
        """Whether there was any part at all."""
        return self._index > 0 or self._open is not None

    def part(self, part: Wire) -> None:
        """The next part of the answer.

        Raises `ValueError` where it cannot be told without losing some of it.
        """
        signature = _text(part.get(SIGNATURE))
        if isinstance(part.get("functionCall"), Mapping):
            self._call(part, part["functionCall"], signature)
        elif isinstance(part.get("text"), str) and part.keys() <= _BESIDE | _METADATA:
            kind: Kind = "thinking" if part.get("thought") is True else "text"
            extra = {name: value for name, value in part.items() if name not in _BESIDE}
            self._words(kind, part["text"], signature, extra)
        elif part.keys() - _BESIDE:
            self._opaque(part)
        elif signature:
            self._words("text", "", signature, {})

    def refusal(self, words: str) -> None:
        """Why there is no answer, in the provider's words."""
        self.close()
        self.out += [PartStarted(self._index, Refusal(""))]
        if words:
            self.out.append(PartDelta(self._index, words))
        self.out.append(PartEnded(self._index))
        self._index += 1

    def grounded(self, search: Search, data: Wire) -> None:
        """The search that the answer was grounded on; `data` is what the wire says of it."""
        self.close()
        sidecar = Sidecar(self._origin, data)
        self._whole(Opaque("grounding", summary(search), sidecar, search), None)

    def close(self, sidecar: Sidecar | None = None) -> None:
        """End the open part."""
        if self._open is not None:
            self._open = None
            self.out.append(PartEnded(self._index, sidecar))
            self._index += 1

    def _words(self, kind: Kind, piece: str, signature: str, extra: Wire) -> None:
        if self._open is not None and (self._open != kind or extra):
            self.close()
        if signature and kind == "thinking":
            self._thought_with(piece, signature)
            return
        begins = self._open is None and piece != ""
        if signature and begins:
            self._hidden(signature, "next")
        if piece or extra:
            self._add(kind, piece)
        if extra:
            self.close(Sidecar(self._origin, extra))
        if signature:
            self.close()
            if not begins:
                self._hidden(signature, "previous")

    def _thought_with(self, piece: str, signature: str) -> None:
        sidecar = Sidecar(self._origin, {SIGNATURE: signature, ON: "own"})
        if piece:
            self._add("thinking", piece)
        if self._open is None:
            self._whole(Thinking("", redacted=True), sidecar)
        self.close(sidecar)

    def _add(self, kind: Kind, piece: str) -> None:
        if self._open is None:
            self._open = kind
            opened: AnswerPart = Thinking("") if kind == "thinking" else Text("")
            self.out.append(PartStarted(self._index, opened))
        if not piece:
            return
        if type(last := self.out[-1] if self.out else None) is PartDelta:
            last.text += piece
        else:
            self.out.append(PartDelta(self._index, piece))

    def _call(self, part: Wire, call: Wire, signature: str) -> None:
        if call.get("partialArgs") or call.get("willContinue"):
            raise ValueError("a call in pieces")  # Vertex sends it where it is asked to
        self.close()
        self.called = True
        name = _text(call.get("name"))
        call_id = self._unique_id(call)
        if signature:
            self._hidden(signature, "next", call_id)
        known = self._tool_names.get(name, name)
        self.out.append(PartStarted(self._index, ToolCall(call_id, known, "")))
        args = call.get("args")
        arguments = wire_json.dump_text(args if args is not None else {})
        self.out.append(PartDelta(self._index, arguments))
        extra = {field: value for field, value in part.items() if field not in _CALL_PART}
        self.out.append(PartEnded(self._index, Sidecar(self._origin, extra) if extra else None))
        self._index += 1

    def _opaque(self, part: Wire) -> None:
        self.close()
        kind = next(name for name in part if name not in _BESIDE)
        self._whole(Opaque(kind, gist.of_part(part, kind), Sidecar(self._origin, part)), None)

    def _hidden(self, signature: str, on: str, call_id: str | None = None) -> None:
        data: dict[str, Any] = {SIGNATURE: signature, ON: on}
        if call_id is not None:
            data[CALL] = call_id
        self._whole(Thinking("", redacted=True), Sidecar(self._origin, data))

    def _whole(self, part: AnswerPart, sidecar: Sidecar | None) -> None:
        self.out += [PartStarted(self._index, part), PartEnded(self._index, sidecar)]
        self._index += 1

    def _unique_id(self, call: Wire) -> str:
        """An id that no other call has and that every dialect takes; the provider's if it may."""
        raw = _text(call.get("id"))
        if raw in self._ids or not _ID.fullmatch(raw):
            text = f"{self.seed}\n{raw}\n{self._index}\n{call.get('name')}\n{call.get('args')}"
            raw = "call_" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
        self._ids.add(raw)
        return raw


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
