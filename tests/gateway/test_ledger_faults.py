"""A database in trouble costs no request anything."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from app.gateway.accounts import watch
from app.gateway.accounts.stored import StoredAccounts
from app.gateway.accounts.watch import Watch
from app.secrets.client_keys import ClientKeys
from app.settings.schema import AccountingSettings
from app.storage import keys
from app.storage.database import Database
from app.storage.failure import Fault
from app.storage.ledger import Ledger
from app.storage.schema import usage
from tests.fakes import answers
from tests.fakes.accounts import without_database
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Running, Start, chat
from tests.gateway.test_ledger import PLAIN, recorded, served

REQUESTS = 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "usage.db"


@pytest.fixture
def opened(file: Path) -> Database:
    return Database.open(f"sqlite:///{file.as_posix()}", lambda _: None)


async def ask(gateway: Running) -> None:
    async with gateway.post("/v1/chat/completions", chat("c-plain")) as response:
        assert response.status == 200
        await response.read()


def rows(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(usage)) or 0


async def test_a_locked_database_delays_nobody_and_loses_nothing(
    start: Start, opened: Database, file: Path
) -> None:
    async with FakeUpstream(answers.says(PLAIN)) as upstream:
        gateway = await start(**served(upstream.url, upstream.origin))
        async with recorded(gateway, opened) as ledger:
            holder = sqlite3.connect(file, isolation_level=None)
            holder.execute("BEGIN IMMEDIATE")
            for _ in range(REQUESTS):
                await ask(gateway)
            assert ledger.status.written == 0
            holder.execute("ROLLBACK")
            holder.close()
        assert ledger.status.written == REQUESTS
        assert ledger.status.dropped == 0
    assert rows(opened) == REQUESTS
    opened.close()


async def test_a_full_database_stops_the_recording_and_nothing_else(
    start: Start, opened: Database
) -> None:
    async with FakeUpstream(answers.says(PLAIN)) as upstream:
        gateway = await start(**served(upstream.url, upstream.origin))
        async with recorded(gateway, opened) as ledger:
            with opened.writing() as connection:
                pages = connection.execute(text("PRAGMA page_count")).scalar_one()
                connection.execute(text(f"PRAGMA max_page_count={pages}"))
            for _ in range(REQUESTS):
                await ask(gateway)
            assert not await asyncio.to_thread(ledger.flush, 0.5)
            assert ledger.status.fault is Fault.FULL
            for _ in range(REQUESTS):
                await ask(gateway)
            assert ledger.status.queued == 2 * REQUESTS
    opened.close()


@pytest.mark.expects_errors
async def test_a_key_is_revoked_though_a_look_before_failed_by_our_own_fault(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "EVERY_SECONDS", 0.0)
    with opened.writing() as connection:
        key = keys.create_key(connection, "k", digest="ab" * 32, prefix="", now_ms=1)
    known = ClientKeys()
    stored = StoredAccounts(opened, Ledger(opened), "test")
    watching = Watch(without_database(), stored, known, AccountingSettings)
    await watching.look()
    assert len(known) == 1

    look: Callable[..., Any] = stored.look
    looks = 0

    def faulty(*given: Any) -> Any:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise ValueError
        return look(*given)

    monkeypatch.setattr(StoredAccounts, "look", lambda _, *given: faulty(*given))
    task = asyncio.create_task(watching.run())
    with opened.writing() as connection:
        keys.set_key_active(connection, key.id, active=False)
    async with asyncio.timeout(5):
        while len(known):  # noqa: ASYNC110 - nothing tells that keys were replaced
            await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    opened.close()
