"""Where the sums of a selection are read: the table that has the fewest rows to add up.

One dimension is in `usage_slices`, several are in `usage_hours`, conversations are in
`usage_conversations`, and what none of them has is in `usage` itself, row by row. The first and the
last hour of a selection that begins or ends within an hour are read from `usage` too, so that a
selection is exact to the millisecond.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from app.storage.rollups import HOUR_MS, SUMS
from app.storage.schema import usage, usage_conversations, usage_hours, usage_slices
from app.storage.selection import Selection

Grouping = Literal[
    "user", "key", "profile", "provider", "model", "client", "endpoint", "conversation"
]

_HOUR_S = 3_600
MONEY = ("cost_micros", "saved_micros")
COUNTS = tuple(name for name in SUMS if name not in MONEY)

COLUMNS: Mapping[Grouping, str] = {
    "user": "user_id",
    "key": "key_id",
    "profile": "profile",
    "provider": "provider",
    "model": "model",
    "client": "client_program",
    "endpoint": "endpoint",
    "conversation": "conversation",
}


def filters(selection: Selection) -> dict[Grouping, str]:
    """What a selection asks of each dimension, but for the time."""
    named: dict[Grouping, str | None] = {
        "user": selection.user_id,
        "key": selection.key_id,
        "profile": selection.profile,
        "provider": selection.provider,
        "model": selection.model,
        "client": selection.client,
        "endpoint": selection.endpoint,
        "conversation": selection.conversation,
    }
    return {name: value for name, value in named.items() if value is not None}


def slice_of(asked: Mapping[Grouping, str], by: Grouping | None) -> tuple[str, str | None] | None:
    """The dimension of `usage_slices` that has it all, and the one value in it or None for each.

    None where a slice does not: two dimensions, or conversations.
    """
    if asked.keys() == {"provider", "model"} and by in (None, "model"):
        return "model", f"{asked['provider']}/{asked['model']}"
    if "conversation" in (*asked, by) or "model" in asked:
        return None
    if not asked:
        return by or "", "" if by is None else None
    ((dimension, value),) = asked.items() if len(asked) == 1 else ((None, None),)
    return (dimension, value) if dimension is not None and by in (None, dimension) else None


def row_conditions(selection: Selection) -> list[ColumnElement[bool]]:
    """What a row of `usage` must fulfil, its time included."""
    conditions = _conditions(usage, filters(selection))
    if selection.start_ms is not None:
        conditions.append(usage.c.started_ms >= selection.start_ms)
    if selection.end_ms is not None:
        conditions.append(usage.c.started_ms < selection.end_ms)
    return conditions


def source(selection: Selection, by: Grouping | None) -> Subquery:
    """Rows of sums: `value` of the dimension `by` ("" for None), `at`, `currency`, the sums.

    `at` is seconds since 1970: the hour's begin, or the request's own in an hour that the selection
    has a part of.
    """
    asked = filters(selection)
    table = _table(asked, by)
    if table is None:
        return _rows(selection, by).subquery()
    start = -1 if selection.start_ms is None else -(-selection.start_ms // HOUR_MS)
    end = None if selection.end_ms is None else selection.end_ms // HOUR_MS
    parts = [_hours(table, asked, by, start, end)]
    if selection.start_ms is not None and selection.start_ms < start * HOUR_MS:
        first = start * HOUR_MS
        if selection.end_ms is not None:
            first = min(first, selection.end_ms)
        parts.append(_rows(replace(selection, end_ms=first), by))
    if end is not None and selection.end_ms != end * HOUR_MS and end >= start:
        parts.append(_rows(replace(selection, start_ms=end * HOUR_MS), by))
    return parts[0].subquery() if len(parts) == 1 else union_all(*parts).subquery()


def _table(asked: Mapping[Grouping, str], by: Grouping | None) -> Table | None:
    if slice_of(asked, by) is not None:
        return usage_slices
    needed = asked.keys() if by is None else asked.keys() | {by}
    if "conversation" not in needed:
        return usage_hours
    known = needed <= {"conversation", "user", "key", "client"}
    return usage_conversations if known else None


def _hours(
    table: Table, asked: Mapping[Grouping, str], by: Grouping | None, start: int, end: int | None
) -> Select[Any]:
    value: ColumnElement[str]
    sliced = slice_of(asked, by) if table is usage_slices else None
    if sliced is not None:
        dimension, wanted = sliced
        value = table.c.value
        conditions = [table.c.dimension == dimension]
        if wanted is not None:
            conditions.append(value == wanted)
    else:
        value = _value(table, by)
        conditions = _conditions(table, asked)
    if start >= 0:
        conditions.append(table.c.hour >= start)
    if end is not None:
        conditions.append(table.c.hour < end)
    at = cast(table.c.hour, BigInteger) * _HOUR_S
    sums = [table.c[name] for name in (*COUNTS, *MONEY)]
    return select(value.label("value"), at.label("at"), table.c.currency, *sums).where(*conditions)


def _rows(selection: Selection, by: Grouping | None) -> Select[Any]:
    """The rows of `usage` in the shape of sums, each of one request. As `rollups` counts."""
    row = usage.c
    tokens = row.fresh + row.cache_read + row.cache_write + row.output
    return select(
        _value(usage, by).label("value"),
        (row.started_ms // 1000).label("at"),
        row.currency,
        literal(1).label("requests"),
        _one(row.failure.is_not(None)).label("failures"),
        _one(row.partial).label("partials"),
        _one(row.accuracy == "estimated").label("estimated"),
        _one(and_(row.cost_micros.is_(None), tokens > 0)).label("unpriced"),
        row.fresh,
        row.cache_read,
        row.cache_write,
        row.output,
        func.coalesce(row.reasoning, 0).label("reasoning"),
        row.duration_ms,
        row.request_bytes,
        row.response_bytes,
        row.loss_count.label("losses"),
        func.coalesce(row.cost_micros, 0).label("cost_micros"),
        func.coalesce(row.saved_micros, 0).label("saved_micros"),
    ).where(*row_conditions(selection))


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _value(table: Table, by: Grouping | None) -> ColumnElement[str]:
    if by is None:
        return literal("")
    if by == "model":
        return table.c.provider + "/" + table.c.model
    return table.c[COLUMNS[by]]


def _conditions(table: Table, asked: Mapping[Grouping, str]) -> list[ColumnElement[bool]]:
    return [table.c[COLUMNS[name]] == value for name, value in asked.items()]
