from collections.abc import Iterable

from hypothesis import given

from app.storage.records import UsageRow
from app.storage.rollups import SUMS, Sums, summed
from app.storage.slices import slices
from tests.fakes.usage_rows import NOON_MS, ROW, rows


def plain(found: Iterable[UsageRow]) -> dict[str, int]:
    """The sums as a person would say them."""
    kept = list(found)
    return {
        "requests": len(kept),
        "failures": sum(row.failure is not None for row in kept),
        "partials": sum(row.partial for row in kept),
        "estimated": sum(row.accuracy == "estimated" for row in kept),
        "unpriced": sum(
            row.cost_micros is None
            and row.fresh + row.cache_read + row.cache_write + row.output > 0
            for row in kept
        ),
        "fresh": sum(row.fresh for row in kept),
        "cache_read": sum(row.cache_read for row in kept),
        "cache_write": sum(row.cache_write for row in kept),
        "output": sum(row.output for row in kept),
        "reasoning": sum(row.reasoning or 0 for row in kept),
        "cost_micros": sum(row.cost_micros or 0 for row in kept),
        "saved_micros": sum(row.saved_micros or 0 for row in kept),
        "duration_ms": sum(row.duration_ms for row in kept),
        "request_bytes": sum(row.request_bytes for row in kept),
        "response_bytes": sum(row.response_bytes for row in kept),
        "losses": sum(row.loss_count for row in kept),
    }


def named(sums: Sums) -> dict[str, int]:
    return dict(zip(SUMS, sums, strict=True))


@given(rows())
def test_every_sum_is_that_of_the_rows_of_its_key(found: list[UsageRow]) -> None:
    sums = summed(found)
    for (conversation, hour, user, key, client, currency), own in sums.conversations.items():
        alike = [
            row
            for row in found
            if (row.conversation, row.started_ms // 3_600_000) == (conversation, hour)
            and (row.user_id, row.key_id) == (user, key)
            and (row.client_program, row.currency) == (client, currency)
        ]
        assert named(own) == plain(alike)
        at = [row.started_ms for row in alike]
        span = sums.spans[conversation, hour, user, key, client, currency]
        assert span == (min(at), max(at))
    for (dimension, value, hour, currency), own in sums.slices.items():
        alike = [
            row
            for row in found
            if (dimension, value) in slices(row)
            and (row.started_ms // 3_600_000, row.currency) == (hour, currency)
        ]
        assert named(own) == plain(alike)


@given(rows())
def test_every_way_to_sum_comes_to_the_same(found: list[UsageRow]) -> None:
    sums = summed(found)
    ways = [list(sums.hours.values()), list(sums.conversations.values())]
    ways += [
        [own for key, own in sums.slices.items() if key[0] == dimension]
        for dimension in {key[0] for key in sums.slices}
    ]
    for way in ways:
        columns = zip(*way, strict=True) if way else [[0]] * len(SUMS)
        assert named(tuple(map(sum, columns))) == plain(found)
    timed = sum(row.first_delta_ms is not None for row in found)
    assert sum(n for key, n in sums.latency.items() if key[0] == "") == timed


def test_a_times_step_is_counted_by_day_in_every_slice() -> None:
    assert summed([ROW, ROW]).latency == {
        (dimension, value, NOON_MS // 86_400_000, 70): 2 for dimension, value in slices(ROW)
    }


def test_keys_and_sums_are_whole_numbers_not_flags() -> None:
    assert all(type(value) is int for own in summed([ROW]).hours.values() for value in own)
