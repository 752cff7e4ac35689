"""Turns into the items of `input`.

Each call is answered by an output item, or OpenAI answers 400; a reasoning item goes back only with
the item that followed it. Everything is decided by what stands before, so that a grown conversation
keeps its beginning byte by byte.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.conversation import (
    Opaque,
    Part,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from app.core.loss import Weight
from app.core.sidecar import Sidecar
from app.dialects.open_calls import OpenCalls
from app.dialects.openai_responses.encode_parts import content, is_text, said
from app.dialects.openai_responses.notes import Json, Notes
from app.dialects.openai_responses.output_items import call_item
from app.dialects.openai_responses.tool_forms import ToolForm
from app.dialects.openai_responses.wire import NAME
from app.dialects.tool_ids import ToolIds

_INTERRUPTED = "[interrupted]"
_COMPACTION = frozenset({"compaction", "compaction_trigger"})


def instructions(turns: tuple[Turn, ...], notes: Notes) -> tuple[str | None, tuple[Turn, ...]]:
    """The `instructions` field, and the turns that are left for `input`.

    A client of this wire may have said them in developer messages, which then stay such.
    """
    count = next((i for i, turn in enumerate(turns) if turn.role != "system"), len(turns))
    if not notes.own:
        notes.where = "system"
        parts = [part for turn in turns[:count] for part in turn.parts]
        for turn in turns[:count]:
            notes.dropped(turn.sidecar)
        written = content(parts, notes)
        words = "\n\n".join(part["text"] for part in written if "text" in part)
        return words or None, turns[count:]
    first = turns[0] if count else None
    if first is not None and first.sidecar is None and len(first.parts) == 1:
        (only,) = first.parts
        if isinstance(only, Text) and only.sidecar is None:
            return only.text or None, turns[1:]
    return None, turns


def items(turns: tuple[Turn, ...], notes: Notes) -> list[Json]:
    """The items of `turns`."""
    writer = _Writer(notes)
    for index, turn in enumerate(turns):
        notes.where = f"input[{index}]"
        match turn.role:
            case "assistant":
                writer.assistant(turn)
            case "user":
                writer.user(turn)
            case "system":
                writer.message("developer", turn.parts, turn.sidecar)
    writer.interrupt()
    notes.where = ""
    return writer.written


class _Writer:
    """Writes items one after the other."""

    def __init__(self, notes: Notes) -> None:
        self.written: list[Json] = []
        self._notes = notes
        self._ids = ToolIds("word")
        self._open = OpenCalls[tuple[str, str]]()  # their ids on the wire, and their kinds
        self._hid_thinking = False

    def message(self, role: str, parts: Iterable[Part], sidecar: Sidecar | None) -> None:
        """A message of the user or of the developer; an item of this wire alone as it is."""
        rest: list[Part] = []
        for part in parts:
            own = part.sidecar.towards(NAME) if isinstance(part, Opaque) else {}
            if own and not _is_content(own) and self._understood(part):
                self.written.append(dict(own))
            else:
                rest.append(part)
        written = content(rest, self._notes)
        if written:
            item: Json = {"type": "message", "role": role, "content": written}
            self.written.append(self._notes.extended(item, sidecar))

    def _understood(self, part: Part) -> bool:
        """Whether the target makes compaction items; another is told in words."""
        return self._notes.target.traits.compaction or not (
            isinstance(part, Opaque) and part.kind in _COMPACTION
        )

    def user(self, turn: Turn) -> None:
        """A user's turn: the results of tools first, then everything else."""
        rest: list[Part] = []
        told: list[Json] = []
        for part in turn.parts:
            if isinstance(part, ToolResult):
                told += self._result(part)
            else:
                rest.append(part)
        self.interrupt()
        if told:
            self.written.append({"type": "message", "role": "user", "content": told})
        self.message("user", rest, turn.sidecar)

    def interrupt(self) -> None:
        """Answer the calls that nobody answered."""
        for wire_id, kind in self._open.left():
            self.written.append(_output(kind, wire_id, _INTERRUPTED))

    def assistant(self, turn: Turn) -> None:
        """The model's turn: its items in their order."""
        self._notes.dropped(turn.sidecar)
        pending: Json | None = None  # a reasoning that waits for what follows it
        message: Json | None = None
        for part in turn.parts:
            if isinstance(part, Thinking):
                pending, message = self._reasoning(part), None
                continue
            entry = self._spoken(part)
            item = None if entry is not None else self._item(part)
            if entry is None and item is None:
                continue
            if pending is not None:
                self.written.append(pending)
                pending = None
            if item is not None:
                self.written.append(item)
                message = None
                continue
            mark = _message_fields(part)
            if message is None or mark is not None:
                message = {"type": "message", "role": "assistant", **(mark or {}), "content": []}
                self.written.append(message)
            message["content"].append(entry)
        if pending is not None:
            self._hide_thinking()

    def _spoken(self, part: Part) -> Json | None:
        """The content of an assistant's message that a part is, None where it is none."""
        match part:
            case Text(text=text, cache=cache, sidecar=sidecar) if text:
                self._notes.unmarked(cache)
                wire: Json = {"type": "output_text", "text": text, "annotations": []}
                return self._notes.extended(wire, sidecar, "message")
            case Refusal(text=text, sidecar=sidecar):
                wire = {"type": "refusal", "refusal": text}
                return self._notes.extended(wire, sidecar, "message")
            case Opaque(kind=kind, gist=gist, sidecar=sidecar):
                own = sidecar.towards(NAME)
                if own:
                    return dict(own["part"]) if _is_content(own) else None
                weight: Weight = "content" if gist else "marker"
                self._notes.lose(kind, weight, "written as text" if gist else "left out")
                return {"type": "output_text", "text": gist, "annotations": []} if gist else None
            case _:
                return None

    def _item(self, part: Part) -> Json | None:
        match part:
            case ToolCall():
                return self._call(part)
            case Opaque(sidecar=sidecar) if own := sidecar.towards(NAME):
                return dict(own)
            case Text() | Opaque():
                return None
            case _:
                self._notes.lose("media", "content", "left out of the model's own turn")
                return None

    def _reasoning(self, part: Thinking) -> Json | None:
        """The item, back to the provider that made it and to no other: elsewhere it is a 400."""
        sidecar = part.sidecar
        target = self._notes.target
        origin = sidecar.origin if sidecar is not None else None
        if (
            sidecar is None
            or origin is None
            or origin.dialect != NAME
            or origin.provider not in (None, target.provider)
        ):
            self._hide_thinking()
            return None
        summary = [{"type": "summary_text", "text": part.text}] if part.text else []
        if "content" in sidecar.data:
            summary = []
        return {"type": "reasoning", "summary": summary, **sidecar.data}

    def _hide_thinking(self) -> None:
        if not self._hid_thinking:
            self._hid_thinking = True
            self._notes.lose("thinking", "marker", "left out: it cannot go back to this target")

    def _call(self, call: ToolCall) -> Json:
        notes = self._notes
        notes.unmarked(call.cache)
        form = notes.forms.get(call.name) or ToolForm(notes.tool_names.get(call.name, call.name))
        wire_id = self._ids.of_call(call.id)
        self._open.add(call.id, (wire_id, form.kind))
        arguments = call.arguments if call.arguments.strip() else "{}"
        item = call_item(ToolCall(wire_id, call.name, arguments), form, "")
        del item["id"]
        if form.kind in ("function", "custom"):
            del item["status"]
        return notes.extended(item, call.sidecar)

    def _result(self, result: ToolResult) -> list[Json]:
        """Write a result's item; gives what must be told as a message, for want of a call."""
        notes = self._notes
        notes.unmarked(result.cache)
        answered = self._open.answered(result.call_id)
        own = result.sidecar.towards(NAME) if result.sidecar is not None else {}
        if "type" in own and answered is not None:  # the whole item
            self.written.append({**own, "call_id": answered[0]})
            return []
        parts = content(result.parts, notes)
        if result.is_error:
            parts = _failed(parts)
        if answered is None:
            notes.dropped(result.sidecar)
            notes.lose("tool_result", "marker", f"{result.call_id} answers no call; told as text")
            return [said(f"[Tool result {result.call_id}]:"), *parts]
        output: str | list[Json] = parts
        if not parts:
            output = ""
        elif len(parts) == 1 and is_text(parts[0]):
            output = parts[0]["text"]
        item = _output(answered[1], answered[0], output)
        self.written.append(notes.extended(item, result.sidecar))
        return []


def _output(kind: str, wire_id: str, output: Any) -> Json:
    if kind == "custom":
        return {"type": "custom_tool_call_output", "call_id": wire_id, "output": output}
    if kind == "tool_search":
        return {
            "type": "tool_search_output",
            "call_id": wire_id,
            "status": "completed",
            "execution": "client",
            "tools": [],
        }
    # Shells too: OpenAI takes a function's output for each of them (Codex 0.169.0 sends it).
    return {"type": "function_call_output", "call_id": wire_id, "output": output}


def _failed(parts: list[Json]) -> list[Json]:
    if parts and is_text(parts[0]):
        return [{**parts[0], "text": f"Error: {parts[0]['text']}"}, *parts[1:]]
    return [said("Error: the tool failed."), *parts]


def _message_fields(part: Part) -> Mapping[str, Any] | None:
    """What the client said of the message that begins with `part`."""
    if part.sidecar is None:
        return None
    found = part.sidecar.towards(NAME).get("message")
    return found if isinstance(found, Mapping) else None


def _is_content(own: Mapping[str, Any]) -> bool:
    """Whether an object of this wire stood inside a message, not beside it."""
    return "part" in own
