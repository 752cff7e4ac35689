"""A conversation stays where it landed, for its prompt cache and its signatures."""

from collections import OrderedDict
from collections.abc import Sequence

from app.routing.resolve import Candidate

STICKS_FOR = 600.0  # seconds since its last answer
REMEMBERED = 1024  # conversations


class Stickiness:
    """Remembers where each conversation landed; bounded in number and in time."""

    def __init__(self, seconds: float = STICKS_FOR, limit: int = REMEMBERED) -> None:
        self._seconds = seconds
        self._limit = limit
        self._landed: OrderedDict[str, tuple[Candidate, float]] = OrderedDict()

    def landed(self, conversation: str, candidate: Candidate, now: float) -> None:
        """`candidate` answered `conversation` (any key that stays the same) at time `now`."""
        self._landed[conversation] = (candidate, now + self._seconds)
        self._landed.move_to_end(conversation)
        while len(self._landed) > self._limit:
            self._landed.popitem(last=False)

    def order(
        self, conversation: str, candidates: Sequence[Candidate], now: float
    ) -> tuple[Candidate, ...]:
        """`candidates` with the one where `conversation` landed first, the others in their order.

        Where it landed on none of them, or too long ago, the order stays.
        """
        candidate, until = self._landed.get(conversation, (None, now))
        if candidate is None or now >= until or candidate not in candidates:
            return tuple(candidates)
        return (candidate, *(each for each in candidates if each != candidate))
