import asyncio
import time

import pytest
from sqlalchemy import func, select

from app.bootstrap import upkeep
from app.settings.schema import Settings, StorageSettings
from app.storage.database import Database
from app.storage.ledger import Ledger
from app.storage.records import Entry, UsageRow
from app.storage.schema import usage

DAY_MS = 86_400_000


async def test_rows_that_have_grown_old_go_and_young_ones_stay(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time() * 1000)
    ledger = Ledger(database, capacity=3000)
    for number in range(2100):
        old = number < 2090
        ledger.record(Entry(UsageRow(f"req_{number}", now - (2 if old else 0) * DAY_MS)))
    ledger.start()
    await asyncio.to_thread(ledger.close, 30)

    swept = asyncio.Event()
    pause = asyncio.sleep

    async def noticed(seconds: float) -> None:
        if seconds > 1:
            swept.set()
            await asyncio.Event().wait()
        await pause(0)

    monkeypatch.setattr("app.bootstrap.upkeep.asyncio.sleep", noticed)
    settings = Settings(storage=StorageSettings(keep_days=1))
    cleaning = asyncio.create_task(upkeep.keep_clean(database, lambda: settings))
    await asyncio.wait_for(swept.wait(), 30)
    cleaning.cancel()
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(usage)) == 10
