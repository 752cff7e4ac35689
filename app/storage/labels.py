"""The names of users and keys, for groups that only know their ids."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from app.storage.schema import client_keys, users
from app.storage.sources import Grouping


def labels(connection: Connection, by: Grouping, keys: Iterable[str]) -> Mapping[str, str]:
    """The label of each group: a user's or a key's name, "" where it is gone, else its key."""
    keys = list(keys)
    if by not in ("user", "key"):
        return {key: key for key in keys}
    table = users if by == "user" else client_keys
    statement = select(table.c.id, table.c.name).where(table.c.id.in_(keys))
    names = {row.id: row.name for row in connection.execute(statement)}
    return {key: names.get(key, "") for key in keys}
