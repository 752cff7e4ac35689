"""Databases for tests: each test that asks for one runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.database import Database
from tests.fakes import postgres
from tests.fakes.postgres import Postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One PostgreSQL server for the session; the test skips where it is not installed."""
    postgres.require()
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that is empty: not even tables are in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'usage.db').as_posix()}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    url = server.new_url()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An opened, empty database."""
    told: list[str] = []
    opened = Database.open(database_url, told.append)
    yield opened
    opened.close()
    assert told == []
