"""An export that nobody reads to its end, and one whose database fails."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.gateway.admin.transcript_export import TranscriptExport
from app.storage import transcripts
from app.storage.failure import DatabaseError, Fault
from app.storage.records import Transcribed, TranscriptBody
from app.storage.transcripts import TranscriptFilter
from tests.fakes.admin_server import AdminServer


def threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "transcript-export"]


async def test_its_thread_ends_with_whoever_listened(admin: AdminServer) -> None:
    with admin.database.writing() as connection:
        body = TranscriptBody("client_sent", 0, "text/plain", 1, False, b"x")
        for number in range(50):
            transcripts.store(connection, Transcribed(f"req_{number:02d}", number), [body])
    export = TranscriptExport(admin.parts, TranscriptFilter())
    first = await export.line()
    assert first is not None
    assert b"req_00" in first
    export.stop()
    for thread in threads():
        thread.join(5)
    assert threads() == []


async def test_a_database_that_fails_is_told_to_the_reader(
    admin: AdminServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError(Fault.LOCKED, "It is locked.")

    monkeypatch.setattr(admin.database, "reading", away)
    export = TranscriptExport(admin.parts, TranscriptFilter())
    with pytest.raises(DatabaseError):
        await export.line()
    export.stop()


async def test_a_reader_that_goes_away_while_it_waits_leaves_no_thread_behind(
    admin: AdminServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A thread that waits for ever would keep the process from ending, and the pool has few.
    slow = threading.Event()

    @contextmanager
    def reading() -> Iterator[None]:
        slow.wait(30)
        raise DatabaseError(Fault.LOCKED, "It is locked.")
        yield

    monkeypatch.setattr(admin.database, "reading", reading)
    export = TranscriptExport(admin.parts, TranscriptFilter())
    taking = threading.Event()
    ended = threading.Event()
    take = export._lines.get

    def watched(block: bool = True) -> object:
        if not block:
            return take(block=False)
        taking.set()
        try:
            return take()
        finally:
            ended.set()

    monkeypatch.setattr(export._lines, "get", watched)
    waiting = asyncio.create_task(export.line())
    assert await asyncio.to_thread(taking.wait, 5)
    waiting.cancel()
    await asyncio.wait([waiting])
    export.stop()
    slow.set()
    assert await asyncio.to_thread(ended.wait, 5)
    for thread in threads():
        thread.join(5)
    assert threads() == []
