"""What a database is and holds is told without changing it."""

from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.inspection import inspect, size
from app.storage.schema import usage
from tests.fakes.usage_rows import entry


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "usage.db"
    assert inspect(f"sqlite:///{file}") is None
    assert not list(tmp_path.iterdir())


def test_a_database_is_told_with_its_size_and_newest_request(
    database: Database, database_url: str
) -> None:
    empty = inspect(database_url)
    assert empty is not None
    assert (empty.newest_ms, empty.behind) == (None, False)
    rows = [asdict(entry(number).row) for number in (1, 2)]
    with database.writing() as connection:
        connection.execute(insert(usage), rows)
    found = inspect(database_url)
    assert found is not None
    assert found.newest_ms == max(row["started_ms"] for row in rows)
    assert found.shared is database.shared
    assert found.size > 0
    with database.reading() as connection:
        assert size(connection) > 0


def test_a_path_with_a_blank_and_a_percent_sign_is_found(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'us age%20.db').as_posix()}"
    Database.open(url, print).close()
    assert inspect(url) is not None


def test_an_empty_file_waits_for_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "usage.db").touch()
    found = inspect(f"sqlite:///{tmp_path}/usage.db")
    assert found is not None
    assert found.behind
    assert (tmp_path / "usage.db").stat().st_size == 0


def test_a_damaged_file_fails_and_stays(tmp_path: Path) -> None:
    (tmp_path / "usage.db").write_bytes(b"no database at all" * 300)
    with pytest.raises(DatabaseError) as caught:
        inspect(f"sqlite:///{tmp_path}/usage.db")
    assert caught.value.fault is Fault.CORRUPT
    assert [path.name for path in tmp_path.iterdir()] == ["usage.db"]


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseError) as caught:
        inspect("postgresql+psycopg://me:canary@127.0.0.1:1/x")
    assert caught.value.fault is Fault.UNREACHABLE
    assert "canary" not in str(caught.value)


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(DatabaseError, match="cannot be used"):
        inspect("nonsense")
