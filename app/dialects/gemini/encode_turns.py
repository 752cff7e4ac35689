"""Turns into contents, in the order that Google insists on.

A content of calls is followed by one of the user that begins with a response to each of them.
Contents of the user and of the model alternate, and the user begins. Everything is decided by what
stands before, so that a grown conversation keeps its beginning byte by byte.
"""

from collections.abc import Iterable
from dataclasses import replace

from app.core.canonical import joined
from app.core.conversation import (
    Audio,
    Document,
    Image,
    Inline,
    Part,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from app.dialects.arguments import as_object
from app.dialects.gemini import signature_placing
from app.dialects.gemini.encode_parts import content, is_text, said
from app.dialects.gemini.notes import Json, Notes
from app.dialects.gemini.wire import NAME, ON, SIGNATURE
from app.dialects.open_calls import OpenCalls
from app.dialects.tool_ids import ToolIds

_REMINDER = "<system-reminder>"
_INTERRUPTED = "[interrupted]"
_BEGINNING = "(The conversation begins.)"
_GO_ON = "Go on exactly where your last words end."


def system(turns: tuple[Turn, ...], instruction: str | None, notes: Notes) -> Json | None:
    """The system instruction; `instruction` is a text of ours for its end."""
    notes.where = "systemInstruction"
    parts: list[Json] = []
    extra: Json = {}
    for turn in turns:
        parts += content(turn.parts, notes)
        extra = notes.extended(extra, turn.sidecar)
    if instruction is not None:
        parts.append(said(instruction))
    notes.where = ""
    return {**extra, "parts": parts} if parts else None


def contents(turns: tuple[Turn, ...], notes: Notes) -> list[Json]:
    """The contents of `turns`."""
    writer = _Writer(notes)
    for index, turn in enumerate(joined(tuple(_reminded(turn, notes) for turn in turns))):
        notes.where = f"contents[{index}]"
        if turn.role == "assistant":
            writer.model(turn)
        else:
            writer.user(turn)
    writer.interrupt()
    if writer.written and writer.written[-1]["role"] == "model":
        writer.go_on()
    notes.where = ""
    return writer.written


def _reminded(turn: Turn, notes: Notes) -> Turn:
    """Instructions in mid-conversation, as words of the user."""
    if turn.role != "system":
        return turn
    parts: list[Part] = []
    for part in turn.parts:
        if isinstance(part, Text) and not part.text.lstrip().startswith(_REMINDER):
            part = replace(part, text=f"{_REMINDER}\n{part.text}\n</system-reminder>")
        parts.append(part)
    notes.dropped(turn.sidecar)
    return Turn("user", tuple(parts))


class _Writer:
    """Writes contents one after the other."""

    def __init__(self, notes: Notes) -> None:
        self.written: list[Json] = []
        self._notes = notes
        self._traits = notes.target.traits
        self._ids = ToolIds(self._traits.tool_ids)
        self._open = OpenCalls[tuple[str, str]]()  # their ids on the wire, and their names
        self._hid_thinking = False

    def user(self, turn: Turn) -> None:
        """A user's turn: the results of tools first, then everything else."""
        responses: list[Json] = []
        after: list[Json] = []
        rest: list[Part] = []
        for part in turn.parts:
            if isinstance(part, ToolResult):
                response, beside = self._result(part)
                responses += response
                after += beside
            else:
                rest.append(part)
        responses += self._interrupted()
        after += content(rest, self._notes)
        self._say("user", [*responses, *after], turn)

    def interrupt(self) -> None:
        """Answer the calls that nobody answered."""
        self._say("user", self._interrupted())

    def go_on(self) -> None:
        """The model has the last word, and shall go on with it."""
        if self._traits.prefill == "none":
            self._notes.lose("prefill", "option", "the target is asked to go on", "contents")
            self._say("user", [said(_GO_ON)])

    def model(self, turn: Turn) -> None:
        """The model's turn: thoughts, words and calls in their order."""
        notes = self._notes
        placing = signature_placing.Placing(turn, notes.target)
        written: list[Json] = []
        for part in turn.parts:
            match part:
                case Thinking():
                    written += self._thought(part, placing)
                case ToolCall() if self._traits.tools:
                    written.append(placing.signed(self._call(part), part.id))
                case ToolCall(name=name, arguments=arguments):
                    written.append(placing.signed(said(f"[Tool call {name}: {arguments}]")))
                case Image() | Document() | Audio() if not notes.own:
                    notes.lose("media", "content", "left out of the model's own turn")
                case _:
                    written += [placing.signed(item) for item in content([part], notes)]
        written += placing.rest()
        if self._traits.call_signatures:
            signature_placing.stamped(written)
        if written and not self.written:
            notes.lose("messages", "marker", "a word of the user's is put before the model's")
            self._say("user", [said(_BEGINNING)])
        self._say("model", written, turn)

    def _thought(self, part: Thinking, placing: signature_placing.Placing) -> list[Json]:
        """A thought of the target's own, or its signature alone; elsewhere's stay behind."""
        notes = self._notes
        data = signature_placing.own(part.sidecar, notes.target)
        if SIGNATURE in data and data.get(ON) != "own":
            placing.hidden(data)
            return []
        if SIGNATURE not in data and not (notes.own and part.text and not part.redacted):
            if not self._hid_thinking:
                self._hid_thinking = True
                notes.lose("thinking", "marker", "left out: it cannot go back to this target")
            return []
        thought: Json = {"text": part.text, "thought": True}
        return [{**thought, SIGNATURE: data[SIGNATURE]} if SIGNATURE in data else thought]

    def _call(self, call: ToolCall) -> Json:
        notes = self._notes
        notes.unmarked(call.cache)
        name = notes.tool_names.get(call.name, call.name)
        wire_id = self._ids.of_call(call.id)
        self._open.add(call.id, (wire_id, name))
        inner = {"id": wire_id} if self._traits.call_ids else {}
        wire = {"functionCall": {**inner, "name": name, "args": as_object(call.arguments)}}
        return notes.extended(wire, call.sidecar)

    def _result(self, result: ToolResult) -> tuple[list[Json], list[Json]]:
        """A result's response, and what stands behind all responses."""
        notes = self._notes
        notes.unmarked(result.cache)
        answered = self._open.answered(result.call_id)
        own = result.sidecar.towards(NAME) if result.sidecar is not None else {}
        notes.dropped(result.sidecar)
        if answered is None:
            notes.lose("tool_result", "marker", f"{result.call_id} answers no call; told as text")
            told = content(result.parts, notes)
            return [], [said(f"[Tool result {result.call_id}]:"), *told]
        inside, beside = self._media(result.parts)
        told = content(inside, notes)
        words = "\n".join(part["text"] for part in told if is_text(part))
        response = {"error" if result.is_error else "output": words}
        wire = self._response(answered, own.get("response", response))
        files = [part for part in told if not is_text(part)]
        if files:
            wire["parts"] = files
        wire |= {name: value for name, value in own.items() if name not in wire}
        after = content(beside, notes)
        if after:
            after.insert(0, said(f"File from tool result {answered[0]}:"))
        return [{"functionResponse": wire}], after

    def _media(self, parts: Iterable[Part]) -> tuple[list[Part], list[Part]]:
        """What may stand inside a response, and what must stand behind it."""
        inside: list[Part] = []
        beside: list[Part] = []
        for part in parts:
            media = isinstance(part, Image | Audio) or (
                isinstance(part, Document) and part.source is not None
            )
            fits = self._traits.tool_result_images and (
                isinstance(part, Image | Document) and isinstance(part.source, Inline)
            )
            (beside if media and not fits else inside).append(part)
        return inside, beside

    def _interrupted(self) -> list[Json]:
        left = [self._response(call, {"output": _INTERRUPTED}) for call in self._open.left()]
        return [{"functionResponse": response} for response in left]

    def _response(self, call: tuple[str, str], response: object) -> Json:
        wire_id, name = call
        inner = {"id": wire_id} if self._traits.call_ids else {}
        return {**inner, "name": name, "response": response}

    def _say(self, role: str, parts: list[Json], turn: Turn | None = None) -> None:
        """Add parts to the last content where it is of the same speaker, else as a new one."""
        sidecar = turn.sidecar if turn is not None else None
        if not parts:
            self._notes.dropped(sidecar)
            return
        last = self.written[-1] if self.written else None
        if last is not None and last["role"] == role:
            last["parts"] += parts
            self._notes.dropped(sidecar)
        else:
            wire: Json = {"role": role, "parts": parts}
            self.written.append(self._notes.extended(wire, sidecar))
