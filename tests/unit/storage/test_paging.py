import pytest
from sqlalchemy import select

from app.storage import people
from app.storage.database import Database
from app.storage.failure import InvalidError
from app.storage.paging import beyond
from app.storage.schema import users


def test_pages_follow_each_other_though_rows_were_made_at_once(database: Database) -> None:
    with database.writing() as connection:
        for number in range(7):
            people.create_user(connection, f"user {number}", now_ms=5)
    found, place = [], None
    with database.reading() as connection:
        while page := people.users(connection, limit=3, after=place):
            found += [each.id for each in page]
            place = (page[-1].created_ms, page[-1].id)
    assert found == sorted(found)
    assert len(set(found)) == 7


@pytest.mark.parametrize("place", [(10**18, "x"), (-(10**18), "x"), (5, "a\0b"), (5, "\ud800")])
def test_a_place_that_no_row_can_have_is_refused(
    database: Database, place: tuple[int, str]
) -> None:
    with pytest.raises(InvalidError) as refused, database.reading() as connection:
        connection.execute(select(users.c.id).where(beyond(users, place)))
    assert refused.value.field == "cursor"
