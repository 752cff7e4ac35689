"""Turns into messages, in the order that strict servers insist on.

An assistant message with calls is followed by one tool message for each call, and by nothing else
before them (OpenAI, DeepSeek and most others answer 400 otherwise). Everything is decided by what
stands before, so that a grown conversation keeps its beginning byte by byte.
"""

from collections.abc import Iterable

from app.core.conversation import (
    Part,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from app.dialects.open_calls import OpenCalls
from app.dialects.openai_chat import encode_calls, encode_reasoning
from app.dialects.openai_chat.encode_parts import content, content_parts, is_text, joined, note
from app.dialects.openai_chat.notes import Json, Notes
from app.dialects.tool_ids import ToolIds

_REMINDER = "<system-reminder>"
_INTERRUPTED = "[interrupted]"


def messages(turns: tuple[Turn, ...], instruction: str | None, notes: Notes) -> list[Json]:
    """The request's messages; `instruction` is a text of ours for the end of the system prompt."""
    start = next((i for i, turn in enumerate(turns) if turn.role != "system"), len(turns))
    writer = _Writer(notes)
    writer.prompt(turns[:start], instruction)
    # Clients of Messages keep the prompt outside the list that they count.
    skipped = 0 if notes.from_chat else start
    for index, turn in enumerate(turns[start:], start):
        notes.where = f"messages[{index - skipped}]"
        match turn.role:
            case "assistant":
                writer.assistant(turn)
            case "user":
                writer.user(turn)
            case "system":
                writer.instructions(turn)
    writer.interrupt()
    notes.where = ""
    return writer.written


class _Writer:
    """Writes messages one after the other."""

    def __init__(self, notes: Notes) -> None:
        self.written: list[Json] = []
        self._notes = notes
        self._traits = notes.target.traits
        self._ids = ToolIds(self._traits.tool_ids)
        self._open = OpenCalls[str]()  # the ids on the wire
        self._held: list[Turn] = []  # instructions that came between calls and their results
        self._hid_thinking = False

    def prompt(self, turns: tuple[Turn, ...], instruction: str | None) -> None:
        """The leading instructions: one message, or the client's own where the target takes it."""
        notes = self._notes
        own = [Text(instruction)] if instruction is not None else []
        notes.where = "system"
        if notes.from_chat and self._traits.system_in_place:
            last = len(turns) - 1
            for index, turn in enumerate(turns):
                self._system(turn, [*turn.parts, *own] if index == last else turn.parts)
            if turns:
                return
        for turn in turns[1:]:
            notes.dropped(turn.sidecar)
        parts = [part for turn in turns for part in turn.parts]
        if len(turns) > 1 and notes.from_chat and not self._traits.cache_marks:
            words = joined(content_parts(parts, notes), "\n\n")
            parts = [Text(words)]
        self._system(turns[0] if turns else Turn("system", ()), [*parts, *own])

    def instructions(self, turn: Turn) -> None:
        """Instructions in mid-conversation."""
        if self._open:
            self._held.append(turn)
        elif self._traits.system_in_place:
            self._system(turn, turn.parts)
        else:
            self._remind(turn)

    def user(self, turn: Turn) -> None:
        """A user's turn: the results of tools first, then everything else as one message."""
        results = [part for part in turn.parts if isinstance(part, ToolResult)]
        if not results:
            self.interrupt()
            self._say(content_parts(turn.parts, self._notes), turn)
            return
        after: list[Json] = []
        for part in results:
            after += self._result(part)
        self.interrupt()
        after += content_parts(turn.parts, self._notes)
        if after or turn.sidecar is not None:
            self._say(after, turn)

    def interrupt(self) -> None:
        """Answer the calls that nobody answered, then write what had to wait for the answers."""
        for wire_id in self._open.left():
            self.written.append({"role": "tool", "tool_call_id": wire_id, "content": _INTERRUPTED})
        held, self._held = self._held, []
        for turn in held:
            self.instructions(turn)

    def assistant(self, turn: Turn) -> None:
        """The model's turn: text, refusal, reasoning and calls in one message."""
        notes = self._notes
        calls: list[ToolCall] = []
        thoughts: list[Thinking] = []
        said: list[Part] = []
        refusals: list[str] = []
        for part in turn.parts:
            match part:
                case ToolCall() if self._traits.tools:
                    calls.append(part)
                case ToolCall(name=name, arguments=arguments):
                    said.append(Text(f"[Tool call {name}: {arguments}]"))
                case Thinking():
                    thoughts.append(part)
                case Refusal(text=text) if notes.from_chat:
                    refusals.append(text)
                case _:
                    said.append(part)
        written = content_parts(said, notes)
        words = self._assistant_content(written)
        reasoning = encode_reasoning.history(thoughts, notes)
        hidden = any(thought.redacted for thought in thoughts)
        lost = not reasoning or (hidden and "reasoning_details" not in reasoning)
        if thoughts and lost and not self._hid_thinking:
            self._hid_thinking = True
            notes.lose("thinking", "marker", "left out: it cannot go back to this target")
        if not words and not calls and not refusals and not (turn.sidecar and notes.from_chat):
            if reasoning:
                notes.lose("thinking", "marker", "left out: nothing was said after it")
            notes.dropped(turn.sidecar)
            return
        message: Json = {"role": "assistant", "content": words}
        if not words and (calls or refusals) and self._traits.null_content:
            message["content"] = None
        if refusals:
            message["refusal"] = "\n".join(refusals)
        message |= reasoning | encode_reasoning.stand_in(reasoning, notes, called=bool(calls))
        if self._joins_assistant():
            message = self._merged_assistant(message)
        else:
            self.interrupt()
            self.written.append(message)
        if calls:
            self._calls(calls, message)
        notes.extended(message, turn.sidecar)

    def _assistant_content(self, written: list[Json]) -> str | list[Json]:
        """Text alone: the official wire has no pictures or files here."""
        texts = [part for part in written if is_text(part)]
        if len(texts) < len(written):
            self._notes.lose("media", "content", "left out of an assistant message")
        return content(texts, self._notes)

    def _joins_assistant(self) -> bool:
        if not self.written or self.written[-1]["role"] != "assistant":
            return False
        return bool(self._open) or self._traits.merge_same_role

    def _merged_assistant(self, message: Json) -> Json:
        last: Json = self.written[-1]
        last["content"] = _both(last["content"], message["content"]) or last["content"]
        for name, value in message.items():
            if name in ("reasoning_content", "reasoning") and name in last:
                last[name] = "\n".join(filter(str.strip, (last[name], value))) or value
            elif name == "reasoning_details" and name in last:
                last[name] = [*last[name], *value]
            elif name not in ("role", "content"):
                last[name] = value
        return last

    def _calls(self, calls: list[ToolCall], message: Json) -> None:
        notes = self._notes
        wire_calls: list[Json] = message.setdefault("tool_calls", [])
        for call in calls:
            wire_id = self._ids.of_call(call.id)
            self._open.add(call.id, wire_id)
            wire_calls.append(encode_calls.call(call, wire_id, notes))

    def _result(self, result: ToolResult) -> list[Json]:
        """Write a result's tool message; gives what must stand in a user message after them all."""
        notes = self._notes
        parts = encode_calls.result_parts(result, notes)
        wire_id = self._open.answered(result.call_id)
        if wire_id is None:
            notes.lose("tool_result", "marker", f"{result.call_id} answers no call; told as text")
            words = joined(parts, "\n")
            told = note(f"[Tool result {result.call_id}]: {words}".rstrip())
            return [told, *(part for part in parts if not is_text(part))]
        said, media = encode_calls.result_content(result, parts, notes)
        message: Json = {"role": "tool", "tool_call_id": wire_id, "content": said}
        self.written.append(notes.extended(message, result.sidecar))
        if not media:
            return []
        images = all(part["type"] == "image_url" for part in media)
        label = "Image" if images else "File"
        return [note(f"{label} from tool result {wire_id}:"), *media]

    def _say(self, written: list[Json], turn: Turn) -> None:
        notes = self._notes
        if not written and not notes.from_chat:
            notes.dropped(turn.sidecar)
            return
        said = content(written, notes)
        last = self.written[-1] if self.written else None
        if last is not None and last["role"] == "user" and self._traits.merge_same_role:
            last["content"] = _both(last["content"], said)
            notes.extended(last, turn.sidecar)
        else:
            self.written.append(notes.extended({"role": "user", "content": said}, turn.sidecar))

    def _remind(self, turn: Turn) -> None:
        """Instructions as words of the user, added to what the user has just said."""
        notes = self._notes
        parts: list[Part] = []
        for part in turn.parts:
            if isinstance(part, Text) and not part.text.lstrip().startswith(_REMINDER):
                part = Text(f"{_REMINDER}\n{part.text}\n</system-reminder>", part.cache)
            parts.append(part)
        notes.dropped(turn.sidecar)
        said = content(content_parts(parts, notes), notes)
        if not said:
            return
        last = self.written[-1] if self.written else None
        if last is not None and last["role"] == "user":
            last["content"] = _both(last["content"], said)
        else:
            self.written.append({"role": "user", "content": said})

    def _system(self, turn: Turn, parts: Iterable[Part]) -> None:
        notes = self._notes
        written = content_parts(parts, notes)
        words = [part for part in written if is_text(part)]
        if len(words) < len(written):
            notes.lose("media", "content", "left out of the system prompt")
        if words:
            message = {"role": self._traits.system_role, "content": content(words, notes)}
            self.written.append(notes.extended(message, turn.sidecar))


def _both(first: str | list[Json] | None, second: str | list[Json] | None) -> str | list[Json]:
    """One content after the other."""
    if not first or not second:
        return first or second or ""
    if isinstance(first, str) and isinstance(second, str):
        return f"{first}\n\n{second}"
    return [*_listed(first), *_listed(second)]


def _listed(value: str | list[Json]) -> list[Json]:
    return [note(value)] if isinstance(value, str) else value
