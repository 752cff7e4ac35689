"""Statistics over all that was used."""

from datetime import datetime, tzinfo

from sqlalchemy import Connection

from app.gateway.admin import cursors
from app.gateway.admin.chosen import named, selected, zone_of
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.problem import unknown
from app.gateway.admin.shapes.common import Page, moment
from app.gateway.admin.shapes.usage import (
    DayTotals,
    Group,
    Point,
    Series,
    SeriesQuery,
    Total,
    UsagePageQuery,
    UsageQuery,
    total_of,
    totals_of,
)
from app.gateway.admin.storage_calls import read
from app.storage import statistics
from app.storage.selection import Selection
from app.storage.statistics import Grouping

_GROUPINGS: dict[str, Grouping] = {
    "users": "user",
    "keys": "key",
    "profiles": "profile",
    "providers": "provider",
    "models": "model",
    "clients": "client",
    "endpoints": "endpoint",
    "conversations": "conversation",
}


def whole(connection: Connection, selection: Selection) -> Total:
    """The sums of a selection."""
    found = statistics.total(connection, selection)
    return total_of(found, statistics.latency(connection, selection))


def groups(
    connection: Connection,
    selection: Selection,
    by: Grouping,
    cny_per_usd: float,
    limit: int = 100,
    offset: int = 0,
) -> list[Group]:
    """The groups of a selection, the most costly first."""
    found = statistics.grouped(connection, selection, by, limit, offset, cny_per_usd)
    return [Group(**totals_of(group.totals), key=group.key, label=group.label) for group in found]


def days(connection: Connection, selection: Selection, zone: tzinfo) -> list[DayTotals]:
    """The days of a selection that have requests, the earliest first."""
    return [
        DayTotals(
            **totals_of(point.totals),
            date=datetime.fromtimestamp(point.start_ms / 1000, zone).date().isoformat(),
            start=moment(point.start_ms),
        )
        for point in statistics.series(connection, selection, "day", zone, None)
    ]


async def get_total_stats(call: Call[UsageQuery, None]) -> Total:
    """The sums of all requests that are chosen."""
    selection = selected(call.parts, call.query)
    return await read(call.parts, lambda connection: whole(connection, selection))


async def get_grouped_stats(call: Call[UsagePageQuery, None]) -> Page[Group]:
    """The sums by group, the most costly first."""
    query = call.query
    by = _GROUPINGS.get(call.path["by"])
    if by is None:
        raise unknown(f"There are statistics by {', '.join(_GROUPINGS)}, and none by that.")
    selection = selected(call.parts, query)
    offset = cursors.number_of(query.cursor) or 0
    rate = call.parts.settings().accounting.cny_per_usd
    found = await read(
        call.parts,
        lambda connection: groups(connection, selection, by, rate, query.limit + 1, offset),
    )
    more = len(found) > query.limit
    return Page[Group](
        items=found[: query.limit],
        next_cursor=cursors.encode(offset + query.limit) if more else None,
    )


async def get_daily_stats(call: Call[UsageQuery, None]) -> Page[DayTotals]:
    """The sums by day, the earliest first, all on one page."""
    selection, zone = selected(call.parts, call.query), zone_of(call.parts, call.query)
    found = await read(call.parts, lambda connection: days(connection, selection, zone))
    return Page[DayTotals](items=found)


async def get_stats_series(call: Call[SeriesQuery, None]) -> Series:
    """The sums over time, by hour or day, and by the groups that cost most."""
    query = call.query
    selection, zone = selected(call.parts, query), zone_of(call.parts, query)
    found = await read(
        call.parts,
        lambda connection: statistics.series(
            connection, selection, query.bucket, zone, query.by, query.top
        ),
    )
    return Series(
        bucket=query.bucket,
        by=query.by,
        timezone=named(call.parts, zone),
        items=[
            Point(
                **totals_of(point.totals),
                start=moment(point.start_ms),
                key=point.key,
                label=point.label,
            )
            for point in found
        ],
    )


_TAG = "statistics"

OPERATIONS = (
    Operation(
        "GET",
        "/admin/stats/total",
        "Sums",
        _TAG,
        get_total_stats,
        query=UsageQuery,
        response=Total,
    ),
    Operation(
        "GET",
        "/admin/stats/days",
        "Sums by day",
        _TAG,
        get_daily_stats,
        query=UsageQuery,
        response=Page[DayTotals],
    ),
    Operation(
        "GET",
        "/admin/stats/series",
        "Sums over time",
        _TAG,
        get_stats_series,
        query=SeriesQuery,
        response=Series,
    ),
    Operation(
        "GET",
        "/admin/stats/{by}",
        "Sums by group",
        _TAG,
        get_grouped_stats,
        query=UsagePageQuery,
        response=Page[Group],
        parameters={"by": {"schema": {"type": "string", "enum": list(_GROUPINGS)}}},
    ),
)
