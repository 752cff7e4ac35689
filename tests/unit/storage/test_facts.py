from concurrent.futures import ThreadPoolExecutor

from app.storage import people
from app.storage.database import Database
from app.storage.facts import bump, version


def test_a_new_database_has_seen_no_change(database: Database) -> None:
    with database.reading() as connection:
        assert version(connection) == 0


def test_as_many_changes_are_counted_as_were_made_at_once(database: Database) -> None:
    def change(_: int) -> None:
        with database.writing() as connection:
            bump(connection)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(40)))
    with database.reading() as connection:
        assert version(connection) == 40


def test_a_change_that_is_undone_is_not_counted(database: Database) -> None:
    try:
        with database.writing() as connection:
            people.create_user(connection, "Ann", now_ms=1)
            raise InterruptedError
    except InterruptedError:
        pass
    with database.reading() as connection:
        assert version(connection) == 0
        assert people.users(connection) == []
