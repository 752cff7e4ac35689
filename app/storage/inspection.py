"""What a database is and holds, found out without changing it."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.storage.failure import DatabaseError, Fault
from app.storage.faults import failed
from app.storage.migrations import history
from app.storage.schema import usage

_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Inspection:
    """`newest_ms` is when the newest request began, None where none is recorded.

    `behind`: the next start brings the database up to date. `size` is in bytes.
    """

    shared: bool
    place: str
    size: int
    newest_ms: int | None
    behind: bool


def inspect(url: str) -> Inspection | None:
    """Look at the database at `url`; None where it is a SQLite file that is not there yet.

    Raises `DatabaseError`.
    """
    try:
        address = make_url(url)
        shared = address.get_backend_name() == "postgresql"
        place = address.database or ""
        if shared:
            place = f"{place} on {address.host or 'this machine'}"
            options = f"-c statement_timeout={_STATEMENT_SECONDS}s"
            defaults = {"connect_timeout": str(_CONNECT_SECONDS), "options": options}
            address = address.set(query={**defaults, **address.query})
        elif not Path(place).exists():
            return None
        else:
            # As a URI, so that a file that vanishes meanwhile is not made.
            uri = Path(place).absolute().as_uri()
            address = address.set(
                drivername="sqlite+pysqlite", database=uri, query={"mode": "ro", "uri": "true"}
            )
        engine = create_engine(address, hide_parameters=True)
    except (SQLAlchemyError, ValueError, ImportError):
        raise DatabaseError(
            Fault.DENIED,
            "The database's address cannot be used. Write postgresql+psycopg://USER@HOST/NAME or "
            "sqlite:///PATH.",
        ) from None
    try:
        with engine.connect() as connection:
            behind = history.check(history.revision(connection), place)
            newest = None if behind else connection.scalar(select(func.max(usage.c.started_ms)))
            size = _server_size(connection) if shared else _file_size(Path(place))
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise failed(error, place, server=shared) from error
    finally:
        engine.dispose()
    return Inspection(shared, place, size, newest, behind)


def size(connection: Connection) -> int:
    """The bytes of an open database on disk."""
    if connection.dialect.name == "postgresql":
        return _server_size(connection)
    return _file_size(Path(connection.engine.url.database or ""))


def _server_size(connection: Connection) -> int:
    return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _file_size(path: Path) -> int:
    """The file with what is written to its log and not yet moved into it."""
    size = 0
    for part in (path, path.with_name(f"{path.name}-wal")):
        with suppress(FileNotFoundError):
            size += part.stat().st_size
    return size
