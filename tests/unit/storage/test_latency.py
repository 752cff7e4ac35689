from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete

from app.storage import schema
from app.storage.database import Database
from app.storage.latency import latency
from app.storage.records import UsageRow
from app.storage.selection import Selection
from app.storage.totals import Latency
from tests.unit.storage.recorded import (
    AROUND,
    DAY,
    HOUR,
    chosen,
    numbered,
    record,
    rows,
    selections,
)


def percentile(found: Sequence[UsageRow], percent: int) -> int | None:
    times = sorted(row.first_delta_ms for row in found if row.first_delta_ms is not None)
    return times[-(-len(times) * percent // 100) - 1] if times else None


def near(measured: int | None, true: int | None) -> bool:
    if measured is None or true is None:
        return measured is true
    return abs(measured - true) <= max(1.5, true * 0.05)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=rows(), selection=selections())
def test_both_percentiles_are_right_to_five_percent(
    database: Database, found: list[UsageRow], selection: Selection
) -> None:
    with database.writing() as connection:
        for name in ("usage", "usage_hours", "usage_slices", "usage_conversations"):
            connection.execute(delete(schema.metadata.tables[name]))
        connection.execute(delete(schema.usage_latency))
    record(database, found)
    with database.reading() as connection:
        measured = latency(connection, selection)
    selected = chosen(found, selection)
    assert near(measured.p50_ms, percentile(selected, 50))
    assert near(measured.p95_ms, percentile(selected, 95))


def test_nothing_recorded_has_no_latency(database: Database) -> None:
    with database.reading() as connection:
        assert latency(connection, Selection()) == Latency()
        assert latency(connection, Selection(AROUND, AROUND + 3 * DAY)) == Latency()


def test_parts_of_days_count_as_what_they_are(database: Database) -> None:
    found = [
        replace(UsageRow(request_id="", started_ms=AROUND + hour * HOUR), first_delta_ms=1 << hour)
        for hour in range(2, 20)
    ]
    later = [replace(row, started_ms=row.started_ms + 2 * DAY) for row in found]
    record(database, numbered([*found, *later]))
    with database.reading() as connection:
        for start, end in [(0, 24), (0, 96), (3, 60), (5, 9), (-2, 49)]:
            selection = Selection(AROUND + start * HOUR, AROUND + end * HOUR)
            expected = percentile(chosen([*found, *later], selection), 50)
            assert near(latency(connection, selection).p50_ms, expected)
