"""Which revision a database is of, and the way from there to today's."""

from importlib import import_module

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, inspect, select

from app.storage.failure import DatabaseError, Fault
from app.storage.schema import metadata

# Oldest first.
REVISIONS: dict[str, str] = {
    "0001": "app.storage.migrations.r0001_usage_money_people",
    "0002": "app.storage.migrations.r0002_timeline",
    "0003": "app.storage.migrations.r0003_kept_responses",
}
NEWEST = next(reversed(REVISIONS))

# Alembic's own table, so that its tools know our databases too.
_version = Table("alembic_version", MetaData(), Column("version_num", Text, primary_key=True))


def revision(connection: Connection) -> str | None:
    """The revision of a database, None where nothing of ours is in it yet."""
    if not inspect(connection).has_table(_version.name):
        return None
    found: str | None = connection.scalar(select(_version.c.version_num))
    return found


def check(found: str | None, place: str) -> bool:
    """Whether a database of the revision `found` is to be brought up to date.

    Raises `DatabaseError` where a newer Dragoman wrote it.
    """
    if found is not None and found not in REVISIONS:
        raise DatabaseError(
            Fault.NEWER,
            f"The database {place} was written by a newer Dragoman: its revision is {found}, this "
            f"one knows up to {NEWEST}. It is left as it is. Update Dragoman, or name another "
            "database with --database.",
        )
    return found != NEWEST


def bring_up_to_date(connection: Connection, place: str) -> None:
    """Take every step that is missing, in one transaction, whose `connection` writes alone.

    Raises `DatabaseError` where it is another program's or a newer Dragoman's database.
    """
    found = revision(connection)
    if not check(found, place):
        return
    # Here: Alembic takes longer to import than a database that is up to date takes to open.
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    tables = set(inspect(connection).get_table_names())
    if found is None and (strange := sorted(tables & metadata.tables.keys())):
        raise DatabaseError(
            Fault.DENIED,
            f"The database {place} belongs to another program: it has a table {strange[0]!r} that "
            "is not Dragoman's. Name a database of its own with --database.",
        )
    if _version.name not in tables:
        _version.create(connection)
    names = list(REVISIONS)
    operations = Operations(MigrationContext.configure(connection))
    for name in names[names.index(found) + 1 if found else 0 :]:
        import_module(REVISIONS[name]).upgrade(operations)
    connection.execute(delete(_version))
    connection.execute(insert(_version).values(version_num=NEWEST))
