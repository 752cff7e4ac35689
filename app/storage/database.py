"""One database: opened, brought up to date, read and written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine

from app.storage.schema import metadata


class Database:
    """SQLite in a file, or PostgreSQL. Every method blocks; none may run on the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str, tell: Callable[[str], None]) -> "Database":
        """Open the database at `url` and bring it up to date.

        `tell` hears, in sentences without passwords, what happened to it. Raises `DatabaseError`.
        """
        engine = create_engine(url)
        metadata.create_all(engine)
        return cls(engine)

    @property
    def shared(self) -> bool:
        """Whether other gateways may work on it at the same time (PostgreSQL)."""
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries. Raises `DatabaseError` where the database fails."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back where it raises.

        Raises `DatabaseError` where the database fails.
        """
        with self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
