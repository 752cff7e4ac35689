"""Calls of a model's that wait for their results, while a conversation is written."""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class OpenCalls(Generic[T]):
    """What a writer must know of each, by the call's id; several calls may have one id.

    However many there are and in whatever order their results come, each takes the same time: a
    request of one client may hold 100,000 calls, and others wait while it is translated.
    """

    def __init__(self) -> None:
        self._open: dict[int, T] = {}
        self._places: dict[str, deque[int]] = {}
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._open)

    def add(self, call_id: str, known: T) -> None:
        """A call has been written."""
        self._open[self._count] = known
        self._places.setdefault(call_id, deque()).append(self._count)
        self._count += 1

    def answered(self, call_id: str) -> T | None:
        """What is known of the first open call with that id, which has its result now."""
        places = self._places.get(call_id)
        if not places:
            return None
        return self._open.pop(places.popleft())

    def left(self) -> tuple[T, ...]:
        """What is known of those that nobody answered, in their order; none is open after that."""
        found = tuple(self._open.values())
        self._open.clear()
        self._places.clear()
        return found
