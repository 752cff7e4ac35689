import logging
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text

from app.storage import batch
from app.storage import ledger as module
from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.journal import Journal
from app.storage.ledger import Ledger
from app.storage.records import Charge, Entry
from app.storage.schema import budget_spend, facts, usage, usage_hours
from tests.fakes.postgres import Postgres
from tests.fakes.usage_rows import entry
from tests.unit.storage.test_isolate import poisonous, stored

LONG = 20.0
Started = Callable[..., Ledger]


@pytest.fixture
def start() -> Iterator[Started]:
    """Starts a ledger and closes it in the end."""
    running: list[Ledger] = []

    def started(database: Database, *others: object, **options: object) -> Ledger:
        ledger = Ledger(database, *others, **options)  # type: ignore[arg-type]
        ledger.start()
        running.append(ledger)
        return ledger

    yield started
    for ledger in running:
        ledger.close(LONG)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "usage.db"


@pytest.fixture
def file(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A SQLite database that does not wait long for others."""
    monkeypatch.setattr("app.storage.database.BUSY_SECONDS", 0.01)
    database = Database.open(f"sqlite:///{path.as_posix()}", print)
    yield database
    database.close()


def spent(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.scalar(select(func.sum(budget_spend.c.micros))) or 0)


def charged(number: int) -> Entry:
    return entry(number, (Charge("b", 0, 1),))


def test_what_is_recorded_is_written(database: Database, start: Started) -> None:
    heard: list[Entry] = []
    ledger = start(database, heard.extend)
    entries = [entry(number) for number in range(5)]
    for one in entries:
        ledger.record(one)
    assert ledger.flush(LONG)
    assert len(stored(database)) == 5
    assert heard == entries
    status = ledger.status
    assert (status.queued, status.written, status.dropped, status.fault) == (0, 5, 0, None)


def test_what_was_recorded_before_the_start_is_written(database: Database, start: Started) -> None:
    ledger = Ledger(database)
    ledger.record(entry(1))
    assert ledger.status.queued == 1
    ledger.start()
    ledger.close(LONG)
    assert stored(database) == ["req_1"]


def test_threads_record_at_once(database: Database, start: Started) -> None:
    ledger = start(database, capacity=10_000)

    def record(first: int) -> None:
        for number in range(first, first + 200):
            ledger.record(charged(number))

    threads = [threading.Thread(target=record, args=(n * 200,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.flush(LONG)
    assert len(stored(database)) == 800
    assert spent(database) == 800


def test_closing_writes_what_waits(database: Database) -> None:
    ledger = Ledger(database)
    ledger.start()
    ledger.record(entry(1))
    ledger.close(LONG)
    assert stored(database) == ["req_1"]
    assert not ledger.later(lambda _: None, 1)


@pytest.mark.expects_errors
def test_a_listener_that_fails_stops_nothing(
    database: Database, start: Started, caplog: pytest.LogCaptureFixture
) -> None:
    def listener(new: Sequence[Entry]) -> None:
        raise KeyError

    ledger = start(database, listener)
    ledger.record(entry(1))
    assert ledger.flush(LONG)
    assert stored(database) == ["req_1"]
    assert "listener" in caplog.text


def test_a_locked_database_is_waited_for(
    file: Database, path: Path, start: Started, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = start(file)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        ledger.record(entry(1))
        assert not ledger.flush(0.3)
        status = ledger.status
        assert (status.fault, status.queued) == (Fault.LOCKED, 1)
        assert str(path) in status.message
        assert status.since_ms is not None
    assert ledger.flush(LONG)
    assert stored(file) == ["req_1"]
    assert (ledger.status.fault, ledger.status.message, ledger.status.since_ms) == (None, "", None)
    waits = [one for one in caplog.records if "waits to be recorded" in one.getMessage()]
    assert [one.levelno for one in waits] == [logging.WARNING]


def test_rows_are_dropped_beyond_the_queue_but_never_their_charges(
    file: Database, path: Path, start: Started, caplog: pytest.LogCaptureFixture
) -> None:
    charges: list[Charge] = []
    ledger = start(file, capacity=3, on_charged=charges.extend)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        for number in range(10):
            ledger.record(charged(number))
        assert (ledger.status.queued, ledger.status.dropped) == (3, 7)
    assert ledger.flush(LONG)
    assert stored(file) == ["req_0", "req_1", "req_2"]
    ledger.close(LONG)
    assert spent(file) == 10
    assert charges == [Charge("b", 0, 7)]
    assert caplog.text.count("were dropped") == 1


def test_a_full_disk_is_waited_for_and_told(file: Database, start: Started) -> None:
    # The pool hands the same connection to everybody in turn.
    with file.reading() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    ledger = start(file)
    for number in range(100):
        ledger.record(charged(number))
    assert not ledger.flush(0.5)
    assert ledger.status.fault is Fault.FULL
    with file.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert ledger.flush(LONG)
    assert len(stored(file)) == 100
    assert spent(file) == 100


def test_a_row_that_is_refused_stops_no_other_and_is_charged(
    database: Database, start: Started, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = start(database)
    bad = poisonous(7)
    ledger.record(charged(1))
    ledger.record(Entry(bad.row, (Charge("b", 0, 5),)))
    ledger.record(charged(2))
    assert ledger.flush(LONG)
    ledger.close(LONG)
    assert stored(database) == ["req_1", "req_2"]
    assert (ledger.status.written, ledger.status.dropped) == (2, 1)
    assert "req_7" in caplog.text


def test_jobs_are_done_in_a_transaction_of_their_own(
    database: Database, start: Started, caplog: pytest.LogCaptureFixture
) -> None:
    def fact(name: str) -> Callable[[Connection], None]:
        return lambda connection: connection.execute(
            insert(facts).values(name=name, value="")
        ).close()

    def broken(connection: Connection) -> None:
        fact("undone")(connection)
        raise ValueError("nonsense")

    ledger = start(database)
    for job in (fact("a"), broken, fact("b")):
        assert ledger.later(job, 10)
    assert ledger.flush(LONG)
    with database.reading() as connection:
        assert sorted(connection.scalars(select(facts.c.name))) == ["a", "b"]
    assert "nonsense" in caplog.text


def test_jobs_are_refused_beyond_their_bytes(database: Database) -> None:
    ledger = Ledger(database)
    assert ledger.later(lambda _: None, module.JOBS_BYTES - 1_000)
    assert ledger.later(lambda _: None, 0)
    assert not ledger.later(lambda _: None, 0)


def test_a_job_that_finds_something_locked_does_not_hold_up_rows_for_ever(
    file: Database, start: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BACKOFF_SECONDS", (0.01, 0.01))

    def locked(connection: Connection) -> None:
        with file.writing():
            pass

    ledger = start(file)
    ledger.later(locked, 0)
    assert ledger.flush(LONG)
    ledger.record(entry(1))
    assert ledger.flush(LONG)
    assert stored(file) == ["req_1"]


def test_a_database_server_that_is_away_loses_nothing(
    postgres_server: Postgres, tmp_path: Path, start: Started
) -> None:
    database = Database.open(postgres_server.new_url(), print)
    heard: list[Entry] = []
    ledger = start(database, heard.extend, journal=Journal(tmp_path), capacity=5)
    ledger.record(charged(0))
    assert ledger.flush(LONG)
    try:
        postgres_server.stop()
        for number in range(1, 30):
            ledger.record(charged(number))
        assert not ledger.flush(0.5)
        assert ledger.status.fault is Fault.UNREACHABLE
        assert (ledger.status.queued, ledger.status.dropped) == (29, 0)
    finally:
        postgres_server.start()
    assert ledger.flush(LONG)
    assert len(stored(database)) == 30
    assert spent(database) == 30
    assert sorted(one.row.request_id for one in heard) == stored(database)
    ledger.close(LONG)
    database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.journal.lock"]


def test_a_killed_gateways_entries_are_written_by_the_next_one(
    database: Database, tmp_path: Path, start: Started
) -> None:
    folder = tmp_path / "data"
    killed = Ledger(database, journal=(journal := Journal(folder)))
    for number in range(4):
        killed.record(charged(number))
    with database.writing() as connection:  # one of them had come through already
        batch.write(connection, [charged(0)], again=False)
    journal.close()
    heard: list[Entry] = []
    ledger = start(database, heard.extend, journal=Journal(folder))
    ledger.record(charged(4))
    assert ledger.flush(LONG)
    assert heard == [charged(4)]
    assert len(stored(database)) == 5
    assert spent(database) == 5


KILLED = """
import os, signal, sys
from pathlib import Path
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.ledger import Ledger
from tests.fakes.usage_rows import entry

ledger = Ledger(Database.open(sys.argv[1], print), journal=Journal(Path(sys.argv[2])), capacity=50)
ledger.start()
for number in range(300):
    ledger.record(entry(number))
    if number == 100:
        ledger.flush(20)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_gateway_that_is_killed_loses_no_entry_that_it_took(
    database: Database, database_url: str, tmp_path: Path, start: Started
) -> None:
    folder = tmp_path / "data"
    program = [sys.executable, "-c", KILLED, database_url, str(folder)]
    assert subprocess.run(program, check=False).returncode == -signal.SIGKILL
    assert list(folder.glob("ledger.journal.0*"))
    ledger = start(database, journal=Journal(folder))
    assert ledger.flush(LONG)
    assert len(stored(database)) == 300


def test_a_commit_that_nobody_heard_of_is_not_counted_twice(
    database: Database, start: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, cuts = database.writing, iter([True])

    @contextmanager
    def cut_once() -> Iterator[Connection]:
        with writing() as connection:
            yield connection
        if next(cuts, False):
            raise DatabaseError(Fault.UNREACHABLE, "The connection was lost after the commit.")

    monkeypatch.setattr(database, "writing", cut_once)
    heard: list[Entry] = []
    ledger = start(database, heard.extend)
    for number in range(5):
        ledger.record(charged(number))
    ledger.flush(LONG)
    assert ledger.flush(LONG)
    assert len(stored(database)) == 5
    assert spent(database) == 5
    with database.reading() as connection:
        assert connection.scalar(select(func.sum(usage_hours.c.requests))) == 5
    assert heard == [charged(number) for number in range(5)]


def test_gateways_write_to_the_same_sums_at_once(database_url: str, start: Started) -> None:
    databases = [Database.open(database_url, print) for _ in range(3)]
    ledgers = [start(database) for database in databases]
    for number in range(300):
        ledgers[number % 3].record(charged(number))
        if number % 30 == 0:
            assert ledgers[number % 3].flush(LONG)
    assert all(ledger.flush(LONG) for ledger in ledgers)
    assert spent(databases[0]) == 300
    assert len(stored(databases[0])) == 300
    for ledger, database in zip(ledgers, databases, strict=True):
        ledger.close(LONG)
        database.close()


def test_an_entry_that_the_journal_does_not_take_is_written_all_the_same(
    database: Database, tmp_path: Path, start: Started
) -> None:
    ledger = start(database, journal=Journal(tmp_path / "data", limit=0))
    ledger.record(charged(1))
    assert ledger.flush(LONG)
    assert stored(database) == ["req_1"]


def test_a_ledger_that_must_stop_tells_what_is_lost(
    file: Database, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = Ledger(file)
    ledger.start()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        ledger.record(entry(1))
        ledger.close(LONG)
    assert "1 usage rows could not be written and are lost" in caplog.text
    with file.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(usage)) == 0
