"""What to do after a failed attempt. The clock and the jitter come in from outside."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.core.failure import Failure

MAX_ATTEMPTS = 3
MAX_SECONDS = 30.0  # spent on retries before the commit


class Phase(StrEnum):
    """How far an attempt came."""

    CONNECT = "connect"  # nothing was sent: refused, DNS, TLS handshake, proxy
    REUSED = "reused"  # cut before the answer's head, on a pooled connection
    SENT = "sent"  # cut or silent before the answer's head, on a fresh connection
    ANSWERED = "answered"  # an error status, or an error event, before the commit
    COMMITTED = "committed"  # the client has seen some of the answer


@dataclass(frozen=True, slots=True)
class Situation:
    """One request after a failed attempt. Times are seconds.

    `attempts` counts every attempt so far, `same_target` those at this candidate. `elapsed` is
    since the first attempt began. `jitter` is a random number from 0 to 1. `time_left` is the share
    (0 to 1) of the whole time budget that is left. `budget` is whether the retry budget has room.
    """

    phase: Phase
    attempts: int
    same_target: int
    elapsed: float
    more_candidates: bool
    jitter: float = 0.5
    time_left: float = 1.0
    budget: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Try the same target again after `delay` seconds, the next one now, or give up."""

    action: Literal["again", "next", "give_up"]
    delay: float = 0.0


def decide(failure: Failure, situation: Situation) -> Decision:
    """What to do after `failure`."""
    raise NotImplementedError


class RetryBudget:
    """Retries may be a fifth of the last minute's requests, and three more."""

    def request(self, now: float) -> None:
        """Count a client's request at monotonic time `now`."""
        raise NotImplementedError

    def has_room(self, now: float) -> bool:
        """Whether one more retry is within the budget."""
        raise NotImplementedError

    def spend(self, now: float) -> bool:
        """Take one retry out of the budget; False where there is no room."""
        raise NotImplementedError
