"""The users of a team."""

import pytest

from app.storage import people
from app.storage.database import Database
from app.storage.facts import version
from app.storage.failure import ConflictError, UnknownError


def test_a_user_is_made_changed_found_and_deactivated(database: Database) -> None:
    with database.writing() as connection:
        ann = people.create_user(connection, " Ann ", email="ann@example.com", now_ms=1)
        assert people.user(connection, "Ann") == people.user(connection, ann.id) == ann
        assert people.update_user(connection, ann.id, name="Anna").email == "ann@example.com"
        assert not people.set_user_active(connection, ann.id, False).active
        assert people.users(connection, active=True) == []
        assert version(connection) == 3


def test_a_taken_name_and_an_unknown_user_are_told(database: Database) -> None:
    with database.writing() as connection:
        people.create_user(connection, "Ann", now_ms=1)
        with pytest.raises(ConflictError):
            people.create_user(connection, "Ann", now_ms=2)
        with pytest.raises(UnknownError):
            people.user(connection, "nobody\0")


def test_a_search_takes_its_signs_literally(database: Database) -> None:
    with database.writing() as connection:
        people.create_user(connection, "100%_Ann", now_ms=1)
        people.create_user(connection, "Bob", now_ms=2)
        found = [[u.name for u in people.users(connection, search=s)] for s in ("%_a", "%b", "\0")]
    assert found == [["100%_Ann"], [], []]


def test_pages_follow_each_other(database: Database) -> None:
    with database.writing() as connection:
        made = [people.create_user(connection, f"u{n}", now_ms=n // 2) for n in range(5)]
        first = people.users(connection, limit=2)
        rest = people.users(connection, after=(first[-1].created_ms, first[-1].id))
    assert {u.id for u in first + rest} == {u.id for u in made}
    assert len(first + rest) == 5
