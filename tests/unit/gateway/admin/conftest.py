"""A console behind a small listener, on a real SQLite file, with an admin and client keys."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.admin_server import AdminServer, serve_admin


@pytest.fixture
async def admin(tmp_path: Path) -> AsyncIterator[AdminServer]:
    """The console, served."""
    async with serve_admin(tmp_path) as server:
        yield server
