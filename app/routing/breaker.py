"""Which providers are worth a try just now, by what they did lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.failure import Failure, FailureKind

Mode = Literal["closed", "open", "half_open", "cooling", "broken_key"]
Lane = tuple[str, str]  # a provider's name, and the reference of its key

OPENS_AFTER = 5  # failures in a row
OPEN_SECONDS = 30.0  # times the number of openings
LONGEST_OPEN = 300.0
PROBE_SECONDS = 300.0  # after which a probe that told nothing no longer counts
RATE_LIMIT_SECONDS = 5.0  # where the provider names no time
LONGEST_COOLDOWN = 3600.0
BILLING_SECONDS = 60.0  # someone may be paying just now

COUNTED = frozenset(
    {
        FailureKind.NETWORK,
        FailureKind.TIMEOUT,
        FailureKind.PROVIDER,
        FailureKind.OVERLOADED,
        FailureKind.PROTOCOL,
        FailureKind.CUT,
    }
)


@dataclass(frozen=True, slots=True)
class Health:
    """A lane's state for a person to see; `until` is monotonic, None where no time ends it."""

    mode: Mode
    failures: int = 0
    until: float | None = None


@dataclass(slots=True)
class _State:
    failures: int = 0
    openings: int = 0
    open_until: float | None = None
    probe_since: float | None = None
    cooling_until: float | None = None
    broken: bool = False


class Breaker:
    """The state of every (provider, key); all times are monotonic seconds."""

    def __init__(self) -> None:
        self._states: dict[Lane, _State] = {}

    def admit(self, lane: Lane, now: float, *, only_one: bool) -> bool:
        """Whether `lane` may be tried. With a single candidate it always may.

        In half-open state one request is let through; its outcome must be told with `succeeded`,
        `failed` or `abandoned`.
        """
        state = self._states.get(lane)
        if state is None:
            return True
        allowed = self._ready(state, now)
        if (allowed or only_one) and state.open_until is not None and now >= state.open_until:
            state.probe_since = now
        return allowed or only_one

    def ready(self, lane: Lane, now: float) -> bool:
        """Whether `admit` would let `lane` through, without taking the permit."""
        state = self._states.get(lane)
        return state is None or self._ready(state, now)

    def succeeded(self, lane: Lane, now: float) -> None:  # noqa: ARG002 - the same shape as failed
        """An answer came to its end."""
        self._states.pop(lane, None)

    def failed(self, lane: Lane, failure: Failure, now: float) -> None:
        """An attempt failed; what is the client's or our own fault does not count."""
        state = self._states.setdefault(lane, _State())
        kind = failure.kind
        if kind in COUNTED:
            self._count(state, now)
            return
        state.probe_since = None
        if kind is FailureKind.RATE_LIMITED:
            wait = RATE_LIMIT_SECONDS if failure.retry_after is None else failure.retry_after
            state.cooling_until = now + min(max(wait, 0.0), LONGEST_COOLDOWN)
        elif kind is FailureKind.BILLING:
            state.cooling_until = now + BILLING_SECONDS
        elif kind in (FailureKind.PROVIDER_KEY, FailureKind.PERMISSION):
            state.broken = True

    def abandoned(self, lane: Lane) -> None:
        """An attempt ended without a verdict: the client went away."""
        state = self._states.get(lane)
        if state is not None:
            state.probe_since = None

    def health(self, lane: Lane, now: float) -> Health:
        """The state of `lane`."""
        state = self._states.get(lane)
        if state is None:
            return Health("closed")
        if state.broken:
            return Health("broken_key", state.failures)
        if state.open_until is not None:
            mode: Mode = "open" if now < state.open_until else "half_open"
            return Health(mode, state.failures, state.open_until)
        if state.cooling_until is not None and now < state.cooling_until:
            return Health("cooling", state.failures, state.cooling_until)
        return Health("closed", state.failures)

    def reset(self, lane: Lane | None = None) -> None:
        """Forget `lane`, or everything: a key was changed, or a person asked for it."""
        if lane is None:
            self._states.clear()
        else:
            self._states.pop(lane, None)

    def keys_changed(self) -> None:
        """Let rejected keys be tried again: somebody may have replaced them."""
        for state in self._states.values():
            state.broken = False

    @staticmethod
    def _ready(state: _State, now: float) -> bool:
        if state.broken:
            return False
        if state.cooling_until is not None and now < state.cooling_until:
            return False
        if state.open_until is None:
            return True
        probing = state.probe_since is not None and now < state.probe_since + PROBE_SECONDS
        return now >= state.open_until and not probing

    @staticmethod
    def _count(state: _State, now: float) -> None:
        state.failures += 1
        half_open = state.open_until is not None and now >= state.open_until
        opens = state.open_until is None and state.failures >= OPENS_AFTER
        if half_open or opens:
            state.openings += 1
            state.open_until = now + min(OPEN_SECONDS * state.openings, LONGEST_OPEN)
            state.probe_since = None


def usable(breaker: Breaker, lanes: Sequence[Lane], now: float) -> list[int]:
    """The positions in `lanes` that are worth a try, in order; all of them where none is.

    Takes no permit: ask `admit` when the attempt begins.
    """
    ready = [position for position, lane in enumerate(lanes) if breaker.ready(lane, now)]
    return ready or list(range(len(lanes)))
