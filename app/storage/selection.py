"""Which requests a statistic is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Requests from `start_ms` to before `end_ms` for which everything that is named here holds.

    None is "any". "" is a value: requests of no user, with no conversation. `client` is a client
    program's name. Times are milliseconds since 1970, UTC.
    """

    start_ms: int | None = None
    end_ms: int | None = None
    user_id: str | None = None
    key_id: str | None = None
    profile: str | None = None
    provider: str | None = None
    model: str | None = None
    client: str | None = None
    endpoint: str | None = None
    conversation: str | None = None
