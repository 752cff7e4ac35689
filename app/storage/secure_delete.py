"""Words that are deleted are overwritten, too."""

from sqlalchemy import Connection


def overwrite_what_is_deleted(connection: Connection) -> None:
    """SQLite leaves deleted words in the file's free pages unless it is told otherwise."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON").close()
