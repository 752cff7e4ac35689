"""What to do after a failed attempt. The clock and the jitter come in from outside."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.core.failure import Failure, FailureKind

MAX_ATTEMPTS = 3
MAX_SECONDS = 30.0  # spent on retries before the commit
LONGEST_RATE_LIMIT = 5.0  # seconds that are waited for the same target
SHARE_FOR_ANOTHER = 1 / 3  # of the time budget, to try another target after a silent one


class Phase(StrEnum):
    """How far an attempt came."""

    CONNECT = "connect"  # nothing was sent: refused, DNS, TLS handshake, proxy
    REUSED = "reused"  # cut before the answer's head, on a pooled connection
    SENT = "sent"  # cut or silent before the answer's head, on a fresh connection
    ANSWERED = "answered"  # an error status, an error event or a cut, before the commit
    COMMITTED = "committed"  # the client has seen some of the answer


@dataclass(frozen=True, slots=True)
class Situation:
    """One request after a failed attempt. Times are seconds.

    `attempts` counts every attempt so far, `same_target` those at this candidate. `elapsed` is
    since the first attempt began. `jitter` is a random number from 0 to 1. `time_left` is the share
    (0 to 1) of the whole time budget that is left. `budget` is whether the retry budget has room:
    it is asked for another try at the same target only, as another target is not the one in need.
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


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    `again` is the range of seconds before one more try at the same target, None for no such try;
    `again_first` puts that before another candidate; `next` is whether another one is tried.
    """

    again: tuple[float, float] | None
    next: bool
    again_first: bool = False


NEVER = Row(None, next=False)
UNREACHABLE = Row((0.25, 0.5), next=True, again_first=True)  # nothing was sent
STALE = Row((0.0, 0.0), next=True, again_first=True)  # the peer had closed a pooled connection
LOST = Row((0.5, 2.0), next=True, again_first=True)  # may have been billed
FAILING = Row((0.5, 2.0), next=True)
ELSEWHERE = Row(None, next=True)  # only another target can help

WRITTEN_WRONG = Row((0.0, 0.5), next=True, again_first=True)  # the model's call was no JSON

BY_CODE: dict[str, Row] = {
    # Groq's 400 is about what the model wrote, not about the request: asked again, it often does.
    "tool_use_failed": WRITTEN_WRONG,
    # Gemini's finish reason for the same.
    "MALFORMED_FUNCTION_CALL": WRITTEN_WRONG,
}

BY_KIND: dict[FailureKind, Row] = {
    FailureKind.OVERLOADED: FAILING,
    FailureKind.PROVIDER: FAILING,
    FailureKind.CONFLICT: FAILING,
    FailureKind.PROTOCOL: FAILING,
    FailureKind.CUT: FAILING,
    FailureKind.RATE_LIMITED: ELSEWHERE,
    FailureKind.TIMEOUT: ELSEWHERE,
    FailureKind.PROVIDER_KEY: ELSEWHERE,
    FailureKind.PERMISSION: ELSEWHERE,
    FailureKind.BILLING: ELSEWHERE,
    FailureKind.UNAVAILABLE: ELSEWHERE,
}

_NETWORK_BY_PHASE = {
    Phase.CONNECT: UNREACHABLE,
    Phase.REUSED: STALE,
    Phase.SENT: LOST,
    Phase.ANSWERED: FAILING,
}

_GIVE_UP = Decision("give_up")


def decide(failure: Failure, situation: Situation) -> Decision:
    """What to do after `failure`: never anything once the client has seen some of the answer."""
    if situation.phase is Phase.COMMITTED or failure.kind is FailureKind.CANCELLED:
        return _GIVE_UP
    if situation.attempts >= MAX_ATTEMPTS or situation.elapsed >= MAX_SECONDS:
        return _GIVE_UP
    row = _row(failure, situation)
    again = _again(failure, situation, row)
    another = row.next and situation.more_candidates
    if again and (row.again_first or not another):
        return again
    if another:
        return Decision("next")
    return _GIVE_UP


def _row(failure: Failure, situation: Situation) -> Row:
    kind, phase = failure.kind, situation.phase
    if failure.code in BY_CODE:
        return BY_CODE[failure.code]
    if kind is FailureKind.NETWORK or (kind is FailureKind.TIMEOUT and phase is Phase.CONNECT):
        return _NETWORK_BY_PHASE[phase]
    if kind is FailureKind.TIMEOUT:
        if failure.status is not None:  # 408 or 504: the provider's own word
            return FAILING
        return ELSEWHERE if situation.time_left >= SHARE_FOR_ANOTHER else NEVER
    return BY_KIND.get(kind, NEVER)


def _again(failure: Failure, situation: Situation, row: Row) -> Decision | None:
    if failure.retryable is False or not situation.budget:
        return None
    if failure.kind is FailureKind.RATE_LIMITED:
        delay = failure.retry_after
        if delay is None or delay > LONGEST_RATE_LIMIT:
            return None
    elif row.again is None or situation.same_target > 1:
        return None
    else:
        low, high = row.again
        delay = max(low + (high - low) * situation.jitter, min(failure.retry_after or 0.0, high))
    if situation.elapsed + delay > MAX_SECONDS:
        return None
    return Decision("again", max(delay, 0.0))


class RetryBudget:
    """Retries may be a fifth of the last minute's requests, and three more. Times are monotonic."""

    SHARE = 0.2
    FREE = 3
    SECONDS = 60.0

    def __init__(self) -> None:
        self._requests = _Count(self.SECONDS)
        self._retries = _Count(self.SECONDS)

    def request(self, now: float) -> None:
        """Count a client's request at monotonic time `now`."""
        self._requests.add(now)

    def has_room(self, now: float) -> bool:
        """Whether one more retry is within the budget."""
        allowed = self.FREE + self.SHARE * self._requests.total(now)
        return self._retries.total(now) + 1 <= allowed

    def spend(self, now: float) -> bool:
        """Take one retry out of the budget; False where there is no room."""
        if not self.has_room(now):
            return False
        self._retries.add(now)
        return True


class _Count:
    """How often something happened lately, by whole seconds, so that a rush takes no memory."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._buckets: deque[tuple[int, int]] = deque()
        self._total = 0

    def add(self, now: float) -> None:
        self._forget(now)
        second = int(now)
        if self._buckets and self._buckets[-1][0] == second:
            self._buckets[-1] = (second, self._buckets[-1][1] + 1)
        else:
            self._buckets.append((second, 1))
        self._total += 1

    def total(self, now: float) -> int:
        self._forget(now)
        return self._total

    def _forget(self, now: float) -> None:
        while self._buckets and self._buckets[0][0] <= now - self._seconds:
            self._total -= self._buckets.popleft()[1]
