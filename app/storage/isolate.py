"""Entries written together, or apart where the database refuses one of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from app.storage import batch
from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.records import Entry, UsageRow

# What PostgreSQL has no text for (NUL), and what UTF-8 has not (half characters). A client may send
# either in a model's name.
_STRANGE = re.compile("[\x00\ud800-\udfff]")
_LARGEST = 2**63 - 1
_LARGEST_SMALL = 2**31 - 1
_SMALL = frozenset({"status", "attempts", "failovers", "loss_count"})


def write_each(
    database: Database,
    entries: Sequence[Entry],
    *,
    again: bool,
    written: Callable[[Sequence[Entry], Sequence[Entry]], None],
    refused: Callable[[Entry, Exception], None],
) -> None:
    """Write `entries`: in one transaction where that goes, else in halves, down to the odd one.

    After each commit `written` hears of the next ones in their order that are in the database now,
    and which of them were not before; `refused` hears of one that the database does not take in any
    form. With `again` some may be there already and add nothing. Raises `DatabaseError` where the
    database is away, locked or full: what was not heard of by then is to be written again.
    """
    try:
        with database.writing() as connection:
            new = batch.write(connection, entries, again=again)
    except Exception as error:
        if not is_ours(error):
            raise
        parts = _parts(entries, again=again)
        if not parts:
            refused(entries[0], error)
        for part in parts:
            write_each(database, part, again=True, written=written, refused=refused)
    else:
        written(entries, new)


def is_ours(error: Exception) -> bool:
    """Whether what failed is the data or our code: the database itself is well."""
    return not isinstance(error, DatabaseError) or error.fault is Fault.BROKEN


def mended(entry: Entry) -> Entry | None:
    """`entry` as every database takes it: U+FFFD for strange characters, numbers cut to columns.

    None where nothing had to be changed.
    """
    changes: dict[str, Any] = {}
    for field in fields(UsageRow):
        value = getattr(entry.row, field.name)
        if isinstance(value, str) and _STRANGE.search(value):
            changes[field.name] = _STRANGE.sub("\ufffd", value)
        elif isinstance(value, int) and not isinstance(value, bool):
            largest = _LARGEST_SMALL if field.name in _SMALL else _LARGEST
            if not -largest <= value <= largest:
                changes[field.name] = max(min(value, largest), -largest)
    return replace(entry, row=replace(entry.row, **changes)) if changes else None


def _parts(entries: Sequence[Entry], *, again: bool) -> list[Sequence[Entry]]:
    """What to try next after all of `entries` were refused; nothing once nothing is left."""
    if not again:
        return [entries]  # one of them may be there already
    if len(entries) > 1:
        middle = len(entries) // 2
        return [entries[:middle], entries[middle:]]
    clean = mended(entries[0])
    return [[clean]] if clean else []
