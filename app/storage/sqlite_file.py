"""A SQLite file: looked at before it is used, and set aside where it is damaged."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.platform import atomic

# A check reads every page: about a tenth of a second for a file of this size. A larger one is
# checked only after a query met a damaged page in it.
CHECKED_BYTES = 64_000_000
SALVAGED = ("facts", "users", "client_keys", "budgets", "budget_spend")
_BESIDE = ("-wal", "-shm")
_DAMAGED = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB

Rows = dict[str, list[dict[str, object]]]


def prepare(path: Path) -> None:
    """Make the file where it is missing, for nobody else to read. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def suspect(path: Path) -> None:
    """Have the file checked when it is opened next, however large it is."""
    with contextlib.suppress(OSError):
        _mark(path).touch(mode=0o600)


def damage(path: Path) -> str | None:
    """What is wrong with the file in SQLite's words, None where nothing was found.

    Raises `sqlite3.Error` where it cannot be looked at.
    """
    try:
        with closing(sqlite3.connect(path, timeout=5.0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if path.stat().st_size > CHECKED_BYTES and not _mark(path).exists():
                return None
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _DAMAGED:
            return str(error)
        raise
    if found == "ok":
        _mark(path).unlink(missing_ok=True)
        return None
    return str(found).strip().rpartition("\n")[2]


def set_aside(path: Path) -> Path:
    """Rename a damaged file, with what SQLite keeps beside it; gives its new path.

    Raises `OSError`: on Windows, where another program has it open.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    atomic.replace(path, aside)
    for suffix in _BESIDE:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            atomic.replace(beside, aside.with_name(aside.name + suffix))
    _mark(path).unlink(missing_ok=True)
    return aside


def salvage(path: Path) -> Rows:
    """The rows of people and budgets that can still be read in a damaged file, by table.

    They are read from the first one on, and again from the last one back: what is left out lies on
    damaged pages.
    """
    rows: Rows = {}
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for table in SALVAGED:
            found: dict[int, dict[str, object]] = {}
            for direction in ("ASC", "DESC"):
                for row in _readable(connection, table, direction):
                    values = dict(row)
                    found.setdefault(values.pop("_place"), values)
            rows[table] = list(found.values())
    return rows


def _readable(connection: sqlite3.Connection, table: str, direction: str) -> Iterator[sqlite3.Row]:
    # NOT INDEXED: the rows themselves, whatever became of the indexes.
    query = f"SELECT rowid AS _place, * FROM {table} NOT INDEXED ORDER BY rowid {direction}"  # noqa: S608 - our own names
    with contextlib.suppress(sqlite3.Error, UnicodeError):
        yield from connection.execute(query)


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")
