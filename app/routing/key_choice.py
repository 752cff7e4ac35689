"""Which of a provider's keys is used: the same one while it works, for its prompt cache."""

from collections.abc import Collection, Sequence

from app.routing.breaker import Breaker

# A provider that rejects a key or says that it is used up; anything else is not the key's doing.
_SET_ASIDE = ("broken_key", "cooling")


class KeyChoice:
    """Remembers the key in use of each provider. `breaker` knows what the keys did lately."""

    def __init__(self) -> None:
        self._used: dict[str, str] = {}

    def choose(
        self,
        breaker: Breaker,
        provider: str,
        keys: Sequence[str],
        now: float,
        tried: Collection[str] = (),
    ) -> str | None:
        """The key (its reference) for the next attempt; None where the provider has none.

        It is the one in use unless it is set aside, then the next in the user's order. Where all
        are set aside: the one that is so for the shortest time, rejected ones last. Those in
        `tried` are left out; where that leaves none, the answer is None.
        """
        left = [key for key in keys if key not in tried]
        if not left:
            return None
        used = self._used.get(provider)
        if used in left:
            left.remove(used)
            left.insert(0, used)
        chosen = min(left, key=lambda key: _waits(breaker, (provider, key), now))
        if len(keys) > 1:
            self._used[provider] = chosen
        return chosen


def _waits(breaker: Breaker, lane: tuple[str, str], now: float) -> float:
    """For how long a key is set aside; `min` keeps the first of several that wait alike."""
    health = breaker.health(lane, now)
    if health.mode not in _SET_ASIDE:
        return 0.0
    return float("inf") if health.until is None else health.until - now
