"""The marks that listeners are told."""

import asyncio

import pytest

from app.gateway.admin.changes import Changes
from app.storage.failure import DatabaseError, Fault
from tests.fakes.admin_server import AdminServer
from tests.fakes.admin_usage import record, row


async def test_many_listeners_are_one_look(
    admin: AdminServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    reading = admin.database.reading

    def counted() -> object:
        nonlocal looks
        looks += 1
        return reading()

    monkeypatch.setattr(admin.database, "reading", counted)
    changes = Changes(admin.parts)
    found = await asyncio.gather(*(changes.marks() for _ in range(50)))
    assert len(set(found)) == 1
    assert looks == 1


async def test_a_database_that_fails_leaves_the_last_marks(
    admin: AdminServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gateway.admin.changes.LOOK_EVERY_SECONDS", 0.0)
    changes = Changes(admin.parts)
    first = await changes.marks()
    assert first is not None

    def away() -> None:
        raise DatabaseError(Fault.LOCKED, "It is locked.")

    with monkeypatch.context() as broken:
        broken.setattr(admin.database, "reading", away)
        assert await changes.marks() == first
    record(admin.database, [row("req_1")])
    later = await changes.marks()
    assert later is not None
    assert later.usage > first.usage
