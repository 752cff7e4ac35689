"""What was used over time."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Literal

from sqlalchemy import ColumnElement, Connection, case, desc, func, literal, select

from app.storage.labels import labels
from app.storage.local_days import DAY_S, begin_ms, offsets
from app.storage.schema import usage_hours
from app.storage.selection import Selection
from app.storage.sources import COUNTS, Grouping, source
from app.storage.sums import CNY_PER_USD, Sums, columns, less, tokens, totals, worth
from app.storage.totals import OTHERS, Point

Bucket = Literal["hour", "day"]

_HOUR_S = 3_600
_REQUESTS = COUNTS.index("requests")


def series(
    connection: Connection,
    selection: Selection,
    bucket: Bucket,
    zone: tzinfo,
    by: Grouping | None,
    top: int = 8,
) -> list[Point]:
    """A selection over time, the earliest first; hours and days without a request are left out.

    With `by` there is a point for each of the `top` groups of the whole selection, in the order of
    `grouped`, and one with the key `OTHERS` for the rest; else one with the key "". Days are those
    of `zone`, through changes to summer time and back. Hours are UTC's: where a zone is half an
    hour off, an hour belongs to the day in which it begins.
    """
    whole = _summed(connection, selection, bucket, zone, None, None)
    if by is None:
        return [_point(bucket, zone, number, "", "", sums) for (number, _), sums in whole.items()]
    # The most of a year's groups are others: they are what the whole has more than those shown.
    ranked = _ranked(connection, selection, by, top + 1)
    shown = ranked[:top]
    parts = _summed(connection, selection, bucket, zone, by, shown)
    names = labels(connection, by, shown)
    points = []
    for (number, _), sums in whole.items():
        for key in shown:
            if (part := parts.get((number, key))) is not None:
                points.append(_point(bucket, zone, number, key, names[key], part))
                sums = less(sums, part)
        if len(ranked) > top and sums[_REQUESTS]:
            points.append(_point(bucket, zone, number, OTHERS, "", sums))
    return points


def _point(bucket: Bucket, zone: tzinfo, number: int, key: str, label: str, sums: Sums) -> Point:
    start = number * _HOUR_S * 1000 if bucket == "hour" else begin_ms(number, zone)
    return Point(start, key, label, totals(sums))


def _ranked(connection: Connection, selection: Selection, by: Grouping, most: int) -> list[str]:
    """The keys of the first groups, in the order of `grouped`."""
    found = source(selection, by)
    value = found.c.value
    order = (desc(worth(found, CNY_PER_USD)), desc(tokens(found)), value)
    return list(
        connection.scalars(select(value).group_by(value).order_by(*order).limit(most)).all()
    )


def _summed(
    connection: Connection,
    selection: Selection,
    bucket: Bucket,
    zone: tzinfo,
    by: Grouping | None,
    shown: Sequence[str] | None,
) -> dict[tuple[int, str], Sums]:
    """The sums by the number of the hour or day and the group, in order; of the groups `shown`.

    Without `by` the group is "".
    """
    found = source(selection, by)
    if bucket == "hour":
        place: ColumnElement[int] = found.c.at // _HOUR_S
    else:
        place = _day(connection, selection, found.c.at, zone)
    # A source that is filtered by one dimension has that dimension's value in every row.
    value = found.c.value if by is not None else literal("")
    # Grouped by their names: PostgreSQL takes an expression with parameters for another one when
    # it comes again.
    statement = select(place.label("bucket"), value.label("shown"), *columns(found))
    if shown is not None:
        statement = statement.where(found.c.value.in_(shown))
    rows = connection.execute(statement.group_by("bucket", "shown").order_by("bucket")).all()
    return {(int(number), key): sums for number, key, *sums in rows}


def _day(
    connection: Connection, selection: Selection, at: ColumnElement[int], zone: tzinfo
) -> ColumnElement[int]:
    """The local day of the second `at`, in days since 1 January 1970."""
    begin, end = _span(connection, selection)
    first, *later = offsets(zone, begin, end)
    if not later:
        return (at + first.seconds) // DAY_S
    whens = [(at >= each.since, each.seconds) for each in reversed(later)]
    return (at + case(*whens, else_=first.seconds)) // DAY_S


def _span(connection: Connection, selection: Selection) -> tuple[int, int]:
    """The first and the last second of a selection in which there may be a request."""
    # Of the sums, which stay when the rows they were added up from have grown old and are gone.
    hour = usage_hours.c.hour
    # Two questions: each is one look into the index, both at once would read all of it.
    earliest = connection.execute(select(func.min(hour))).scalar_one() or 0
    latest = connection.execute(select(func.max(hour))).scalar_one() or 0
    first, last = earliest * _HOUR_S, (latest + 1) * _HOUR_S - 1
    if selection.start_ms is not None:
        first = max(first, selection.start_ms // 1000)
    if selection.end_ms is not None:
        last = min(last, selection.end_ms // 1000)
    begin = first // _HOUR_S * _HOUR_S
    return begin, max(begin, last)
