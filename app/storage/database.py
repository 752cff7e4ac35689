"""One database: opened, brought up to date, read and written."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from app.platform.file_lock import Locked, file_lock
from app.storage import sqlite_file
from app.storage.failure import DatabaseError, Fault
from app.storage.faults import failed
from app.storage.migrations import history
from app.storage.schema import metadata
from app.storage.upsert import upsert

Tell = Callable[[str], None]

BUSY_SECONDS = 5.0  # how long a SQLite file may be held by another program
_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 30
_LOCK_SECONDS = 5
_MIGRATION_LOCK = 0x64726167  # "drag": nobody else's advisory lock


class Database:
    """SQLite in a file, or PostgreSQL. Every method blocks; none may run on the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._readers = engine
        self._writers = engine
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._sqlite: Path | None = None
        if engine.dialect.name == "sqlite":
            self._sqlite = Path(engine.url.database or "")
            self._writers = engine.execution_options(immediate=True)
        else:
            # One page asks several questions: all of them are answered as of one moment.
            self._readers = engine.execution_options(isolation_level="REPEATABLE READ")

    @classmethod
    def open(cls, url: str, tell: Tell) -> "Database":
        """Open the database at `url` and bring it up to date.

        A damaged SQLite file is set aside and a new one begun with the people and budgets that
        could be read in it. `tell` hears, in sentences without passwords, what happened. Raises
        `DatabaseError`.
        """
        try:
            address = make_url(url)
        except (SQLAlchemyError, ValueError):
            raise DatabaseError(Fault.DENIED, _NO_ADDRESS) from None
        if address.get_backend_name() == "postgresql":
            return _opened_server(address)
        if address.get_backend_name() == "sqlite" and address.database not in (
            None,
            "",
            ":memory:",
        ):
            return _opened_file(address, tell)
        raise DatabaseError(Fault.DENIED, _NO_ADDRESS)

    @property
    def shared(self) -> bool:
        """Whether other gateways may work on it at the same time (PostgreSQL)."""
        return self._sqlite is None

    @property
    def place(self) -> str:
        """The file, or the server's host and database, for a person to read."""
        return _place(self._readers.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries, all of which see the database as of one moment.

        Raises `DatabaseError` where the database fails.
        """
        with self._failing(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back where it raises.

        Raises `DatabaseError` where the database fails.
        """
        with self._failing(), self._writers.begin() as connection:
            yield connection

    def compact(self) -> None:
        """Give the space of what was deleted back; a server does that by itself.

        Raises `DatabaseError` where the database fails.
        """
        if self._sqlite is None:
            return
        with self._failing():
            raw = self._readers.raw_connection()
            try:
                driver: Any = raw.driver_connection
                driver.execute("VACUUM")
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()

    def close(self) -> None:
        """Close every connection."""
        self._readers.dispose()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, self._driver_error) as error:
            told = failed(error, self.place, server=self.shared)
            if told.fault is Fault.CORRUPT and self._sqlite is not None:
                sqlite_file.suspect(self._sqlite)
            raise told from error


_NO_ADDRESS = (
    "This is no database's address. Write postgresql+psycopg://USER:PASSWORD@HOST/NAME or "
    "sqlite:///PATH."
)


