"""Which result belongs to which call, where a client tells it by names and order alone.

Ids came late to this wire: Google's own samples and older SDKs send none.
"""

import hashlib
from collections import deque


class ToolLinks:
    """Gives each call of a conversation an id, and each result the id of its call."""

    def __init__(self) -> None:
        # Calls without a result yet, in lists that are only read from their beginnings: a request
        # may hold 100,000 of them.
        self._open: set[int] = set()
        self._by_name: dict[str, deque[tuple[int, str]]] = {}
        self._by_id: dict[str, list[int]] = {}
        self._count = 0

    def call(self, name: str, told: str | None) -> str:
        """The id of the next call; one made here depends on nothing that comes after it."""
        self._count += 1
        call_id = told or self._made(name)
        self._open.add(self._count)
        self._by_name.setdefault(name, deque()).append((self._count, call_id))
        self._by_id.setdefault(call_id, []).append(self._count)
        return call_id

    def result(self, name: str, told: str | None) -> str:
        """The id of the call that a result answers: by its id, else the first one of its name.

        A result that answers no call gets an id of its own.
        """
        if told and told in self._by_id:
            self._open.difference_update(self._by_id[told])
            self._by_id[told].clear()
            return told
        waiting = self._by_name.get(name)
        while waiting and not told:
            place, call_id = waiting.popleft()
            if place in self._open:
                self._open.remove(place)
                return call_id
        self._count += 1
        return told or self._made(name)

    def _made(self, name: str) -> str:
        seed = f"{self._count}\n{name}".encode("utf-8", "surrogatepass")
        return f"call_{hashlib.sha256(seed).hexdigest()[:24]}"
