"""Ids of tool calls as the target takes them, decided by what stands before in the conversation."""

import hashlib
import re
import string
from typing import Literal

_WORD = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_NINE = re.compile(r"[a-zA-Z0-9]{9}")
_ALPHABET = string.digits + string.ascii_letters

Form = Literal["any", "word", "nine"]


class ToolIds:
    """Gives each call of a conversation an id of its own in the form that the target takes.

    A client's id may occur again in a later turn (Kimi counts from 0 in each answer), so that a
    result belongs to the latest call of that id.
    """

    def __init__(self, form: Form) -> None:
        self._form = form
        self._used: set[str] = set()

    def of_call(self, client_id: str) -> str:
        """The id for the next call, `client_id` itself where it fits and is new."""
        wire_id, attempt = client_id, 0
        while wire_id in self._used or not self._fits(wire_id):
            wire_id = self._made(f"{attempt}:{client_id}")
            attempt += 1
        self._used.add(wire_id)
        return wire_id

    def _fits(self, wire_id: str) -> bool:
        match self._form:
            case "nine":
                return _NINE.fullmatch(wire_id) is not None
            case "word":
                return _WORD.fullmatch(wire_id) is not None
            case "any":
                return bool(wire_id)

    def _made(self, seed: str) -> str:
        digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass"))
        if self._form != "nine":
            return f"call_{digest.hexdigest()[:24]}"
        number = int.from_bytes(digest.digest()[:8], "big")
        letters = []
        for _ in range(9):
            number, place = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[place])
        return "".join(letters)
