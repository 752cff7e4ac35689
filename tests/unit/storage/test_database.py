import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from app.storage import requests, sqlite_file
from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.schema import budgets, client_keys, facts, metadata, users
from tests.fakes.postgres import Postgres


def url_of(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def nothing(sentence: str) -> None:
    raise AssertionError(sentence)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "usage.db"


def filled(path: Path, people: int = 3) -> None:
    database = Database.open(url_of(path), nothing)
    with database.writing() as connection:
        for number in range(people):
            name = f"user {number} " + "x" * 200
            connection.execute(insert(users).values(id=f"u{number}", name=name, active=number > 0))
            connection.execute(
                insert(client_keys).values(id=f"k{number}", name=name, digest=f"{number}")
            )
        connection.execute(insert(budgets).values(id="b", scope="user", subject="u0"))
        connection.execute(insert(facts).values(name="people", value="7"))
    database.close()


def test_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.reading() as connection:
        # Alembic misreads SQLite's defaults of empty text; PostgreSQL's show the same mistake.
        options = {"compare_type": True, "compare_server_default": database.shared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_a_database_that_is_up_to_date_opens_without_alembic(database_url: str) -> None:
    Database.open(database_url, nothing).close()
    program = (
        "import sys; from app.storage.database import Database; "
        f"Database.open({database_url!r}, print).close(); print('alembic' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout == b"False\n"


def test_a_transaction_is_committed_at_its_end_and_undone_where_it_raises(
    database: Database,
) -> None:
    with database.writing() as connection:
        connection.execute(insert(facts).values(name="kept", value="1"))
    with suppress(KeyError), database.writing() as connection:
        connection.execute(insert(facts).values(name="undone", value="1"))
        raise KeyError
    with database.reading() as connection:
        assert connection.scalars(select(facts.c.name)).all() == ["kept"]


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    with database.reading() as connection:
        assert connection.scalars(select(facts.c.name)).all() == []
        with database.writing() as other:
            other.execute(insert(facts).values(name="new", value="1"))
        assert connection.scalars(select(facts.c.name)).all() == []
    with database.reading() as connection:
        assert connection.scalars(select(facts.c.name)).all() == ["new"]


def test_what_the_database_refuses_is_a_fault_of_ours(database: Database) -> None:
    with pytest.raises(DatabaseError) as caught, database.writing() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert caught.value.fault is Fault.BROKEN
    assert "nowhere" in caught.value.message


def test_a_newer_database_is_refused_and_left_as_it_is(database_url: str) -> None:
    database = Database.open(database_url, nothing)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError) as caught:
        Database.open(database_url, nothing)
    assert caught.value.fault is Fault.NEWER
    assert "9999" in caught.value.message
    with database.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    database.close()


def test_another_programs_database_is_refused(database_url: str) -> None:
    database = Database.open(database_url, nothing)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    database.close()
    with pytest.raises(DatabaseError, match="belongs to another program") as caught:
        Database.open(database_url, nothing)
    assert caught.value.fault is Fault.DENIED


def test_gateways_that_start_at_once_make_the_tables_once(database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            Database.open(database_url, nothing).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_a_sqlite_file(path: Path) -> None:
    database = Database.open(url_of(path), nothing)
    with database.writing() as connection:
        connection.execute(insert(facts).values(name="a", value="1"))
        for file in path.parent.glob("usage.db*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    database.close()


def test_a_sqlite_file_is_kept_so_that_readers_and_the_writer_do_not_wait(path: Path) -> None:
    database = Database.open(url_of(path), nothing)
    with database.reading() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
    database.close()


def test_a_file_that_another_program_holds_is_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.database.BUSY_SECONDS", 0.05)
    database = Database.open(url_of(path), nothing)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match=str(path)) as caught, database.writing():
            pass
    assert caught.value.fault is Fault.LOCKED
    database.close()


def test_a_full_disk_is_told(path: Path) -> None:
    database = Database.open(url_of(path), nothing)
    with database.reading() as connection:  # of the pool's one connection, which is used again
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    row = insert(facts).values(name="a", value="x" * 100_000)
    with pytest.raises(DatabaseError) as caught, database.writing() as connection:
        connection.execute(row)
    assert caught.value.fault is Fault.FULL
    database.close()


@pytest.mark.parametrize("content", [b"not a database, but long enough" * 40, b"SQLite format 4"])
def test_a_file_that_is_no_database_is_kept_aside(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    told: list[str] = []
    database = Database.open(url_of(path), told.append)
    assert len(told) == 1
    aside = list(path.parent.glob("usage.db.corrupt-*"))
    assert [file.read_bytes() for file in aside] == [content]
    assert aside[0].name in told[0]
    with database.writing() as connection:
        connection.execute(insert(facts).values(name="a", value="1"))
    database.close()
    Database.open(url_of(path), nothing).close()


def test_people_and_budgets_are_saved_out_of_a_damaged_file(path: Path) -> None:
    filled(path)
    tear(path, "usage_latency")
    told: list[str] = []
    database = Database.open(url_of(path), told.append)
    assert "3 users, 3 client keys, 1 budgets" in told[0]
    with database.reading() as connection:
        assert connection.execute(
            select(users.c.id, users.c.active).order_by(users.c.id)
        ).all() == [("u0", False), ("u1", True), ("u2", True)]
        assert connection.scalar(select(facts.c.value)) == "7"
    database.close()


def test_rows_on_both_sides_of_a_damaged_page_are_saved(path: Path) -> None:
    filled(path, people=200)
    tear(path, "users", leaf=3)
    told: list[str] = []
    database = Database.open(url_of(path), told.append)
    with database.reading() as connection:
        found = set(connection.scalars(select(users.c.id)))
    database.close()
    assert {"u0", "u199"} <= found
    assert 150 < len(found) < 200


def tear(path: Path, table: str, leaf: int = 0) -> None:
    """Overwrite one page of a table: its root, or a leaf by number."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()[0]
    page = root
    content = bytearray(path.read_bytes())
    if leaf:
        header = (root - 1) * size
        assert content[header] == 5, "the table is too small to have leaves"
        cell = header + 12 + 2 * leaf
        place = header + int.from_bytes(content[cell : cell + 2])
        page = int.from_bytes(content[place : place + 4])
    content[(page - 1) * size : page * size] = os.urandom(size)
    path.write_bytes(content)


def test_a_large_file_is_checked_once_a_query_met_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "CHECKED_BYTES", 1000)
    filled(path)
    tear(path, "facts")
    database = Database.open(url_of(path), nothing)
    with pytest.raises(DatabaseError) as caught, database.reading() as connection:
        connection.execute(select(facts)).all()
    assert caught.value.fault is Fault.CORRUPT
    database.close()
    told: list[str] = []
    Database.open(url_of(path), told.append).close()
    assert "3 users" in told[0]
    Database.open(url_of(path), nothing).close()


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://a/b"])
def test_an_address_that_is_none_of_ours_is_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="no database's address") as caught:
        Database.open(url, nothing)
    assert caught.value.fault is Fault.DENIED


def test_a_folder_in_the_files_place_is_refused(path: Path) -> None:
    path.mkdir()
    with pytest.raises(DatabaseError, match="cannot be opened") as caught:
        Database.open(url_of(path), nothing)
    assert caught.value.fault is Fault.DENIED


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(DatabaseError) as caught:
        Database.open("postgresql+psycopg://ann:pa55word@127.0.0.1:1/usage", nothing)
    assert caught.value.fault is Fault.UNREACHABLE
    assert "usage on 127.0.0.1:1" in caught.value.message
    assert "pa55word" not in caught.value.message


@pytest.fixture
def own_server(postgres_server: Postgres) -> Iterator[Postgres]:
    """A server that a test may stop; it runs again afterwards."""
    yield postgres_server
    postgres_server.stop()
    postgres_server.start()


def test_a_server_that_comes_back_is_used_again(own_server: Postgres) -> None:
    database = Database.open(own_server.new_url(), nothing)
    assert database.shared
    own_server.stop()
    with pytest.raises(DatabaseError) as caught, database.writing():
        pass
    assert caught.value.fault is Fault.UNREACHABLE
    own_server.start()
    with database.writing() as connection:
        connection.execute(insert(facts).values(name="a", value="1"))
    database.close()


def test_a_database_that_the_server_does_not_have_is_told(postgres_server: Postgres) -> None:
    with pytest.raises(DatabaseError, match="nowhere on 127") as caught:
        Database.open(postgres_server.existing("nowhere"), nothing)
    assert caught.value.fault is Fault.UNREACHABLE


def test_a_database_of_the_first_version_keeps_its_rows(database_url: str) -> None:
    database = Database.open(database_url, nothing)
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE usage DROP COLUMN timeline"))
        for table in ("kept_responses", "kept_response_items"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        connection.execute(text("INSERT INTO usage (request_id) VALUES ('req_old')"))
    database.close()
    database = Database.open(database_url, nothing)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert requests.find(connection, "req_old").row.timeline is None
    database.close()
