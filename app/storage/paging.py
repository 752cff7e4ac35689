"""Where a page of a list ends and the next one begins."""

from sqlalchemy import ColumnElement, Table, tuple_

from app.storage.failure import InvalidError
from app.storage.names import storable

Place = tuple[int, str]
"""`created_ms` and `id` of the last row of a page."""

LATEST_MS = 253_402_300_799_999  # the end of the year 9999


def beyond(table: Table, place: Place) -> ColumnElement[bool]:
    """Rows after `place` in the order of `created_ms` and `id`.

    Raises `InvalidError` for what can be no row's place: it comes back from clients.
    """
    created_ms, row_id = place
    if not -LATEST_MS <= created_ms <= LATEST_MS or not storable(row_id):
        raise InvalidError("cursor", "This cursor belongs to no page of this list.")
    return tuple_(table.c.created_ms, table.c.id) > place
