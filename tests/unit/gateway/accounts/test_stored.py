"""Claims on a database that is slow, away, or no longer waited for."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from app.gateway.accounts.stored import StoredAccounts
from app.storage import budget_claims
from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.ledger import Ledger
from app.storage.records import Budget, Exceeded, Hold
from app.storage.schema import budget_holds

BUDGET = Budget("bud_1", "user", "usr_1", "day", 1_000, "USD", 0, hard=True)
HOLD = Hold(BUDGET, 0, 86_400_000, 10)


@pytest.fixture
def opened(tmp_path: Path) -> Database:
    return Database.open(f"sqlite:///{(tmp_path / 'usage.db').as_posix()}", lambda _: None)


def held(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(budget_holds)) or 0


async def test_a_claim_is_held_and_given_back(opened: Database) -> None:
    ledger = Ledger(opened)
    ledger.start()
    stored = StoredAccounts(opened, ledger, "test")
    claimed = await stored.claim((HOLD,), 1)
    assert isinstance(claimed, tuple)
    assert held(opened) == 1
    stored.release(claimed)
    await asyncio.to_thread(ledger.close, 10)
    assert held(opened) == 0
    opened.close()


@pytest.mark.parametrize("end", ["timeout", "cancelled"])
async def test_a_claim_that_comes_too_late_is_given_back(
    opened: Database, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    go_on, claim = threading.Event(), budget_claims.claim

    def slow(
        connection: Connection, holds: tuple[Hold, ...], gateway: str, now_ms: int
    ) -> tuple[str, ...] | Exceeded:
        go_on.wait(10)
        return claim(connection, holds, gateway, now_ms)

    monkeypatch.setattr("app.storage.budget_claims.claim", slow)
    monkeypatch.setattr("app.gateway.accounts.stored._CLAIM_SECONDS", 0.01)
    ledger = Ledger(opened)
    stored = StoredAccounts(opened, ledger, "test")
    returned = asyncio.Event()
    release = StoredAccounts.release

    def noticed(of: StoredAccounts, hold_ids: tuple[str, ...]) -> None:
        release(of, hold_ids)
        returned.set()

    monkeypatch.setattr(StoredAccounts, "release", noticed)
    asking = asyncio.create_task(stored.claim((HOLD,), 1))
    if end == "cancelled":
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    else:
        assert await asking == ()
    go_on.set()
    await asyncio.wait_for(returned.wait(), 10)
    ledger.start()
    await asyncio.to_thread(ledger.close, 10)
    assert held(opened) == 0
    opened.close()


async def test_a_database_that_fails_stops_nobody(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DatabaseError(Fault.UNREACHABLE, "It is away.")

    monkeypatch.setattr("app.storage.budget_claims.claim", away)
    assert await StoredAccounts(opened, Ledger(opened), "test").claim((HOLD,), 1) == ()
    opened.close()