def _place(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    port = f":{url.port}" if url.port else ""
    return f"{url.database or ''} on {url.host or 'this machine'}{port}"


def _opened_file(url: URL, tell: Tell) -> Database:
    path = Path(url.database or "")
    try:
        sqlite_file.prepare(path)
        wrong = sqlite_file.damage(path)
        if wrong is None:
            database = _file_database(url)
            with database.reading() as connection:
                behind = history.check(history.revision(connection), str(path))
            if not behind:
                return database
            database.close()
        # Of two programs that start at once, one does the work and the other finds it done.
        with file_lock(path.with_name(f".{path.name}.lock"), timeout=30.0):
            return _mended_file(url, path, tell)
    except Locked:
        raise DatabaseError(
            Fault.LOCKED, f"The database {path} is being prepared by another program. Try again."
        ) from None
    except OSError as error:
        raise DatabaseError(
            Fault.DENIED, f"The database {path} cannot be opened: {error.strerror}."
        ) from error
    except sqlite3.Error as error:
        raise failed(error, str(path)) from error


def _mended_file(url: URL, path: Path, tell: Tell) -> Database:
    wrong = sqlite_file.damage(path)
    aside: Path | None = None
    if wrong is not None:
        aside = sqlite_file.set_aside(path)
        sqlite_file.prepare(path)
    database = _file_database(url)
    try:
        with database.writing() as connection:
            history.bring_up_to_date(connection, str(path))
        if aside is not None:
            saved = _restored(database, sqlite_file.salvage(aside))
            tell(
                f"The database {path} was damaged ({wrong}). It is kept as {aside.name}, and a new "
                f"one was begun with {saved}. Earlier usage is not in it."
            )
    except BaseException:
        database.close()
        raise
    return database


def _restored(database: Database, rows: sqlite_file.Rows) -> str:
    """Write salvaged rows, each that the new database takes; gives what they were, in words."""
    counts: dict[str, int] = {}
    for name, found in rows.items():
        table = metadata.tables[name]
        keys = [column.name for column in table.primary_key]
        counts[name] = 0
        for row in found:
            values: dict[str, Any] = {k: v for k, v in row.items() if k in table.columns}
            with contextlib.suppress(DatabaseError, ValueError, TypeError):
                with database.writing() as connection:
                    upsert(connection, table, [_typed(table, values)], keys)
                counts[name] += 1
    people = [("users", "users"), ("client_keys", "client keys"), ("budgets", "budgets")]
    return "what could be read: " + ", ".join(f"{counts.get(t, 0)} {words}" for t, words in people)


def _typed(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Raw SQLite values as the columns' own types: flags are stored as 0 and 1."""
    return {
        name: bool(value) if table.c[name].type.python_type is bool else value
        for name, value in values.items()
    }


def _file_database(url: URL) -> Database:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        hide_parameters=True,
    )

    # The driver's own transactions begin too late to be immediate; these two listeners begin ours.
    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001 - theirs
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        # A page that every batch changes is copied back into the file once in 16 MB, not in 4.
        connection.execute("PRAGMA wal_autocheckpoint=4000")
        connection.execute("PRAGMA journal_size_limit=16777216")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Immediate: a reader that becomes a writer later can fail without waiting for its turn.
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return Database(engine)


def _opened_server(url: URL) -> Database:
    settings = (
        f"-c statement_timeout={_STATEMENT_SECONDS}s -c lock_timeout={_LOCK_SECONDS}s "
        "-c idle_in_transaction_session_timeout=60s"
    )
    defaults = {
        "connect_timeout": str(_CONNECT_SECONDS),
        "application_name": "dragoman",
        "keepalives_idle": "30",
        "tcp_user_timeout": "15000",
        "options": settings,
    }
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg", query={**defaults, **url.query}),
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=5,
            pool_timeout=_CONNECT_SECONDS,
            hide_parameters=True,
        )
    except ImportError:
        raise DatabaseError(
            Fault.BROKEN, "PostgreSQL needs a package more: pip install 'dragoman[server]'."
        ) from None
    database = Database(engine)
    try:
        with database.reading() as connection:
            behind = history.check(history.revision(connection), database.place)
        if behind:
            with database.writing() as connection:
                # Several gateways start at once: the first brings it up to date, the rest wait.
                connection.execute(text("SET LOCAL lock_timeout = '60s'"))
                connection.execute(text("SET LOCAL statement_timeout = '60s'"))
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
                )
                history.bring_up_to_date(connection, database.place)
    except BaseException:
        database.close()
        raise
    return database
