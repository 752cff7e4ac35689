"""What was used over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from app.storage.labels import labels
from app.storage.local_days import DAY_S, begin_ms, offsets
from app.storage.schema import usage
from app.storage.selection import Selection
from app.storage.sources import Grouping, source
from app.storage.sums import Sums, added, columns, rank, totals
from app.storage.totals import Totals

OTHERS = "*"
"""The key of the points of all groups that a series does not show one by one."""

_HOUR_S = 3_600


@dataclass(frozen=True, slots=True)
class Point:
    """A group's requests of one hour or day, which begins at `start_ms`."""

    start_ms: int
    key: str
    label: str
    totals: Totals


def series(
    connection: Connection,
    selection: Selection,
    bucket: Literal["hour", "day"],
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
    parts: defaultdict[int, dict[str, Sums]] = defaultdict(dict)
    groups: dict[str, Sums] = {}
    sums: Sums
    for number, key, *sums in connection.execute(statement.group_by("bucket", "shown")):
        parts[number][key] = sums
        groups[key] = added(groups[key], sums) if key in groups else sums
    shown = sorted(groups, key=lambda key: (rank(groups[key]), key))[: None if by is None else top]
    names = labels(connection, by, shown) if by is not None else {"": ""}
    points = []
    for number in sorted(parts):
        start = number * _HOUR_S * 1000 if bucket == "hour" else begin_ms(number, zone)
        for key, sums in _shown(parts[number], shown).items():
            points.append(Point(start, key, names.get(key, ""), totals(sums)))
    return points


def _shown(groups: dict[str, Sums], shown: list[str]) -> dict[str, Sums]:
    """The groups that are shown, in that order, and the others as one."""
    found = {key: groups.pop(key) for key in shown if key in groups}
    for sums in groups.values():
        found[OTHERS] = added(found[OTHERS], sums) if OTHERS in found else sums
    return found


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
    time = usage.c.started_ms
    # Two questions: each is one look into the index, both at once would read all of it.
    first = connection.execute(select(func.min(time))).scalar_one() or 0
    last = connection.execute(select(func.max(time))).scalar_one() or 0
    if selection.start_ms is not None:
        first = max(first, selection.start_ms)
    if selection.end_ms is not None:
        last = min(last, selection.end_ms)
    begin = first // 1000 // _HOUR_S * _HOUR_S
    return begin, max(begin, last // 1000)
