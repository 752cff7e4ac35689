"""The sums of usage rows, by what the tables of sums are keyed by.

Most rows of a batch are alike: they are first summed by everything that `usage_hours` tells apart,
and the slices are sums of those few.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add, attrgetter

from app.storage.latency_steps import step
from app.storage.records import UsageRow
from app.storage.slices import slices

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

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

_who = attrgetter(*HOURS_KEY[1:])
_NOTHING: Sums = (0,) * len(SUMS)


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
    latency: dict[Key, int]


def summed(rows: Iterable[UsageRow]) -> Rollups:
    """The sums of `rows`."""
    hours: dict[Key, Sums] = {}
    examples: dict[Key, UsageRow] = {}
    conversations: dict[Key, Sums] = {}
    spans: dict[Key, tuple[int, int]] = {}
    steps: defaultdict[tuple[Key, int, int], int] = defaultdict(int)
    for row in rows:
        at = row.started_ms
        hour = at // HOUR_MS
        who = _who(row)
        key: Key = (hour, *who)
        own = _sums(row)
        if (so_far := hours.get(key)) is None:
            hours[key] = own
            examples[key] = row
        else:
            hours[key] = tuple(map(add, so_far, own))
        talk: Key = (row.conversation, hour, row.user_id, row.key_id, row.client_program, who[-1])
        if (so_far := conversations.get(talk)) is None:
            conversations[talk] = own
            spans[talk] = at, at
        else:
            conversations[talk] = tuple(map(add, so_far, own))
            first, last = spans[talk]
            spans[talk] = min(first, at), max(last, at)
        if row.first_delta_ms is not None:
            steps[key, at // DAY_MS, step(row.first_delta_ms)] += 1
    return Rollups(hours, conversations, spans, _sliced(hours, examples), _latency(steps, examples))


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


def _sliced(hours: dict[Key, Sums], examples: dict[Key, UsageRow]) -> dict[Key, Sums]:
    found: dict[Key, Sums] = {}
    for key, sums in hours.items():
        for dimension, value in slices(examples[key]):
            part: Key = (dimension, value, key[0], key[-1])
            found[part] = tuple(map(add, found.get(part, _NOTHING), sums))
    return found


def _latency(
    steps: dict[tuple[Key, int, int], int], examples: dict[Key, UsageRow]
) -> dict[Key, int]:
    found: defaultdict[Key, int] = defaultdict(int)
    for (key, day, number), requests in steps.items():
        for dimension, value in slices(examples[key]):
            found[dimension, value, day, number] += requests
    return found
