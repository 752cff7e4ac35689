"""What was used, by whom and of what, from the sums that the ledger keeps.

A selection is exact to the millisecond, and every grouping of it adds up to the same total.
"""

from sqlalchemy import Connection, desc, select

from app.storage.labels import labels
from app.storage.latency import latency
from app.storage.selection import Selection
from app.storage.series import series
from app.storage.sources import Grouping, source
from app.storage.sums import CNY_PER_USD, columns, tokens, totals, worth
from app.storage.totals import OTHERS, Group, Point, Totals

__all__ = ["OTHERS", "Group", "Grouping", "Point", "grouped", "latency", "series", "total"]


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
