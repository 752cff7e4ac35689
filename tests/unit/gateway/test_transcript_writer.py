"""Transcripts on their way to the database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from app.gateway.transcript import MARGIN, transcript_of
from app.gateway.transcript_writer import EARLY_BYTES, TranscriptWriter
from app.secrets.redact import register
from app.settings.schema import TranscriptSettings
from app.storage import transcripts
from app.storage.database import Database
from app.storage.records import Transcribed, TranscriptBody

PROMPT = "canary-prompt-words"
SECRET = "canary-secret-0123456789"
SHAPED = "sk-canary-0123456789abcdef"
REQUEST = Transcribed("req_1", 1_000)
Written = list[str]
ALL = TranscriptSettings(record="all", body_limit=1024)


def asked(database: Database, settings: TranscriptSettings, body: bytes) -> None:
    """One request that says `body`, all the way into the database."""

    def later(job: Callable[[Connection], None], size: int) -> bool:
        assert size >= min(len(body), 1024)
        with database.writing() as connection:
            job(connection)
        return True

    writer = TranscriptWriter[Connection]()
    writer.attach(later, transcripts.store)
    transcript = transcript_of(REQUEST, settings, writer.write, user="Ann", key="laptop")
    transcript.keep("client_sent", body)
    transcript.tap("client_got", "text/event-stream")(body)
    transcript.finish()


def kept(database: Database) -> list[TranscriptBody]:
    with database.reading() as connection:
        return transcripts.bodies(connection, "req_1")


@pytest.mark.parametrize("record", ["off", "chosen", "all"])
def test_words_are_in_the_database_only_where_that_is_switched_on(
    database: Database, record: Any
) -> None:
    register(SECRET)
    settings = TranscriptSettings(record=record, users=("Bob",))
    asked(database, settings, f'{{"say": "{PROMPT} {SECRET} {SHAPED}"}}'.encode())
    with database.reading() as connection:
        exported = "".join(transcripts.export(connection))
    assert (PROMPT in exported) is (record == "all")
    assert SECRET not in exported
    assert SHAPED not in exported


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_neither_word_nor_secret_is_in_a_file_where_it_is_off(database: Database) -> None:
    asked(database, TranscriptSettings(), f"{PROMPT} {SECRET}".encode())
    for file in Path(database.place).parent.iterdir():
        assert b"canary" not in file.read_bytes(), file


def test_a_long_body_is_cut_at_its_limit(database: Database) -> None:
    asked(database, ALL, b"x" * 1030)
    assert [(body.size, body.truncated, body.body) for body in kept(database)] == [
        (1030, True, b"x" * 1024)
    ] * 2


@pytest.mark.parametrize("before", [1000, 1010, 1020, 1024, 1030])
def test_a_secret_that_lies_across_the_limit_is_not_kept_in_part(
    database: Database, before: int
) -> None:
    register(SECRET)
    asked(database, ALL, b"x" * (before - 1) + b" " + SECRET.encode() * 400)
    for body in kept(database):
        assert b"canary" not in body.body
        assert len(body.body) <= 1024
        assert body.size == before + 400 * len(SECRET) > 1024 + MARGIN


def test_what_finds_no_room_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    writer = TranscriptWriter[Connection](lambda: now[0])
    writer.attach(lambda *_: False, transcripts.store)
    body = TranscriptBody("client_sent", 0, "", 1, False, b"x")
    for now[0] in (0.0, 1.0, 59.0, 61.0):
        writer.write(REQUEST, [body], 1024)
    assert [record.getMessage().split()[0] for record in caplog.records] == ["1", "3"]


def test_what_comes_before_the_database_is_written_when_it_is_there() -> None:
    writer = TranscriptWriter[Written]()
    for number in range(3):
        body = TranscriptBody("client_sent", 0, "", 1, False, b"x")
        writer.write(Transcribed(f"req_{number}", number), [body], 1024)
    written: Written = []

    def later(job: Callable[[Written], None], _: int) -> bool:
        job(written)
        return True

    writer.attach(later, lambda where, request, _: where.append(request.request_id))
    assert written == ["req_0", "req_1", "req_2"]


def test_what_waits_for_the_database_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    writer = TranscriptWriter[Connection]()
    body = TranscriptBody("client_sent", 0, "", 1, False, b"x" * (EARLY_BYTES // 2))
    for _ in range(3):
        writer.write(REQUEST, [body], EARLY_BYTES)
    assert [record.getMessage().split()[0] for record in caplog.records] == ["1"]
