"""A console behind the whole gateway, with an admin key and client keys."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.admin_server import AdminServer, serve_admin


@pytest.fixture
async def admin(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[AdminServer]:
    """The console, served: on SQLite, and on PostgreSQL too for tests that use `database_url`."""
    either = "database_url" in request.fixturenames
    url = request.getfixturevalue("database_url") if either else None
    async with serve_admin(tmp_path, url) as server:
        yield server
