"""The sums that every statistic is made of, asked for and read."""

from collections.abc import Mapping, Sequence
from operator import sub
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func

from app.storage.sources import COUNTS, MONEY
from app.storage.totals import Totals

# Only to bring groups with money in different currencies in an order; nothing is converted by it.
CNY_PER_USD = 7.0

Sums = Sequence[Any]
_totals: Any = Totals  # called by places: a year has thousands of groups
"""One value a column of `columns`. PostgreSQL sums whole numbers as decimals, nothing as NULL."""

_COST = len(COUNTS)


def columns(found: Subquery) -> list[ColumnElement[Any]]:
    """The sums over a source: the counts, then the cost and what was saved, by currency."""
    money = [
        func.sum(case((found.c.currency == currency, found.c[name]), else_=0))
        for name in MONEY
        for currency in ("USD", "CNY")
    ]
    return [*(func.sum(found.c[name]) for name in COUNTS), *money]


def worth(found: Subquery, cny_per_usd: float) -> ColumnElement[Any]:
    """What a group cost, for an order."""
    rate = case((found.c.currency == "USD", cny_per_usd), else_=1.0)
    return func.sum(found.c.cost_micros * rate)


def tokens(found: Subquery) -> ColumnElement[int]:
    """All tokens of a group, for an order."""
    row = found.c
    return func.sum(row.fresh + row.cache_read + row.cache_write + row.output)


def less(whole: Sums, part: Sums) -> Sums:
    """What is left of a group without a part of it."""
    return list(map(sub, whole, part))


def totals(sums: Sums) -> Totals:
    """The sums as totals, whose first fields are the counts in the same order."""
    if sums[0] is None:  # nothing was summed
        return Totals()
    whole = list(map(int, sums))
    usd, cny, saved_usd, saved_cny = whole[_COST:]
    made: Totals = _totals(*whole[:_COST], _amounts(usd, cny), _amounts(saved_usd, saved_cny))
    return made


def _amounts(usd: int, cny: int) -> Mapping[str, int]:
    amounts = {"USD": usd} if usd else {}
    if cny:
        amounts["CNY"] = cny
    return amounts
