"""When an answer begins for the client: the point after which no other attempt is allowed."""

from collections.abc import Iterable
from enum import StrEnum

from app.core.events import Event

SILENCE = 10.0  # seconds until a stream is opened with keep-alives only


class CommitState(StrEnum):
    """HOLD: nothing was sent. OPEN: status and keep-alives only. COMMITTED: some of the answer."""

    HOLD = "hold"
    OPEN = "open"
    COMMITTED = "committed"


class Commit:
    """Holds an answer's control events back until it says something."""

    def __init__(self) -> None:
        self.state = CommitState.HOLD

    def take(self, events: Iterable[Event]) -> list[Event]:
        """The events that the client may have now, [] while there is nothing to say.

        A `Failed` before the commit is not released: it is the `failure` of this attempt.
        """
        raise NotImplementedError

    def open(self) -> None:
        """The silence lasted: the client has got status and keep-alives, errors are in-band now."""
        raise NotImplementedError

    def restart(self) -> None:
        """Another attempt begins: what was held is forgotten. Raises `ValueError` once committed."""
        raise NotImplementedError
