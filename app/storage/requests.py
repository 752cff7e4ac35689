"""Single requests, the newest first."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, desc, func, select, tuple_

from app.storage.failure import UnknownError
from app.storage.records import UsageRow
from app.storage.schema import usage
from app.storage.selection import Selection
from app.storage.sources import row_conditions

_COLUMNS = [usage.c[each.name] for each in fields(UsageRow)]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A request as it was recorded; `id` is its place in the table, which grows."""

    id: int
    row: UsageRow


def page(
    connection: Connection, selection: Selection, before_id: int | None = None, limit: int = 50
) -> list[StoredRow]:
    """The newest `limit` requests of a selection, or the next ones after the row `before_id`.

    Raises `UnknownError` where there is no such row.
    """
    conditions = row_conditions(selection)
    if before_id is not None:
        place = tuple_(usage.c.started_ms, usage.c.id)
        conditions.append(place < (_started_ms(connection, before_id), before_id))
    statement = (
        select(usage.c.id, *_COLUMNS)
        .where(*conditions)
        .order_by(desc(usage.c.started_ms), desc(usage.c.id))
        .limit(limit)
    )
    return [_stored(row) for row in connection.execute(statement)]


def find(connection: Connection, request_id: str) -> StoredRow:
    """The request of this id. Raises `UnknownError` where none was recorded."""
    statement = select(usage.c.id, *_COLUMNS).where(usage.c.request_id == request_id)
    found = connection.execute(statement).one_or_none()
    if found is None:
        raise UnknownError("There is no request of this id. It may not be recorded yet.")
    return _stored(found)


def newest_id(connection: Connection) -> int:
    """The id of the row that was recorded last, 0 where there is none."""
    return connection.scalar(select(func.max(usage.c.id))) or 0


def _started_ms(connection: Connection, row_id: int) -> int:
    found = connection.execute(select(usage.c.started_ms).where(usage.c.id == row_id)).one_or_none()
    if found is None:
        raise UnknownError("The row that this page begins after does not exist.")
    return int(found.started_ms)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredRow:
    return StoredRow(row[0], UsageRow(*row[1:]))
