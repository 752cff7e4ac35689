"""How many requests of each client key run at this moment."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from app.core.failure import Failure, FailureKind, Refused
from app.secrets.client_keys import ClientKey


class KeyLoad:
    """Counts running requests by their key."""

    def __init__(self) -> None:
        self._running: Counter[str] = Counter()

    @contextmanager
    def one_more(self, key: ClientKey, limit: int, *, sockets: bool = False) -> Iterator[None]:
        """Count a request of `key` as running, or one of its sockets as open.

        Raises `Refused` (RATE_LIMITED) where `limit` of them run already.
        """
        if self._running[key.id] >= limit:
            message = f"The key {key.name} has {limit} requests in progress, which is its limit."
            if sockets:
                message = f"The key {key.name} has {limit} WebSockets open, which is its limit."
            raise Refused(Failure(FailureKind.RATE_LIMITED, message, retry_after=1.0))
        self._running[key.id] += 1
        try:
            yield
        finally:
            self._running[key.id] -= 1
            if not self._running[key.id]:
                del self._running[key.id]
