"""How much one client key may ask for at a time: requests, tokens, and requests at once."""

from dataclasses import dataclass
from typing import Literal

MINUTE = 60.0
BUSY_SECONDS = 1.0  # after which to ask again where too many requests are running
_SWEEP_EVERY = 4096  # admissions
_ROUNDING = 1e-6  # of floating-point levels: who waits as long as told is let in


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """What a key may do; None where there is no limit. Tokens are input plus output."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which limit is reached, and after how many seconds it is worth asking again."""

    kind: Literal["requests", "tokens", "concurrency"]
    retry_after_seconds: float


@dataclass(slots=True)
class _Bucket:
    """A minute's worth that refills all the time; below zero where more was taken than there was.

    `per_minute` is also what it holds at most.
    """

    per_minute: int
    level: float

    def refill(self, seconds: float) -> None:
        self.level = min(self.level + seconds * self.per_minute / MINUTE, self.per_minute)

    def wait(self, amount: float) -> float:
        """Seconds until `amount` can be taken, or the bucket is full where it never holds it."""
        missing = min(amount, self.per_minute) - self.level
        return missing * MINUTE / self.per_minute if missing > _ROUNDING else 0.0

    @property
    def full(self) -> bool:
        return self.level >= self.per_minute - _ROUNDING


@dataclass(slots=True)
class _State:
    updated: float
    running: int = 0
    requests: _Bucket | None = None
    tokens: _Bucket | None = None

    @property
    def idle(self) -> bool:
        """Whether it is no other than a new one."""
        return not self.running and all(
            bucket is None or bucket.full for bucket in (self.requests, self.tokens)
        )


class Limiter:
    """The limits of all keys, as far as this gateway goes: each gateway of a team counts its own.

    A key may do a minute's worth at once, and its limit in the long run. A request that is larger
    than a whole minute's tokens is let in when the minute is unused, and waited for afterwards. All
    times are monotonic seconds. What it keeps of a key goes away while the key is not used.
    """

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        self._until_sweep = _SWEEP_EVERY

    def __len__(self) -> int:
        return len(self._states)

    def admit(
        self, key_id: str, limits: KeyLimits, estimated_tokens: int, now: float
    ) -> Refusal | None:
        """Count a request of `estimated_tokens` in, or say which limit is reached.

        Every request that was let in must be told to `ended`, however it ended. A refused one
        counts for nothing.
        """
        self._sweep(now)
        state = self._states.get(key_id)
        if state is None:
            state = self._states[key_id] = _State(now)
        _refill(state, now)
        state.requests = _resized(state.requests, limits.requests_per_minute)
        state.tokens = _resized(state.tokens, limits.tokens_per_minute)
        if limits.concurrency is not None and state.running >= limits.concurrency:
            return Refusal("concurrency", BUSY_SECONDS)
        requests_wait = state.requests.wait(1) if state.requests else 0.0
        tokens_wait = state.tokens.wait(estimated_tokens) if state.tokens else 0.0
        if tokens_wait > requests_wait:
            return Refusal("tokens", tokens_wait)
        if requests_wait:
            return Refusal("requests", requests_wait)
        if state.requests:
            state.requests.level -= 1
        if state.tokens:
            state.tokens.level -= estimated_tokens
        state.running += 1
        return None

    def ended(self, key_id: str, tokens_estimated: int, tokens_actual: int, now: float) -> None:
        """A request that was let in is over: give its place back and count its real tokens."""
        state = self._states.get(key_id)
        if state is None:
            return
        _refill(state, now)
        state.running = max(state.running - 1, 0)
        if state.tokens:
            level = state.tokens.level + tokens_estimated - tokens_actual
            state.tokens.level = min(level, state.tokens.per_minute)

    def running(self, key_id: str) -> int:
        """How many requests of the key are in flight here."""
        state = self._states.get(key_id)
        return state.running if state else 0

    def _sweep(self, now: float) -> None:
        self._until_sweep -= 1
        if self._until_sweep:
            return
        self._until_sweep = _SWEEP_EVERY
        for state in self._states.values():
            _refill(state, now)
        self._states = {key: state for key, state in self._states.items() if not state.idle}


def _refill(state: _State, now: float) -> None:
    seconds = max(now - state.updated, 0.0)
    state.updated = max(now, state.updated)
    for bucket in (state.requests, state.tokens):
        if bucket is not None:
            bucket.refill(seconds)


def _resized(bucket: _Bucket | None, per_minute: int | None) -> _Bucket | None:
    """The bucket for a limit that may have changed: what was taken stays taken."""
    if per_minute is None:
        return None
    if bucket is None:
        return _Bucket(per_minute, per_minute)
    if bucket.per_minute != per_minute:
        bucket.level += per_minute - bucket.per_minute
        bucket.per_minute = per_minute
    return bucket
