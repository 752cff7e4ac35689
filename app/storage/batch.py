"""Usage rows and all that follows from them, written in one transaction.

This is the one place that is called for every request, and costs what the drivers cost: statements
are compiled once, and the drivers get tuples.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import JSON, Connection, Table, case, cast, column, delete, func, select, update
from sqlalchemy import bindparam as bound
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from app.storage import rollups, schema
from app.storage.records import Charge, Entry

_COLUMNS = tuple(column.name for column in schema.usage.columns if column.name != "id")
_values = attrgetter(*_COLUMNS)
_TOGETHER = (64, 16, 4, 1)  # rows in one statement; few sizes, as SQLite compiles each


@dataclass(slots=True)
class Owed:
    """What requests leave behind even where their rows cannot be kept."""

    charges: dict[tuple[str, int], int] = field(default_factory=dict)
    holds: list[str] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Owe what one entry charges, gives back and says of its key."""
        self.charge(entry.charges)
        self.holds += entry.holds
        key, at = entry.row.key_id, entry.row.started_ms
        if key and at > self.used.get(key, -1):
            self.used[key] = at

    def charge(self, charges: Iterable[Charge]) -> None:
        """Owe some charges."""
        for charge in charges:
            key = charge.budget_id, charge.period_start_ms
            self.charges[key] = self.charges.get(key, 0) + charge.micros

    def add(self, other: "Owed") -> None:
        """Owe what another one owes too."""
        for key, micros in other.charges.items():
            self.charges[key] = self.charges.get(key, 0) + micros
        self.holds += other.holds
        for key_id, at in other.used.items():
            self.used[key_id] = max(at, self.used.get(key_id, at))

    def __bool__(self) -> bool:
        return bool(self.charges or self.holds or self.used)


def write(connection: Connection, entries: Sequence[Entry], *, again: bool) -> Sequence[Entry]:
    """Write `entries` and give back those that were not there yet.

    `again` says that some of them may be there already, by their request ids: they add nothing.
    Without it a request id that is there already is an error of the database's.
    """
    statements = _statements(connection.dialect.name)
    new = _insert_new(connection, entries, statements) if again else entries
    if not again:
        _insert(connection, entries, statements)
    _add_up(connection, rollups.summed(entry.row for entry in new), statements)
    owed = Owed()
    for entry in entries:
        owed.take(entry)
    if len(new) != len(entries):
        owed.charges.clear()
        for entry in new:
            owed.charge(entry.charges)
    settle(connection, owed)
    return new


def settle(connection: Connection, owed: Owed) -> None:
    """Write what is owed: charges are added, holds given back, keys' last use moved forwards."""
    statements = _statements(connection.dialect.name)
    _add(connection, statements.charge, {key: (n,) for key, n in owed.charges.items()})
    _run(connection, statements.release, [(hold,) for hold in sorted(owed.holds)])
    # Last, as people change these rows too: they are held for the shortest time.
    _run(connection, statements.use, [(at, key, at) for key, at in sorted(owed.used.items())])


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with the driver's own placeholders, and its parameters' names in their order.

    A `packed` one takes all its rows in one parameter, a JSON list of objects.
    """

    text: str
    names: tuple[str, ...]
    packed: bool = False


@dataclass(frozen=True, slots=True)
class _Statements:
    insert: _Statement
    insert_new: _Statement
    hours: _Statement
    conversations: _Statement
    slices: _Statement
    latency: _Statement
    charge: _Statement
    release: _Statement
    use: _Statement


@lru_cache
def _statements(dialect: str) -> _Statements:
    keys = schema.client_keys.c
    later = (keys.last_used_ms.is_(None)) | (keys.last_used_ms < bound("at"))
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(schema.usage)
    return _Statements(
        insert=_compiled(dialect, insert, _COLUMNS),
        insert_new=_compiled(
            dialect,
            insert.on_conflict_do_nothing(index_elements=["request_id"]).returning(
                schema.usage.c.id
            ),
            _COLUMNS,
        ),
        hours=_adding(dialect, schema.usage_hours, rollups.HOURS_KEY, rollups.SUMS),
        conversations=_adding(
            dialect, schema.usage_conversations, rollups.CONVERSATIONS_KEY, rollups.SUMS
        ),
        slices=_adding(dialect, schema.usage_slices, rollups.SLICES_KEY, rollups.SUMS),
        latency=_adding(dialect, schema.usage_latency, rollups.LATENCY_KEY, ("requests",)),
        charge=_adding(dialect, schema.budget_spend, ("budget_id", "period_start_ms"), ("micros",)),
        release=_compiled(
            dialect, delete(schema.budget_holds).where(schema.budget_holds.c.id == bound("hold"))
        ),
        use=_compiled(
            dialect,
            update(schema.client_keys)
            .values(last_used_ms=bound("at"))
            .where(keys.id == bound("key"), later),
        ),
    )


def _adding(dialect: str, table: Table, keys: Sequence[str], sums: Sequence[str]) -> _Statement:
    """Insert `keys`, `sums` and, where the table has them, the first and last time; or add."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    new = insert.excluded
    change: dict[str, Any] = {name: table.c[name] + new[name] for name in sums}
    spans: tuple[str, ...] = ()
    if "first_ms" in table.c:
        spans = ("first_ms", "last_ms")
        first, last = table.c.first_ms, table.c.last_ms
        change["first_ms"] = case((new.first_ms < first, new.first_ms), else_=first)
        change["last_ms"] = case((new.last_ms > last, new.last_ms), else_=last)
    names = (*keys, *spans, *sums)
    index = list(keys)
    if dialect != "postgresql":
        return _compiled(
            dialect, insert.on_conflict_do_update(index_elements=index, set_=change), names
        )
    # A statement a row costs us and the server ten times as much as one with all rows packed.
    columns = [column(name, table.c[name].type) for name in names]
    rows = func.json_to_recordset(cast(bound("rows"), JSON)).table_valued(*columns)
    source = select(*rows.render_derived(with_types=True).c)
    packed = insert.from_select(list(names), source).on_conflict_do_update(
        index_elements=index, set_=change
    )
    return _Statement(_compiled(dialect, packed).text, names, packed=True)


