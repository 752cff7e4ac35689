"""The sums of usage rows, by what the tables of sums are keyed by.

Many rows of a batch are alike in everything that any table tells apart: they are summed first, and
the tables get the sums of those few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add, attrgetter

from app.storage.latency_steps import step
from app.storage.records import UsageRow
from app.storage.slices import slices

HOUR_MS = 3_600_000
HOURS_IN_A_DAY = 24
DAY_MS = HOURS_IN_A_DAY * HOUR_MS

# The summed columns, in the order of every tuple of sums here.
SUMS = (
    "requests",
    "failures",
    "partials",
    "estimated",
    "unpriced",
    "fresh",
    "cache_read",
    "cache_write",
    "output",
    "reasoning",
    "cost_micros",
    "saved_micros",
    "duration_ms",
    "request_bytes",
    "response_bytes",
    "losses",
)
HOURS_KEY = (
    "hour",
    "user_id",
    "key_id",
    "profile",
    "provider",
    "model",
    "client_program",
    "endpoint",
    "currency",
)
CONVERSATIONS_KEY = ("conversation", "hour", "user_id", "key_id", "client_program", "currency")
SLICES_KEY = ("dimension", "value", "hour", "currency")
LATENCY_KEY = ("dimension", "value", "day", "step")

Sums = tuple[int, ...]
Key = tuple[str | int, ...]

_alike = attrgetter("conversation", *HOURS_KEY[1:])


@dataclass(frozen=True, slots=True)
class Rollups:
    """What some rows add to each table of sums: values by the table's own key, in its key's order.

    A row without a currency is summed under the currency "", one without a conversation under the
    conversation "". `spans` are the first and the last time of a conversation's rows.
    """

    hours: dict[Key, Sums]
    conversations: dict[Key, Sums]
    spans: dict[Key, tuple[int, int]]
    slices: dict[Key, Sums]
    latency: defaultdict[Key, int]


def summed(rows: Iterable[UsageRow]) -> Rollups:
    """The sums of `rows`."""
    alike: defaultdict[tuple[int, tuple[str, ...]], list[UsageRow]] = defaultdict(list)
    for row in rows:
        alike[row.started_ms // HOUR_MS, _alike(row)].append(row)
    found = Rollups({}, {}, {}, {}, defaultdict(int))
    for (hour, (conversation, *who)), group in alike.items():
        row = group[0]
        sums: Sums = tuple(map(sum, zip(*map(_sums, group), strict=True)))
        _add(found.hours, (hour, *who), sums)
        talk: Key = (conversation, hour, row.user_id, row.key_id, row.client_program, row.currency)
        _add(found.conversations, talk, sums)
        times = [one.started_ms for one in group]
        first, last = found.spans.get(talk, (times[0], times[0]))
        found.spans[talk] = min(first, *times), max(last, *times)
        parts = slices(row)
        for part in parts:
            _add(found.slices, (*part, hour, row.currency), sums)
        day = hour // HOURS_IN_A_DAY
        steps = Counter(step(ms) for one in group if (ms := one.first_delta_ms) is not None)
        for number, requests in steps.items():
            for part in parts:
                found.latency[*part, day, number] += requests
    return found


def _add(sums: dict[Key, Sums], key: Key, more: Sums) -> None:
    sums[key] = tuple(map(add, so_far, more)) if (so_far := sums.get(key)) else more


def _sums(row: UsageRow) -> Sums:
    cost = row.cost_micros
    tokens = row.fresh + row.cache_read + row.cache_write + row.output
    return (
        1,
        0 if row.failure is None else 1,
        1 if row.partial else 0,
        1 if row.accuracy == "estimated" else 0,
        1 if cost is None and tokens > 0 else 0,
        row.fresh,
        row.cache_read,
        row.cache_write,
        row.output,
        row.reasoning or 0,
        cost or 0,
        row.saved_micros or 0,
        row.duration_ms,
        row.request_bytes,
        row.response_bytes,
        row.loss_count,
    )
