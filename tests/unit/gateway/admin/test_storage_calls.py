"""Storage from the loop: one transaction a call, and people's changes taken up at once."""

import threading

import pytest
from sqlalchemy import Connection

from app.gateway.admin.storage_calls import read, write, write_people
from app.storage import people
from app.storage.failure import ConflictError, DatabaseError, Fault
from tests.fakes.admin_server import AdminServer


async def test_nothing_runs_on_the_loops_thread(admin: AdminServer) -> None:
    def where(_connection: Connection) -> int:
        return threading.get_ident()

    assert await read(admin.parts, where) != threading.get_ident()
    assert await write(admin.parts, where) != threading.get_ident()


async def test_a_change_that_fails_leaves_nothing_and_nobody_is_told(admin: AdminServer) -> None:
    told = 0

    async def people_changed() -> None:
        nonlocal told
        told += 1

    admin.parts.people_changed = people_changed

    def twice(connection: Connection) -> None:
        people.create_user(connection, "Ada", now_ms=1)
        people.create_user(connection, "Ada", now_ms=1)

    with pytest.raises(ConflictError):
        await write_people(admin.parts, twice)
    assert await read(admin.parts, people.users) == []
    assert told == 0
    await write_people(admin.parts, lambda c: people.create_user(c, "Ada", now_ms=1))
    assert told == 1


async def test_what_is_committed_is_told_as_done(admin: AdminServer) -> None:
    async def away() -> None:
        raise DatabaseError(Fault.LOCKED, "It is locked.")

    admin.parts.people_changed = away
    made = await admin.post("/admin/api-keys", {"name": "ci"})
    assert made.status == 201
    assert made.body["key"].startswith("drg-")
