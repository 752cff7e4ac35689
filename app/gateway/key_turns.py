"""A provider's keys within one request: another one takes its turn where one is refused."""

from app.core.failure import FailureKind
from app.gateway.answers import AttemptFailed
from app.gateway.services import Services
from app.providers.provider import Provider
from app.routing.retry import Phase

# Another key may know nothing of these: this one was rejected, is at its limit or out of money.
_OF_THE_KEY = (
    FailureKind.PROVIDER_KEY,
    FailureKind.PERMISSION,
    FailureKind.RATE_LIMITED,
    FailureKind.BILLING,
)


class KeyTurns:
    """Remembers which keys of which providers one request has tried, and how many gave way."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tried: dict[str, set[str]] = {}
        self.given_up = 0

    def keyed(self, provider: Provider, now: float) -> Provider:
        """The provider with the key for the next attempt, at monotonic time `now`."""
        keys = provider.key_refs
        if len(keys) < 2:
            return provider
        choose, breaker = self._services.keys.choose, self._services.breaker
        chosen = choose(breaker, provider.name, keys, now, self._tried.get(provider.name, ()))
        return provider.with_key(chosen or choose(breaker, provider.name, keys, now))

    def another(self, provider: Provider, failed: AttemptFailed) -> bool:
        """Whether the failure is the key's, and the provider has one that was not tried yet."""
        if provider.key_ref is None or len(provider.key_refs) < 2:
            return False
        kind = failed.failure.kind
        refused = kind in _OF_THE_KEY and failed.phase is Phase.ANSWERED
        absent = kind is FailureKind.UNAVAILABLE and failed.phase is Phase.CONNECT
        if not refused and not absent:
            return False
        tried = self._tried.setdefault(provider.name, set())
        tried.add(provider.key_ref)
        if tried.issuperset(provider.key_refs):
            return False
        self.given_up += 1
        return True
