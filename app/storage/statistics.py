"""What was used, by whom and of what, from the sums that the ledger keeps.

A selection is exact to the millisecond, and every grouping of it adds up to the same total.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, desc, select

from app.storage.labels import labels
from app.storage.latency import latency
from app.storage.selection import Selection
from app.storage.series import OTHERS, Point, series
from app.storage.sources import Grouping, source
from app.storage.sums import CNY_PER_USD, columns, tokens, totals, worth
from app.storage.totals import Totals

__all__ = ["OTHERS", "Group", "Grouping", "Point", "grouped", "latency", "series", "total"]


@dataclass(frozen=True, slots=True)
class Group:
    """Requests that have `key` in common. The key of a model is "provider/model".

    `label` is the name of a user or a key, "" where there is none (any more), else the key itself.
    """

    key: str
    label: str
    totals: Totals


def total(connection: Connection, selection: Selection) -> Totals:
    """The sums of all requests of a selection."""
    found = source(selection, None)
    return totals(connection.execute(select(*columns(found))).one())


def grouped(
    connection: Connection,
    selection: Selection,
    by: Grouping,
    limit: int = 100,
    offset: int = 0,
    cny_per_usd: float = CNY_PER_USD,
) -> list[Group]:
    """A selection's groups, the most costly first, of equal ones that with the most tokens.

    `cny_per_usd` only orders groups that were paid in different currencies.
    """
    found = source(selection, by)
    value = found.c.value
    statement = (
        select(value, *columns(found))
        .group_by(value)
        .order_by(desc(worth(found, cny_per_usd)), desc(tokens(found)), value)
        .limit(limit)
        .offset(offset)
    )
    groups = {key: sums for key, *sums in connection.execute(statement)}
    names = labels(connection, by, groups)
    return [Group(key, names[key], totals(sums)) for key, sums in groups.items()]
