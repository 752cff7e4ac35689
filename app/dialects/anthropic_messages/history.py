"""The turns in the order and with the ids that this wire insists on.

A call must be answered in the very next user message, results first; ids have one form and occur
once; instructions in the middle are messages of their own or words of the user. Everything is
decided by what stands before, so that a grown conversation keeps its beginning byte by byte.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

from app.core.canonical import joined
from app.core.conversation import Part, Text, ToolCall, ToolResult, Turn
from app.dialects.open_calls import OpenCalls

_WORD_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_REMINDER = "<system-reminder>"


def split(turns: tuple[Turn, ...]) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """The system prompt's turns, and the rest."""
    for index, turn in enumerate(turns):
        if turn.role != "system":
            return turns[:index], turns[index:]
    return turns, ()


def ordered(
    turns: tuple[Turn, ...], *, system_in_place: bool, lose: Callable[[str], None]
) -> tuple[Turn, ...]:
    """The turns joined by role, with results first and ids as the wire takes them.

    `lose` is told the id of a result that has no call: it becomes words. A call that nobody
    answered before the user spoke again gets an answer that says so.
    """
    if not system_in_place:
        turns = tuple(_reminder(turn) if turn.role == "system" else turn for turn in turns)
    result: list[Turn] = []
    used: set[str] = set()
    open_calls: list[tuple[str, str]] = []  # the client's id, the wire's
    for turn in joined(turns):
        if turn.role == "assistant":
            parts, open_calls = _called(turn.parts, used)
            result.append(replace(turn, parts=parts))
        elif turn.role == "user":
            result.append(replace(turn, parts=_answered(turn.parts, open_calls, lose)))
            open_calls = []
        else:
            result.append(turn)
    return tuple(result)


def _reminder(turn: Turn) -> Turn:
    """Instructions in the middle, as words of the user that the models know to be ours."""
    parts: list[Part] = []
    for part in turn.parts:
        if isinstance(part, Text) and not part.text.lstrip().startswith(_REMINDER):
            part = replace(part, text=f"{_REMINDER}\n{part.text}\n</system-reminder>")
        parts.append(part)
    return Turn("user", tuple(parts))


def _called(
    parts: tuple[Part, ...], used: set[str]
) -> tuple[tuple[Part, ...], list[tuple[str, str]]]:
    result: list[Part] = []
    calls: list[tuple[str, str]] = []
    for part in parts:
        if isinstance(part, ToolCall):
            wire_id = _wire_id(part.id, used)
            calls.append((part.id, wire_id))
            part = part if wire_id == part.id else replace(part, id=wire_id)
        result.append(part)
    return tuple(result), calls


def _wire_id(client_id: str, used: set[str]) -> str:
    """The id itself where the wire takes it and no call has it yet, else one made from it."""
    wire_id, attempt = client_id, 0
    while wire_id in used or not _WORD_ID.fullmatch(wire_id):
        seed = f"{attempt}:{client_id}".encode("utf-8", "surrogatepass")
        wire_id = f"toolu_{hashlib.sha256(seed).hexdigest()[:24]}"
        attempt += 1
    used.add(wire_id)
    return wire_id


def _answered(
    parts: tuple[Part, ...], calls: list[tuple[str, str]], lose: Callable[[str], None]
) -> tuple[Part, ...]:
    waiting = OpenCalls[str]()
    for call_id, wire_id in calls:
        waiting.add(call_id, wire_id)
    results: list[Part] = []
    others: list[Part] = []
    for part in parts:
        if not isinstance(part, ToolResult):
            others.append(part)
            continue
        found = waiting.answered(part.call_id)
        if found is None:
            lose(part.call_id)
            others += (Text(f"[Tool result {part.call_id}]:"), *part.parts)
            continue
        results.append(part if found == part.call_id else replace(part, call_id=found))
    results += [ToolResult(wire_id, (Text("[interrupted]"),)) for wire_id in waiting.left()]
    return (*results, *others)


def trimmed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """An assistant turn that the model shall go on with, without blanks at its end (a 400)."""
    last = parts[-1] if parts else None
    if not isinstance(last, Text) or last.text == last.text.rstrip():
        return parts
    return (*parts[:-1], replace(last, text=last.text.rstrip()))
