"""Requests and answers, word for word."""

import base64
import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import update

from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault, UnknownError
from app.storage.records import Transcribed, TranscriptBody
from app.storage.schema import transcripts as table
from app.storage.transcripts import (
    ALL,
    TranscriptFilter,
    bodies,
    enforce_retention,
    export,
    remove,
    store,
    stored_bytes,
    stored_requests,
)

DAY = 86_400_000
SENT = TranscriptBody("client_sent", 0, "application/json", 11, False, b'{"say":"hi"}')
GOT = TranscriptBody("client_got", 0, "text/event-stream", 900, True, "data: 你好\n\n".encode())


def kept(
    database: Database, *requests: Transcribed, held: Sequence[TranscriptBody] = (SENT, GOT)
) -> None:
    with database.writing() as connection:
        for request in requests:
            store(connection, request, held)


def request_of(number: int, started_ms: int | None = None, **ids: str) -> Transcribed:
    return Transcribed(f"req_{number}", number if started_ms is None else started_ms, **ids)


def listed(database: Database, wanted: TranscriptFilter = ALL, limit: int = 50) -> list[str]:
    """All requests, page by page."""
    found: list[str] = []
    with database.reading() as connection:
        page = stored_requests(connection, wanted, limit=limit)
        while page:
            found += [stored.request.request_id for stored in page]
            page = stored_requests(connection, wanted, limit=limit, before=page[-1].place)
    return found


def test_bodies_come_back_as_they_were(database: Database) -> None:
    kept(database, request_of(1), request_of(2))
    binary = TranscriptBody("provider_answered", 2, "application/json", 3, False, b"\xff\x00x")
    kept(database, request_of(3), held=[binary])
    with database.reading() as connection:
        assert bodies(connection, "req_1") == [SENT, GOT]
        assert bodies(connection, "req_3") == [binary]


@pytest.mark.parametrize("request_id", ["req_9", "", "req\0", "\ud800"])
def test_a_request_without_a_transcript_is_told(database: Database, request_id: str) -> None:
    with database.reading() as connection, pytest.raises(UnknownError):
        bodies(connection, request_id)


def test_nothing_is_kept_of_no_bodies(database: Database) -> None:
    kept(database, request_of(1), held=[])
    assert listed(database) == []


