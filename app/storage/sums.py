"""The sums that every statistic is made of, asked for and read."""

from collections.abc import Mapping, Sequence
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func

from app.storage.sources import COUNTS, MONEY
from app.storage.totals import Totals

# Only to bring groups with money in different currencies in an order; nothing is converted by it.
CNY_PER_USD = 7.0

Sums = Sequence[Any]
"""One value a column of `columns`. PostgreSQL sums whole numbers as decimals, nothing as NULL."""

_TOKENS = [COUNTS.index(name) for name in ("fresh", "cache_read", "cache_write", "output")]
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


def added(some: Sums, more: Sums) -> Sums:
    """Two groups as one."""
    return tuple(map(add, some, more))


def rank(sums: Sums) -> tuple[float, int]:
    """A sort key that puts groups in the order of `worth` and `tokens`, the greatest first."""
    usd, cny = sums[_COST : _COST + 2]
    return -(float(usd) * CNY_PER_USD + float(cny)), -sum(int(sums[place]) for place in _TOKENS)


def totals(sums: Sums) -> Totals:
    """The sums as totals, whose first fields are the counts in the same order."""
    usd, cny, saved_usd, saved_cny = map(_whole, sums[_COST:])
    counts = dict(zip(COUNTS, map(_whole, sums[:_COST]), strict=True))
    cost, saved = _amounts(usd, cny), _amounts(saved_usd, saved_cny)
    return Totals(**counts, cost=cost, saved=saved)


def _whole(value: Any) -> int:
    return int(value) if value else 0


def _amounts(usd: int, cny: int) -> Mapping[str, int]:
    amounts = {"USD": usd} if usd else {}
    if cny:
        amounts["CNY"] = cny
    return amounts
