"""What was used, by whom and of what, from the sums that the ledger keeps.

A selection is exact to the millisecond, and every grouping of it adds up to the same total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Subquery,
    Table,
    case,
    desc,
    func,
    literal,
    select,
)

from app.core.money import CURRENCIES
from app.storage.latency import latency
from app.storage.local_days import DAY_S, begin_ms, offsets
from app.storage.schema import client_keys, usage, users
from app.storage.selection import Selection
from app.storage.sources import COUNTS, MONEY, Grouping, source
from app.storage.totals import Totals

__all__ = ["OTHERS", "Group", "Grouping", "Point", "grouped", "latency", "series", "total"]

OTHERS = "*"
"""The key of the points of all groups that a series does not show one by one."""

_HOUR_S = 3_600
# Only to bring groups with money in different currencies in an order; nothing is converted by it.
_CNY_PER_USD = 7.0


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


def total(connection: Connection, selection: Selection) -> Totals:
    """The sums of all requests of a selection."""
    found = source(selection, None)
    return _totals(connection.execute(select(*_sums(found))).mappings().one())


def grouped(
    connection: Connection,
    selection: Selection,
    by: Grouping,
    limit: int = 100,
    offset: int = 0,
    cny_per_usd: float = _CNY_PER_USD,
) -> list[Group]:
    """A selection's groups, the most costly first, of equal ones that with the most tokens.

    `cny_per_usd` only orders groups that were paid in different currencies.
    """
    found = source(selection, by)
    value = found.c.value
    statement = (
        select(value, *_sums(found))
        .group_by(value)
        .order_by(desc(_worth(found, cny_per_usd)), desc(_tokens(found)), value)
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(statement).mappings().all()
    names = _names(connection, by, (row["value"] for row in rows))
    return [Group(row["value"], names[row["value"]], _totals(row)) for row in rows]


def series(
    connection: Connection,
    selection: Selection,
    bucket: Literal["hour", "day"],
    zone: tzinfo,
    by: Grouping | None,
    top: int = 8,
) -> list[Point]:
    """A selection over time, the earliest first; hours and days without a request are left out.

    With `by` there is a point for each of the `top` groups of the whole selection and one with the
    key `OTHERS` for the rest, else one with the key "". Days are those of `zone`, through changes
    to summer time and back. Hours are UTC's: where a zone is half an hour off, an hour belongs to
    the day in which it begins.
    """
    shown = [] if by is None else grouped(connection, selection, by, top)
    bounds = connection.execute(select(func.min(usage.c.started_ms), func.max(usage.c.started_ms)))
    first, last = bounds.one()
    if first is None:
        return []
    begin = first if selection.start_ms is None else max(first, selection.start_ms)
    end = last + 1 if selection.end_ms is None else min(last + 1, selection.end_ms)
    found = source(selection, by)
    number: ColumnElement[int]
    if bucket == "hour":
        number = found.c.at // _HOUR_S
    else:
        first_second = begin // 1000 // _HOUR_S * _HOUR_S
        number = _day(found.c.at, zone, first_second, max(first_second, end // 1000))
    value: ColumnElement[str] = literal("")
    if by is not None:
        keys = [group.key for group in shown]
        value = case((found.c.value.in_(keys), found.c.value), else_=OTHERS)
    # Grouped by their names: PostgreSQL takes the same expression with parameters for another one.
    statement = select(number.label("bucket"), value.label("shown"), *_sums(found))
    rows = connection.execute(statement.group_by("bucket", "shown")).mappings().all()
    places = {group.key: place for place, group in enumerate(shown)}
    labels = {group.key: group.label for group in shown}
    return [
        Point(
            row["bucket"] * _HOUR_S * 1000 if bucket == "hour" else begin_ms(row["bucket"], zone),
            row["shown"],
            labels.get(row["shown"], ""),
            _totals(row),
        )
        for row in sorted(rows, key=lambda row: (row["bucket"], places.get(row["shown"], top)))
    ]


def _day(at: ColumnElement[int], zone: tzinfo, start: int, end: int) -> ColumnElement[int]:
    """The local day of the second `at`, in days since 1 January 1970."""
    first, *later = offsets(zone, start, end)
    if not later:
        return (at + first.seconds) // DAY_S
    whens = [(at >= each.since, each.seconds) for each in reversed(later)]
    return (at + case(*whens, else_=first.seconds)) // DAY_S


def _sums(found: Subquery) -> list[ColumnElement[int]]:
    return [
        *(func.sum(found.c[name]).label(name) for name in COUNTS),
        *(_money(found, name, currency) for name in MONEY for currency in CURRENCIES),
    ]


def _money(found: Subquery, name: str, currency: str) -> ColumnElement[int]:
    amount = case((found.c.currency == currency, found.c[name]), else_=0)
    return func.sum(amount).label(f"{name}_{currency}")


def _worth(found: Subquery, cny_per_usd: float) -> ColumnElement[Any]:
    rate = case((found.c.currency == "USD", cny_per_usd), else_=1.0)
    return func.sum(found.c.cost_micros * rate)


def _tokens(found: Subquery) -> ColumnElement[int]:
    row = found.c
    return func.sum(row.fresh + row.cache_read + row.cache_write + row.output)


def _totals(row: RowMapping) -> Totals:
    # PostgreSQL sums whole numbers as decimals, and nothing at all as NULL.
    counts = {name: int(row[name] or 0) for name in COUNTS}
    return Totals(**counts, cost=_by_currency(row, MONEY[0]), saved=_by_currency(row, MONEY[1]))


def _by_currency(row: RowMapping, name: str) -> Mapping[str, int]:
    amounts = {currency: int(row[f"{name}_{currency}"] or 0) for currency in CURRENCIES}
    return {currency: amount for currency, amount in amounts.items() if amount}


def _names(connection: Connection, by: Grouping, keys: Iterable[str]) -> Mapping[str, str]:
    """The label of each of `keys`."""
    keys = list(keys)
    table: Table
    match by:
        case "user":
            table = users
        case "key":
            table = client_keys
        case _:
            return {key: key for key in keys}
    statement = select(table.c.id, table.c.name).where(table.c.id.in_(keys))
    found = {row.id: row.name for row in connection.execute(statement)}
    return {key: found.get(key, "") for key in keys}
