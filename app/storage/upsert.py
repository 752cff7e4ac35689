"""Rows that are inserted, or added to the row that is there already."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
    add: Sequence[str] = (),
    set_: Sequence[str] = (),
) -> None:
    """Insert `rows` into `table`; where a row of the same `keys` is there already, change that one.

    `keys` are the columns of one unique key. The columns `add` are added to what is there, the
    columns `set_` overwrite it, all others stay. With neither, a row that is there stays as it is.
    Every row names the same columns, and no two have the same keys. Rows are written in the order
    of their keys, so that two gateways that write the same ones wait for each other, but never in a
    circle.
    """
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: tuple(row[key] for key in keys))
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    changed: dict[str, Any] = {name: table.c[name] + statement.excluded[name] for name in add}
    changed |= {name: statement.excluded[name] for name in set_}
    if changed:
        statement = statement.on_conflict_do_update(index_elements=list(keys), set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(keys))
    connection.execute(statement, ordered)
