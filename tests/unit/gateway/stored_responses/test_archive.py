"""Answers on disk, through the ledger's thread."""

import asyncio
import json
import time
from collections.abc import Iterator

import pytest

from app.gateway.stored_responses.archive import DatabaseArchive
from app.gateway.stored_responses.store import ResponseStore
from app.settings.schema import ResponseSettings
from app.storage.database import Database
from app.storage.ledger import Ledger
from app.storage.records import KeptResponse


@pytest.fixture
def ledger(database: Database) -> Iterator[Ledger]:
    ledger = Ledger(database)
    ledger.start()
    yield ledger
    ledger.close(5)


def kept(name: str, previous: str = "") -> KeptResponse:
    return KeptResponse("k", name, b"[]", b'{"output":[]}', previous, items=(f"msg_{name}",))


async def test_what_is_kept_is_found_once_it_is_written(database: Database, ledger: Ledger) -> None:
    archive = DatabaseArchive(database, ledger)
    archive.keep(kept("a"), 5)
    archive.keep(kept("b", "a"), 6)
    await asyncio.to_thread(ledger.flush, 5)
    assert [one.id for one in archive.chain("k", "b", 0)] == ["b", "a"]
    assert set(archive.holding("k", ["msg_a", "msg_c"], 0)) == {"msg_a"}
    assert archive.shared == database.shared


async def test_one_that_is_still_on_its_way_is_forgotten_too(
    database: Database, ledger: Ledger
) -> None:
    archive = DatabaseArchive(database, ledger)
    archive.keep(kept("a"), 5)
    assert await asyncio.to_thread(archive.forget, "k", "a")
    await asyncio.to_thread(ledger.flush, 5)
    assert archive.chain("k", "a", 0) == []


def test_what_finds_no_room_is_told_once(
    database: Database, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    archive = DatabaseArchive(database, ledger)
    ledger.close(5)
    archive.keep(kept("a"), 5)
    archive.keep(kept("b"), 5)
    assert caplog.text.count("was not kept on disk") == 1


async def test_gateways_that_share_a_database_go_on_from_each_other_s_answers(
    database: Database, ledger: Ledger
) -> None:
    one, other = ResponseStore(time.time), ResponseStore(time.time)
    for store in (one, other):
        store.attach(DatabaseArchive(database, ledger))
    policy = ResponseSettings(keep="disk")
    told = await one.told("k", b'{"input":"One"}', policy)
    answer = b'{"id":"resp_1","status":"completed","output":[{"id":"msg_1"}]}'
    one.keep("k", told, answer, policy)
    if not database.shared:
        await asyncio.to_thread(ledger.flush, 5)
    body = b'{"input":"Two","previous_response_id":"resp_1"}'
    found = json.loads((await other.told("k", body, policy)).body)
    assert [item.get("content", item.get("id")) for item in found["input"]] == [
        "One",
        "msg_1",
        "Two",
    ]
