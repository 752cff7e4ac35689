"""A conversation stays where it landed, for its prompt cache and its signatures."""

from collections.abc import Sequence

from app.routing.resolve import Candidate


class Stickiness:
    """Remembers where each conversation landed; bounded in number and in time."""

    def __init__(self, seconds: float = 600.0, limit: int = 1024) -> None:
        self._seconds = seconds
        self._limit = limit

    def landed(self, conversation: str, candidate: Candidate, now: float) -> None:
        """`candidate` answered `conversation` (any key that stays the same) at time `now`."""
        raise NotImplementedError

    def order(
        self, conversation: str, candidates: Sequence[Candidate], now: float
    ) -> tuple[Candidate, ...]:
        """`candidates` with the one where `conversation` landed first."""
        raise NotImplementedError
