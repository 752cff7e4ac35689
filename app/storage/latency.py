"""How long requests waited for the first piece of their answer.

Whole days of one slice are in a histogram. What is not is read from `usage`: the parts of days at
both ends, and selections of two dimensions or of a conversation, of which the newest count.
"""

from dataclasses import replace

from sqlalchemy import Connection, desc, func, select

from app.storage.latency_steps import milliseconds, step
from app.storage.rollups import DAY_MS
from app.storage.schema import usage, usage_latency
from app.storage.selection import Selection
from app.storage.sources import filters, row_conditions, slice_of
from app.storage.totals import Latency

_NEWEST = 20_000  # rows; a median of so many does not change by another million

_Histogram = dict[int, int]


def latency(connection: Connection, selection: Selection) -> Latency:
    """The median and the 95th percentile of a selection, right to about 5 %.

    They are of all requests, or of the newest 20,000 of a selection of several dimensions or of a
    conversation.
    """
    histogram = _histogram(connection, selection)
    return Latency(_percentile(histogram, 50), _percentile(histogram, 95))


def _histogram(connection: Connection, selection: Selection) -> _Histogram:
    sliced = slice_of(filters(selection), None)
    if sliced is None:
        return _of_rows(connection, selection)
    start = None if selection.start_ms is None else -(-selection.start_ms // DAY_MS)
    end = None if selection.end_ms is None else selection.end_ms // DAY_MS
    if start is not None and end is not None and start >= end:
        return _of_rows(connection, selection)
    found: _Histogram = {}
    if start is not None and selection.start_ms != start * DAY_MS:
        _add(found, _of_rows(connection, replace(selection, end_ms=start * DAY_MS)))
    if end is not None and selection.end_ms != end * DAY_MS:
        _add(found, _of_rows(connection, replace(selection, start_ms=end * DAY_MS)))
    _add(found, _of_days(connection, sliced, start, end))
    return found


def _of_days(
    connection: Connection, sliced: tuple[str, str | None], start: int | None, end: int | None
) -> _Histogram:
    dimension, value = sliced
    table = usage_latency.c
    conditions = [table.dimension == dimension, table.value == value]
    if start is not None:
        conditions.append(table.day >= start)
    if end is not None:
        conditions.append(table.day < end)
    statement = select(table.step, func.sum(table.requests)).where(*conditions)
    return {each: int(count) for each, count in connection.execute(statement.group_by(table.step))}


def _of_rows(connection: Connection, selection: Selection) -> _Histogram:
    time = usage.c.first_delta_ms
    statement = (
        select(time)
        .where(*row_conditions(selection), time.is_not(None))
        .order_by(desc(usage.c.started_ms))
        .limit(_NEWEST)
    )
    found: _Histogram = {}
    for value in connection.scalars(statement):
        place = step(value)
        found[place] = found.get(place, 0) + 1
    return found


def _add(found: _Histogram, more: _Histogram) -> None:
    for place, count in more.items():
        found[place] = found.get(place, 0) + count


def _percentile(histogram: _Histogram, percent: int) -> int | None:
    wanted = -(-sum(histogram.values()) * percent // 100)
    for place in sorted(histogram):
        wanted -= histogram[place]
        if wanted <= 0:
            return milliseconds(place)
    return None
