"""How providers do, by what their last calls came to."""

import time
from collections import deque
from dataclasses import dataclass

from app.desktop.program.providers import Health
from app.gateway.outcome import Outcome

_KEPT = 20  # calls of one provider
_SLOW_MS = 20_000
_SLOW_CALLS = 3  # so many of the last ones
_LIMIT_SECONDS = 600.0  # after which nobody asks about a limit any more

_KEY = frozenset({"provider_key", "permission", "authentication"})
_LIMITED = frozenset({"rate_limited", "billing", "overloaded"})
_FAILED = frozenset({"network", "timeout", "provider", "protocol", "cut"})

_REASONS = {
    "provider_key": "It rejected its key. Enter the key again.",
    "authentication": "It rejected its key. Enter the key again.",
    "permission": "Its key may not use this model, or not from here.",
    "rate_limited": "It has reached a limit of its own; it is asked again after a while.",
    "billing": "It wants to be paid first: check its balance.",
    "overloaded": "It says that it has too much to do.",
    "network": "It cannot be reached.",
    "timeout": "It did not answer in time.",
    "provider": "It failed by its own account.",
    "protocol": "Its answer could not be understood.",
    "cut": "Its answer was cut off.",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `failure` is "" where it served; `first_ms` is what its first word took."""

    at: float
    failure: str
    status: int
    first_ms: int | None


class HealthRecord:
    """Remembers the last calls of each provider; what a client did wrong says nothing of it."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[Call]] = {}

    def take(self, outcome: Outcome) -> set[str]:
        """Note the calls of a request that has ended; the providers whose health changed."""
        changed = set()
        for number, tried in enumerate(outcome.course.tries, 1):
            last = number == len(outcome.course.tries)
            first = None
            if last and outcome.first_delta is not None:
                begun = tried.began - (outcome.course.asked or 0)
                first = round(outcome.first_delta * 1000) - begun
            failure = tried.failure
            if last and not failure and outcome.failure is not None:
                failure = str(outcome.failure)  # found in the answer after it had begun
            before = self.health(tried.provider)
            self.note(tried.provider, failure, tried.status, first)
            if self.health(tried.provider) != before:
                changed.add(tried.provider)
        return changed

    def note(
        self, provider: str, failure: str, status: int = 0, first_ms: int | None = None
    ) -> None:
        """Note one call."""
        if failure and failure not in _REASONS:
            return
        calls = self._calls.setdefault(provider, deque(maxlen=_KEPT))
        calls.append(Call(time.monotonic(), failure, status, first_ms))

    def forget(self, provider: str) -> None:
        """Its settings or its key are other ones now."""
        self._calls.pop(provider, None)

    def health(self, provider: str) -> tuple[Health, str]:
        """What the last calls say, and the reason in a sentence."""
        calls = self._calls.get(provider)
        if not calls:
            return Health.UNKNOWN, "Nothing was asked of it yet."
        last = calls[-1]
        if last.failure:
            return self._failed(last)
        served = [call for call in calls if not call.failure][-_SLOW_CALLS:]
        times = [call.first_ms for call in served if call.first_ms is not None]
        if len(times) == _SLOW_CALLS and min(times) > _SLOW_MS:
            return Health.SLOW, f"Its last answers began after {max(times) // 1000} s."
        return Health.OK, ""

    @staticmethod
    def _failed(last: Call) -> tuple[Health, str]:
        reason = _REASONS[last.failure]
        if last.status >= 400:
            reason = f"{reason} (status {last.status})"
        if last.failure in _KEY:
            return Health.KEY_REJECTED, reason
        if last.failure in _FAILED:
            return Health.FAILING, reason
        if time.monotonic() - last.at > _LIMIT_SECONDS:
            return Health.OK, ""
        return Health.LIMITED, reason
