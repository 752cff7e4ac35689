"""The version of users, keys and budgets: what a gateway looks at to see that they changed."""

from sqlalchemy import BigInteger, Connection, Text, cast, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.schema import facts

PEOPLE = "people"


def version(connection: Connection) -> int:
    """How often users, keys and budgets were changed.

    Read it before what it is the version of: what is read then is as new, or newer.
    """
    found = connection.scalar(select(facts.c.value).where(facts.c.name == PEOPLE))
    return int(found or 0)


def bump(connection: Connection) -> None:
    """Count one more change, in its transaction and before it.

    On PostgreSQL this row makes transactions that change people wait for each other. So a name that
    was looked for and not found stays free, and no two of them can wait for each other in a circle.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    first = dialect.insert(facts).values(name=PEOPLE, value="1")
    connection.execute(
        first.on_conflict_do_update(
            index_elements=[facts.c.name],
            set_={"value": cast(cast(facts.c.value, BigInteger) + 1, Text)},
        )
    )