def _compiled(dialect: str, statement: Any, names: Sequence[str] | None = None) -> _Statement:
    """The statement's text, its parameters positional as exec_driver_sql hands them on."""
    form: Any = (
        PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
        if dialect == "postgresql"
        else SQLiteDialect_pysqlite(paramstyle="qmark")
    )
    compiled = statement.compile(dialect=form, column_keys=names)
    return _Statement(str(compiled), tuple(compiled.positiontup))


def _insert(connection: Connection, entries: Sequence[Entry], statements: _Statements) -> None:
    rows = [_values(entry.row) for entry in entries]
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        _run(connection, statements.insert, rows)
        return
    # COPY takes a row in a third of the time of a statement a row.
    driver = _driver(connection)
    columns = ", ".join(_COLUMNS)
    with driver.cursor() as cursor, cursor.copy(f"COPY usage ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert_new(
    connection: Connection, entries: Sequence[Entry], statements: _Statements
) -> Sequence[Entry]:
    text = statements.insert_new.text
    return [
        entry
        for entry in entries
        if connection.exec_driver_sql(text, _values(entry.row)).first() is not None
    ]


def _add_up(connection: Connection, sums: rollups.Rollups, statements: _Statements) -> None:
    _add(connection, statements.hours, sums.hours)
    spans = sums.spans
    talks = {key: (*spans[key], *own) for key, own in sums.conversations.items()}
    _add(connection, statements.conversations, talks)
    _add(connection, statements.slices, sums.slices)
    _add(connection, statements.latency, {key: (n,) for key, n in sums.latency.items()})


def _add(
    connection: Connection, statement: _Statement, values: Mapping[Any, tuple[int, ...]]
) -> None:
    """Add values by key, in the order of keys: gateways wait for each other, never in a circle."""
    _run(connection, statement, [(*key, *values[key]) for key in sorted(values)])


def _run(connection: Connection, statement: _Statement, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    driver = _driver(connection).cursor()
    if statement.packed:
        objects = [dict(zip(statement.names, row, strict=True)) for row in rows]
        driver.execute(statement.text, (msgspec.json.encode(objects).decode(),))
        return
    if connection.dialect.name == "postgresql" or "VALUES" not in statement.text:
        driver.executemany(statement.text, rows)
        return
    # SQLite's driver gives up the interpreter for every statement and waits to get it back: with a
    # busy event loop that takes longer than the row. So many rows go into one.
    start = 0
    for size in _TOGETHER:
        while len(rows) - start >= size:
            some = rows[start : start + size]
            driver.execute(_repeated(statement, size), tuple(chain.from_iterable(some)))
            start += size


def _driver(connection: Connection) -> Any:
    """The driver's own connection: SQLAlchemy's way to it takes longer than a row does.

    Its errors are the driver's own then; `Database` knows them too.
    """
    return connection.connection.driver_connection


@lru_cache
def _repeated(statement: _Statement, rows: int) -> str:
    one = f"({', '.join('?' * len(statement.names))})"
    return statement.text.replace(f"VALUES {one}", "VALUES " + ", ".join([one] * rows), 1)
