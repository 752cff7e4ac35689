"""Tool calls one after the other, out of deltas that may come in any way.

The wire addresses a call by `index`; servers leave it out, keep it at 0 for every call, repeat ids
and names in each chunk, send them late, or send whole calls at once (vLLM, GLM, Gemini-compatible
servers, Moonshot, OpenRouter). Events have one open part, so that a call which overlaps the open
one waits.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from app.dialects import wire_json

# Some models write blanks for ever inside a call's arguments.
BLANKS_LIMIT = 500
_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")


class BrokenCall(Exception):  # noqa: N818 - it says what a call is
    """A call that no client could run; the message is a sentence."""


@dataclass(slots=True)
class Call:
    """One call as far as it is known; `opened` and `closed` tell what was let out of it."""

    position: int
    raw_id: str = ""
    name: str = ""
    fragments: list[str] = field(default_factory=list)
    blanks: int = 0
    opened: bool = False
    closed: bool = False
    _seen_whole: bool = False

    @property
    def text(self) -> str:
        """The arguments so far."""
        if len(self.fragments) > 1:
            self.fragments[:] = ["".join(self.fragments)]
        return self.fragments[0] if self.fragments else ""

    @property
    def complete(self) -> bool:
        """Whether the arguments are a whole JSON object by now."""
        if not self._seen_whole and self.text.rstrip().endswith("}"):
            try:
                wire_json.load(self.text)
            except ValueError:
                return False
            self._seen_whole = True
        return self._seen_whole

    def add(self, piece: Any) -> str:
        """Append to the arguments; gives what was appended."""
        if not piece and not isinstance(piece, dict):
            return ""
        text = piece if isinstance(piece, str) else wire_json.dump_text(piece)
        self.blanks = self.blanks + len(text) if text.isspace() else 0
        if self.blanks > BLANKS_LIMIT:
            raise BrokenCall("The model wrote blanks without an end into a tool call.")
        self.fragments.append(text)
        self._seen_whole = self._seen_whole and text.isspace()
        return text


class CallSequence:
    """Finds the call that a delta belongs to."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._by_index: dict[int, Call] = {}
        self._ids: set[str] = set()

    def call_for(self, entry: dict[str, Any], function: dict[str, Any]) -> Call:
        """The call of one entry of `tool_calls`, a new one where it begins one."""
        index = entry.get("index")
        raw_id = entry.get("id")
        raw_id = raw_id if isinstance(raw_id, str) else ""
        name = function.get("name")
        name = name if isinstance(name, str) else ""
        known = self._known(index, raw_id)
        arguments = function.get("arguments")
        written = bool(arguments.strip() if isinstance(arguments, str) else arguments)
        if known is None or self._begins_another(known, raw_id, name, written=written):
            known = Call(len(self.calls))
            self.calls.append(known)
            if isinstance(index, int):
                self._by_index[index] = known
        known.raw_id = known.raw_id or raw_id
        known.name = known.name or name
        return known

    def drop_unfinished(self) -> None:
        """Forget the calls that were not let out yet and that no client could run."""
        self.calls = [call for call in self.calls if call.opened or (call.name and call.complete)]

    def unique_id(self, call: Call, seed: str) -> str:
        """An id that no other call has and that every dialect takes; the provider's if it may."""
        if call.raw_id and call.raw_id not in self._ids and _ID.fullmatch(call.raw_id):
            result = call.raw_id
        else:
            text = f"{seed}\n{call.raw_id}\n{call.position}"
            result = "call_" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
        self._ids.add(result)
        return result

    def _known(self, index: Any, raw_id: str) -> Call | None:
        if isinstance(index, int):
            return self._by_index.get(index)
        if raw_id:
            return next((call for call in self.calls if call.raw_id == raw_id), None) or (
                self.calls[-1] if self.calls and not self.calls[-1].raw_id else None
            )
        return self.calls[-1] if self.calls else None

    @staticmethod
    def _begins_another(known: Call, raw_id: str, name: str, *, written: bool) -> bool:
        """Whether an entry that was addressed to `known` is a new call all the same."""
        if raw_id and known.raw_id and raw_id != known.raw_id:
            return True
        if not name or not known.name:
            return False
        if name != known.name:
            return known.complete or not (known.text or raw_id)
        return written and known.complete  # also under the id of the call before it
