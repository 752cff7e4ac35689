from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.storage import schema
from app.storage.database import Database
from app.storage.failure import UnknownError
from app.storage.records import UsageRow
from app.storage.requests import find, newest_id, page
from app.storage.selection import Selection
from tests.unit.storage.recorded import AROUND, chosen, numbered, record, rows, selections


def write(database: Database, found: Sequence[UsageRow]) -> None:
    with database.writing() as connection:
        for name in ("usage", "usage_hours", "usage_slices", "usage_conversations"):
            connection.execute(delete(schema.metadata.tables[name]))
        connection.execute(delete(schema.usage_latency))
    record(database, found)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=rows(), selection=selections(), limit=st.integers(1, 6))
def test_the_pages_hold_every_request_of_a_selection_once_the_newest_first(
    database: Database, found: list[UsageRow], selection: Selection, limit: int
) -> None:
    found = [replace(row, started_ms=row.started_ms // 10**7 * 10**7) for row in found]
    write(database, found)
    read: list[UsageRow] = []
    before = None
    with database.reading() as connection:
        while stored := page(connection, selection, before, limit):
            read += [each.row for each in stored]
            assert len(stored) <= limit
            before = stored[-1].id
    assert read == sorted(
        chosen(found, selection),
        key=lambda row: (row.started_ms, found.index(row)),
        reverse=True,
    )


def test_a_page_after_a_row_that_is_gone_says_so(database: Database) -> None:
    with database.reading() as connection, pytest.raises(UnknownError, match="does not exist"):
        page(connection, Selection(), before_id=7)


def test_a_request_is_found_by_its_id_as_it_was_recorded(database: Database) -> None:
    row = UsageRow(
        request_id="req-1",
        started_ms=AROUND,
        stream=True,
        partial=True,
        failure="cut",
        accuracy="exact",
        reasoning=0,
        cost_micros=0,
        raw_usage='{"prompt_tokens":1}',
        losses='[{"what":"图"}]',
    )
    record(database, [row])
    with database.reading() as connection:
        assert find(connection, "req-1").row == row
        with pytest.raises(UnknownError, match="no request of this id"):
            find(connection, "req-2")


def test_the_newest_id_grows(database: Database) -> None:
    with database.reading() as connection:
        assert newest_id(connection) == 0
    record(database, numbered(UsageRow(request_id="", started_ms=at) for at in (5, 3)))
    with database.reading() as connection:
        newest = newest_id(connection)
        assert newest == find(connection, "r1").id
        assert newest > find(connection, "r0").id
