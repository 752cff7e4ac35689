"""Sums over requests, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OTHERS = "*"
"""The key of the points of all groups that a series does not show one by one."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the requests of a selection or a group.

    `cost` and `saved` are micros by currency, without those that are 0. `unpriced` requests used
    tokens that nobody knows the price of: a cost is without them. Failed requests are counted in
    `requests` as well, and `reasoning` in `output`. `duration_ms` is the sum of all durations.
    """

    requests: int = 0
    failures: int = 0
    partials: int = 0
    estimated: int = 0
    unpriced: int = 0
    fresh: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0
    duration_ms: int = 0
    request_bytes: int = 0
    response_bytes: int = 0
    losses: int = 0
    cost: Mapping[str, int] = field(default_factory=dict)
    saved: Mapping[str, int] = field(default_factory=dict)

    @property
    def input(self) -> int:
        """All input tokens, cached or not."""
        return self.fresh + self.cache_read + self.cache_write

    @property
    def tokens(self) -> int:
        """All tokens, input and output."""
        return self.input + self.output

    @property
    def cache_share(self) -> float | None:
        """The share (0 to 1) of the input that came from a cache, None without any input."""
        return self.cache_read / self.input if self.input else None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds to the first delta, None where no request of the selection had one."""

    p50_ms: int | None = None
    p95_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Requests that have `key` in common. The key of a model is "provider/model".

    `label` is the name of a user or a key, "" where there is none (any more), else the key itself.
    """

    key: str
    label: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Point:
    """A group's requests of one hour or day, which begins at `start_ms`."""

    start_ms: int
    key: str
    label: str
    totals: Totals