def test_the_list_says_whose_they_are_and_how_large(database: Database) -> None:
    request = request_of(7, user_id="u1", key_id="k1", conversation="c1")
    long = TranscriptBody("provider_got", 1, "application/json", 50_000, False, b"x" * 50_000)
    kept(database, request, held=[SENT, long])
    with database.reading() as connection:
        (stored,) = stored_requests(connection)
        assert stored.request == request
        assert (stored.bodies, stored.size) == (2, 50_011)
        assert 0 < stored.stored < 1_000
        assert stored.stored == stored_bytes(connection)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_hold_every_request_once_the_newest_first(database: Database, limit: int) -> None:
    kept(database, *(request_of(number, number // 3) for number in range(8)))
    assert listed(database, limit=limit) == [f"req_{number}" for number in reversed(range(8))]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (TranscriptFilter(), [3, 2, 1]),
        (TranscriptFilter(start_ms=2), [3, 2]),
        (TranscriptFilter(end_ms=2), [1]),
        (TranscriptFilter(user_id="u1"), [2, 1]),
        (TranscriptFilter(user_id=""), [3]),
        (TranscriptFilter(user_id="u1", key_id="k2"), [2]),
        (TranscriptFilter(conversation="c1"), [1]),
        (TranscriptFilter(request_id="req_2"), [2]),
        (TranscriptFilter(conversation="c\0"), []),
    ],
)
def test_a_filter_chooses_for_the_list_the_export_and_the_deletion(
    database: Database, wanted: TranscriptFilter, expected: list[int]
) -> None:
    kept(
        database,
        request_of(1, user_id="u1", key_id="k1", conversation="c1"),
        request_of(2, user_id="u1", key_id="k2", conversation="c2"),
        request_of(3),
    )
    names = [f"req_{number}" for number in expected]
    assert listed(database, wanted) == names
    with database.writing() as connection:
        exported = [json.loads(line)["request_id"] for line in export(connection, wanted)]
        assert exported == names[::-1]
        assert remove(connection, wanted) == len(names)
        assert remove(connection, wanted) == 0
    assert sorted([*listed(database), *names]) == ["req_1", "req_2", "req_3"]


def test_an_export_is_one_object_a_line(database: Database) -> None:
    binary = TranscriptBody("provider_answered", 1, "application/json", 3, False, b"\xff\x00x")
    kept(database, request_of(1, 1_700_000_000_123, key_id="k1"), held=[GOT, binary])
    with database.reading() as connection:
        (line,) = export(connection)
    assert "\n" not in line
    assert json.loads(line) == {
        "request_id": "req_1",
        "started_at": "2023-11-14T22:13:20.123Z",
        "user_id": "",
        "key_id": "k1",
        "conversation": "",
        "bodies": [
            {
                "side": "client_got",
                "attempt": 0,
                "content_type": "text/event-stream",
                "size": 900,
                "truncated": True,
                "text": "data: 你好\n\n",
            },
            {
                "side": "provider_answered",
                "attempt": 1,
                "content_type": "application/json",
                "size": 3,
                "truncated": False,
                "base64": base64.b64encode(b"\xff\x00x").decode(),
            },
        ],
    }


def test_an_export_goes_on_over_many_requests(database: Database) -> None:
    kept(database, *(request_of(number, number // 7) for number in range(450)), held=[SENT])
    with database.reading() as connection:
        exported = [json.loads(line)["request_id"] for line in export(connection)]
    assert sorted(exported) == sorted(f"req_{number}" for number in range(450))


def test_a_damaged_body_is_told_with_its_request(database: Database) -> None:
    kept(database, request_of(1))
    with database.writing() as connection:
        connection.execute(update(table).values(body=b"no zlib"))
        with pytest.raises(DatabaseError, match="req_1") as raised:
            bodies(connection, "req_1")
    assert raised.value.fault is Fault.CORRUPT


def test_what_is_too_old_goes(database: Database) -> None:
    now = 100 * DAY
    kept(database, *(request_of(days, now - days * DAY) for days in (0, 6, 7, 8, 30)))
    with database.writing() as connection:
        assert enforce_retention(connection, now, 7, 1 << 30) == 2
        assert enforce_retention(connection, now, 7, 1 << 30) == 0
    assert listed(database) == ["req_0", "req_6", "req_7"]


def test_the_oldest_go_where_there_is_too_much(database: Database) -> None:
    kept(database, *(request_of(number) for number in range(10)))
    with database.writing() as connection:
        each = stored_bytes(connection) // 10
        assert enforce_retention(connection, 10, 7, 3 * each) == 7
        assert stored_bytes(connection) == 3 * each
        assert enforce_retention(connection, 10, 7, 3 * each) == 0
    assert listed(database) == ["req_9", "req_8", "req_7"]


def test_one_call_deletes_no_more_than_it_may(database: Database) -> None:
    kept(database, *(request_of(number) for number in range(5)))
    with database.writing() as connection:
        gone = [enforce_retention(connection, 10, 7, 0, limit=2) for _ in range(4)]
    assert gone == [2, 2, 1, 0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_deleted_words_are_not_left_in_the_file(database: Database) -> None:
    # Incompressible, so that its words stand in the file as they are.
    noise = bytes(random.Random(1).choices(range(256), k=60_000))  # noqa: S311 - no secret
    kept(database, request_of(1), held=[TranscriptBody("client_sent", 0, "", 1, False, noise)])
    part = noise[30_000:30_040]

    def checkpoint() -> bytes:
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
        return Path(database.place).read_bytes()

    assert part in checkpoint()
    with database.writing() as connection:
        assert remove(connection, ALL) == 1
    assert part not in checkpoint()
