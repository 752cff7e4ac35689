"""What has grown old is deleted."""

from dataclasses import replace

from sqlalchemy import Table, func, insert, select

from app.storage import batch, kept_responses, schema, transcripts
from app.storage.database import Database
from app.storage.records import KeptResponse, Transcribed, TranscriptBody
from app.storage.retention import (
    Retention,
    forget_everything,
    forget_holds,
    forget_usage,
    sweep,
)
from app.storage.schema import budget_holds, usage, usage_hours
from tests.fakes import usage_rows

DAY = 86_400_000
NOW = 1_000 * DAY
RETENTION = Retention(usage_days=400, transcript_days=7, transcript_bytes=1 << 30)


def requests_of(database: Database, *ages: float) -> None:
    with database.writing() as connection:
        started = (NOW - int(age * DAY) for age in ages)
        rows = [{"request_id": f"r{n}", "started_ms": ms} for n, ms in enumerate(started)]
        connection.execute(insert(usage), rows)


def count(database: Database, table: Table) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_old_rows_go_and_their_sums_stay(database: Database) -> None:
    requests_of(database, 0, 399, 400, 401, 900)
    sums = dict.fromkeys(
        ("user_id", "key_id", "profile", "provider", "model", "client_program", "endpoint"), ""
    )
    with database.writing() as connection:
        connection.execute(insert(usage_hours).values(hour=1, currency="", requests=5, **sums))
        assert not sweep(connection, RETENTION, NOW)
    assert count(database, usage) == 3
    assert count(database, usage_hours) == 1


def test_the_oldest_rows_go_first_and_no_more_than_asked_for(database: Database) -> None:
    requests_of(database, 500, 700, 600)
    with database.writing() as connection:
        assert forget_usage(connection, NOW, limit=2) == 2
        left = connection.execute(select(usage.c.started_ms)).scalars().all()
        assert left == [NOW - 500 * DAY]
        assert forget_usage(connection, NOW, limit=2) == 1


def test_a_sweep_says_whether_there_is_more(database: Database) -> None:
    requests_of(database, *(500 for _ in range(1_500)))
    with database.writing() as connection:
        assert [sweep(connection, RETENTION, NOW) for _ in range(2)] == [True, False]
    assert count(database, usage) == 0


def test_transcripts_are_swept_too(database: Database) -> None:
    body = TranscriptBody("client_sent", 0, "application/json", 2, False, b"{}")
    with database.writing() as connection:
        for age in range(150):
            request = Transcribed(f"req_{age}", NOW - age * DAY)
            transcripts.store(connection, request, [body])
        assert [sweep(connection, RETENTION, NOW) for _ in range(2)] == [True, False]
    assert count(database, schema.transcripts) == 8


def test_only_holds_that_no_running_request_has_are_forgotten(database: Database) -> None:
    with database.writing() as connection:
        for name, taken in (("old", NOW - 2 * DAY), ("young", NOW - DAY // 2)):
            values = {"id": name, "budget_id": "b", "taken_ms": taken, "micros": 1}
            connection.execute(insert(budget_holds).values(values))
        sweep(connection, RETENTION, NOW)
        assert connection.execute(select(budget_holds.c.id)).scalars().all() == ["young"]
        assert forget_holds(connection, NOW) == 1


def test_forgetting_everything_leaves_no_row_no_sum_and_no_word(database: Database) -> None:
    body = TranscriptBody("client_sent", 0, "application/json", 2, False, b"{}")
    with database.writing() as connection:
        batch.write(connection, [usage_rows.entry(number) for number in range(5)], again=False)
        transcripts.store(connection, Transcribed("req_1", NOW), [body])
    with database.writing() as connection:
        forget_everything(connection)
    database.compact()
    for table in schema.metadata.tables.values():
        if table.name.startswith("usage") or table is schema.transcripts:
            assert count(database, table) == 0, table.name


def test_answers_are_kept_for_hours_and_for_none_where_that_is_off(database: Database) -> None:
    with database.writing() as connection:
        for number, hours in enumerate((1, 30)):
            kept = KeptResponse("k", f"resp_{number}", b"[]", b"{}")
            kept_responses.store(connection, kept, NOW - hours * 3_600_000)
        keeping = replace(RETENTION, response_hours=24, response_bytes=1 << 20)
        assert not sweep(connection, keeping, NOW)
    assert count(database, schema.kept_responses) == 1
    with database.writing() as connection:
        assert not sweep(connection, RETENTION, NOW)
    assert count(database, schema.kept_responses) == 0
