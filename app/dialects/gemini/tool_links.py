"""Which result belongs to which call, where a client tells it by names and order alone.

Ids came late to this wire: Google's own samples and older SDKs send none.
"""

import hashlib


class ToolLinks:
    """Gives each call of a conversation an id, and each result the id of its call."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []  # calls without a result yet: name, id
        self._known: set[str] = set()
        self._count = 0

    def call(self, name: str, told: str | None) -> str:
        """The id of the next call; one made here depends on nothing that comes after it."""
        self._count += 1
        call_id = told or self._made(name)
        self._known.add(call_id)
        self._open.append((name, call_id))
        return call_id

    def result(self, name: str, told: str | None) -> str:
        """The id of the call that a result answers: by its id, else the first one of its name.

        A result that answers no call gets an id of its own.
        """
        if told and told in self._known:
            self._open = [one for one in self._open if one[1] != told]
            return told
        for place, (called, call_id) in enumerate(self._open):
            if called == name and not told:
                del self._open[place]
                return call_id
        self._count += 1
        return told or self._made(name)

    def _made(self, name: str) -> str:
        seed = f"{self._count}\n{name}".encode("utf-8", "surrogatepass")
        return f"call_{hashlib.sha256(seed).hexdigest()[:24]}"
