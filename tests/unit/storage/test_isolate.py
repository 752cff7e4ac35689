import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.isolate import mended, write_each
from app.storage.records import Entry
from app.storage.schema import usage
from tests.fakes.usage_rows import ROW, entry


class Heard:
    def __init__(self) -> None:
        self.written: list[Entry] = []
        self.refused: list[Entry] = []

    def write(self, database: Database, entries: Sequence[Entry], *, again: bool = False) -> None:
        write_each(
            database,
            entries,
            again=again,
            written=lambda _, new: self.written.extend(new),
            refused=lambda entry, _: self.refused.append(entry),
        )


def stored(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.scalars(select(usage.c.request_id)))


def poisonous(number: int) -> Entry:
    """An entry that no database takes: its model is no text."""
    broken = entry(number)
    return replace(broken, row=replace(broken.row, model=object()))  # type: ignore[arg-type]


def test_what_the_database_takes_is_written_together(database: Database) -> None:
    heard, entries = Heard(), [entry(number) for number in range(3)]
    heard.write(database, entries)
    assert (heard.written, heard.refused) == (entries, [])


def test_a_row_that_is_refused_stops_no_other(database: Database) -> None:
    heard, bad = Heard(), poisonous(2)
    good = [entry(number) for number in range(5) if number != 2]
    heard.write(database, [*good[:2], bad, *good[2:]])
    assert heard.written == good
    assert heard.refused == [bad]
    assert stored(database) == ["req_0", "req_1", "req_3", "req_4"]


def test_rows_that_are_there_already_stop_no_other(database: Database) -> None:
    Heard().write(database, [entry(1)])
    heard = Heard()
    heard.write(database, [entry(1), entry(2)])
    assert heard.written == [entry(2)]
    assert heard.refused == []


def test_text_that_no_database_has_is_stored_with_a_mark_in_its_place(database: Database) -> None:
    row = replace(ROW, model="a\x00b\ud800", fresh=2**70, status=2**40)
    heard = Heard()
    heard.write(database, [Entry(row)])
    assert heard.refused == []
    with database.reading() as connection:
        found = connection.execute(select(usage.c.model, usage.c.fresh)).one()
    assert found == ("a\ufffdb\ufffd", 2**63 - 1)


def test_an_entry_that_is_well_is_left_alone() -> None:
    assert mended(Entry(ROW)) is None


def test_a_database_that_is_away_is_the_callers_to_wait_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.database.BUSY_SECONDS", 0.01)
    path = tmp_path / "usage.db"
    database = Database.open(f"sqlite:///{path.as_posix()}", print)
    heard = Heard()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError) as caught:
            heard.write(database, [entry(1)])
    assert caught.value.fault is Fault.LOCKED
    assert heard.written == heard.refused == []
    database.close()


def test_a_database_without_its_tables_refuses_each(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("DROP TABLE usage_hours"))
    heard = Heard()
    heard.write(database, [entry(1), entry(2)])
    assert heard.refused == [entry(1), entry(2)]
    assert stored(database) == []
