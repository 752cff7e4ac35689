"""The parts of an answer, opened and closed in order, out of the fields of its deltas."""

from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import AnswerPart, Event, PartDelta, PartEnded, PartStarted
from app.core.search import Found, Search
from app.core.sidecar import Origin, Sidecar
from app.dialects import citations
from app.dialects.openai_chat.call_sequence import BrokenCall, Call, CallSequence
from app.dialects.openai_chat.reasoning_fields import ReasoningReader
from app.dialects.openai_chat.think_tags import ThinkTags

Kind = Literal["text", "thinking", "refusal"]
_EMPTY: dict[Kind, AnswerPart] = {
    "text": Text(""),
    "thinking": Thinking(""),
    "refusal": Refusal(""),
}


class Assembly:
    """Collects events in `out`, which the decoder takes; keeps the grammar of `app.core.events`.

    `seed` makes the ids of calls that came without one. `tool_names` leads from rewritten names
    back to the client's.
    """

    def __init__(self, origin: Origin, tool_names: Mapping[str, str]) -> None:
        self.out: list[Event] = []
        self.seed = ""
        self.refused = False
        self._origin = origin
        self._tool_names = tool_names
        self._reasoning = ReasoningReader()
        self._tags = ThinkTags()
        self._sequence = CallSequence()
        self._index = 0
        self._open: Kind | None = None
        self._call: Call | None = None
        self._after_calls: list[tuple[Kind, str]] = []
        self._annotations: list[Any] = []
        self._found: dict[str, Found] = {}
        self._spoke = False

    @property
    def called(self) -> bool:
        """Whether a tool call was among the parts."""
        return bool(self._sequence.calls)

    @property
    def spoke(self) -> bool:
        """Whether there was any part at all."""
        return self._spoke or self.called

    def delta(self, delta: Mapping[str, Any]) -> None:
        """Take one delta, or a whole message.

        Raises `BrokenCall`.
        """
        self._think(self._reasoning.take(delta))
        if self._reasoning.proof and self._open is None and self._call is None:
            # Reasoning that is not shown stands before what it led to, not behind it.
            self._out_hidden_thinking()
        content = delta.get("content")
        if content:
            self._content(content)
        refusal = delta.get("refusal")
        if refusal and isinstance(refusal, str):
            self.refused = True
            self._say("refusal", refusal)
        annotations = delta.get("annotations")
        if annotations and isinstance(annotations, list):
            self._annotations += annotations
            self.searched(annotations)
        calls = delta.get("tool_calls")
        if calls and isinstance(calls, list | dict):
            for entry in [calls] if isinstance(calls, dict) else calls:
                if isinstance(entry, dict):
                    self._tool_call(entry)
        legacy = delta.get("function_call")
        if legacy and isinstance(legacy, dict):
            self._tool_call({"index": 0, "function": legacy})

    def finish(self, *, cut_short: bool = False) -> None:
        """Close whatever is open and let out what was held back.

        Where the token limit `cut_short` the answer, calls that are not whole and that nobody has
        seen yet are dropped. Raises `BrokenCall` where a call never got a name.
        """
        for found, held in self._tags.end():
            self._say(found, held)
        if cut_short:
            self._sequence.drop_unfinished()
        for call in self._sequence.calls:
            self._let_out(call, last=True)
        self._close_call()
        for kind, text in self._after_calls:
            self._speak(kind, text)
        self._after_calls.clear()
        if self._reasoning.proof and self._open != "thinking":
            self._close()
            self._out_hidden_thinking()
        self._close()
        if self._found:
            self._out_search()

    def searched(self, entries: Any) -> None:
        """Take results of a search that the provider made, wherever its answer tells them."""
        for found in citations.results(entries):
            known = self._found.get(found.url)
            if known is None or (found.title and not known.title):
                self._found[found.url] = found

    def _out_search(self) -> None:
        """The search as a part behind the text: this wire tells no query, and no place."""
        search = Search("", tuple(self._found.values()))
        part = Opaque("web_search", "", Sidecar(self._origin, {}), search)
        self.out += [PartStarted(self._index, part), PartEnded(self._index)]
        self._index += 1

    @property
    def unfinished_call(self) -> bool:
        """Whether the last call's arguments are not whole."""
        calls = self._sequence.calls
        return bool(calls) and bool(calls[-1].text.strip()) and not calls[-1].complete

    def _think(self, text: str) -> None:
        if text:
            self._say("thinking", text)

    def _content(self, content: Any) -> None:
        if isinstance(content, str):
            self._text(content)
        elif isinstance(content, list):
            for part in content:
                self._content_part(part)

    def _content_part(self, part: Any) -> None:
        """One part of a content list: Mistral's thinking, or text."""
        if isinstance(part, str):
            self._text(part)
        elif isinstance(part, dict):
            thinking = part.get("thinking")
            if isinstance(thinking, str):
                self._think(thinking)
            elif isinstance(thinking, list):
                for inner in thinking:
                    if isinstance(inner, dict) and isinstance(inner.get("text"), str):
                        self._think(inner["text"])
            elif isinstance(part.get("text"), str):
                self._text(part["text"])
            elif isinstance(part.get("refusal"), str):
                self.refused = True
                self._say("refusal", part["refusal"])

    def _text(self, text: str) -> None:
        if self._tags.passing or self._reasoning.source is not None:
            if not self._tags.passing:
                for found, held in self._tags.end():
                    self._say(found, held)
            self._say("text", text)
            return
        for found, piece in self._tags.feed(text):
            self._say(found, piece)

    def _say(self, kind: Kind, text: str) -> None:
        """Words of a kind; while calls are under way they wait for them to end."""
        if not text:
            return
        call = self._call
        if call is not None:
            if not self._calls_complete():
                self._after_calls.append((kind, text))
                return
            for other in self._sequence.calls:
                self._let_out(other, last=True)
            self._close_call()
        self._speak(kind, text)

    def _speak(self, kind: Kind, text: str) -> None:
        if self._open != kind:
            self._close()
            self._open = kind
            self._spoke = True
            self.out.append(PartStarted(self._index, _EMPTY[kind]))
        elif self.out and type(last := self.out[-1]) is PartDelta:
            last.text += text
            return
        self.out.append(PartDelta(self._index, text))

    def _tool_call(self, entry: dict[str, Any]) -> None:
        for found, held in self._tags.end():
            self._say(found, held)
        function = entry.get("function")
        function = function if isinstance(function, dict) else {}
        call = self._sequence.call_for(entry, function)
        piece = call.add(function.get("arguments"))
        if call.closed:
            if piece.strip():
                raise BrokenCall("The provider went on with a tool call that it had completed.")
            return
        if call.opened:
            if piece:
                self._argue(piece)
            if call is self._sequence.calls[-1]:
                return
        self._advance()

    def _advance(self) -> None:
        """Let calls out in their order, as far as each before the last one is whole."""
        calls = self._sequence.calls
        for call in calls:
            if call.closed:
                continue
            if not call.opened:
                self._let_out(call, last=False)
            if not call.opened or call is calls[-1] or not call.complete:
                return
            self._close_call()

    def _let_out(self, call: Call, *, last: bool) -> None:
        """Open `call` and send what it has.

        A name, and an id or some arguments, must be known first; `last` means that nothing more
        will come for it.
        """
        if call.closed:
            return
        if not call.opened:
            if not call.name:
                if last:
                    raise BrokenCall("The provider called a tool without naming it.")
                return
            if not last and not (call.raw_id or call.text):
                return
            self._close()
            call.opened = True
            self._call = call
            name = self._tool_names.get(call.name, call.name)
            call_id = self._sequence.unique_id(call, self.seed)
            self.out.append(PartStarted(self._index, ToolCall(call_id, name, "")))
            if call.text:
                self._argue(call.text)
        if last:
            self._close_call()

    def _argue(self, piece: str) -> None:
        if self.out and type(last := self.out[-1]) is PartDelta:
            last.text += piece
        else:
            self.out.append(PartDelta(self._index, piece))

    def _calls_complete(self) -> bool:
        return all(call.closed or call.complete for call in self._sequence.calls)

    def _close_call(self) -> None:
        if self._call is None:
            return
        self._call.closed = True
        self._call = None
        self.out.append(PartEnded(self._index))
        self._index += 1

    def _close(self) -> None:
        """End the open text, thinking or refusal."""
        if self._open is None:
            return
        sidecar = None
        if self._open == "thinking":
            sidecar = Sidecar(self._origin, self._reasoning.take_proof())
        elif self._open == "text" and self._annotations:
            sidecar = Sidecar(self._origin, {"annotations": self._annotations})
            self._annotations = []
        self.out.append(PartEnded(self._index, sidecar))
        self._index += 1
        self._open = None

    def _out_hidden_thinking(self) -> None:
        sidecar = Sidecar(self._origin, self._reasoning.take_proof())
        self.out.append(PartStarted(self._index, Thinking("", redacted=True)))
        self.out.append(PartEnded(self._index, sidecar))
        self._index += 1
        self._spoke = True
