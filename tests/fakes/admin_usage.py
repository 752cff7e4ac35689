"""Usage rows for tests of the administration, written as the ledger writes them."""

from collections.abc import Sequence
from dataclasses import replace

from app.storage import batch
from app.storage.database import Database
from app.storage.records import Entry, UsageRow
from tests.fakes.usage_rows import ROW


def record(database: Database, rows: Sequence[UsageRow]) -> None:
    """Write rows with their sums."""
    with database.writing() as connection:
        batch.write(connection, [Entry(row) for row in rows], again=False)


def row(request_id: str, **fields: object) -> UsageRow:
    """The scripted row with other fields."""
    return replace(ROW, request_id=request_id, **fields)  # type: ignore[arg-type]  # by name
