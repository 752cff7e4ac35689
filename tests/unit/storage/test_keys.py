import pytest

from app.storage import keys, people
from app.storage.database import Database
from app.storage.failure import ConflictError, InvalidError, UnknownError
from app.storage.records import StoredKey

NOW = 1_763_700_000_000


def digest(number: int) -> str:
    return f"{number:064x}"


def made(database: Database, name: str, number: int, **changes: object) -> StoredKey:
    with database.writing() as connection:
        return keys.create_key(
            connection,
            name,
            digest=digest(number),
            prefix="drg-abcd",
            now_ms=NOW + number,
            **changes,  # type: ignore[arg-type]
        )


def user(database: Database, name: str) -> str:
    with database.writing() as connection:
        return people.create_user(connection, name, now_ms=NOW).id


def usable(database: Database, now_ms: int = NOW) -> dict[str, str]:
    with database.reading() as connection:
        return {each.key.name: each.user_name for each in keys.all_usable_keys(connection, now_ms)}


def test_a_key_opens_the_gateway_until_it_or_its_user_is_deactivated(database: Database) -> None:
    ann = user(database, "Ann")
    laptop = made(database, "laptop", 1, user_id=ann)
    made(database, "free", 2)
    assert usable(database) == {"laptop": "Ann", "free": ""}
    with database.writing() as connection:
        keys.set_key_active(connection, laptop.id, False)
    assert usable(database) == {"free": ""}
    with database.writing() as connection:
        keys.set_key_active(connection, laptop.id, True)
        people.set_user_active(connection, ann, False)
    assert usable(database) == {"free": ""}
    with database.writing() as connection:
        people.set_user_active(connection, ann, True)
    assert usable(database) == {"laptop": "Ann", "free": ""}


def test_a_key_that_has_expired_opens_nothing(database: Database) -> None:
    made(database, "short", 1, expires_ms=NOW + 1000)
    assert usable(database, NOW + 999) == {"short": ""}
    assert usable(database, NOW + 1000) == {}


def test_names_are_unique_among_the_keys_of_one_owner(database: Database) -> None:
    ann, bob = user(database, "Ann"), user(database, "Bob")
    made(database, "laptop", 1, user_id=ann)
    made(database, "laptop", 2, user_id=bob)
    made(database, "laptop", 3)
    for owner in (ann, ""):
        with pytest.raises(ConflictError) as refused:
            made(database, "laptop", 9, user_id=owner)
        assert refused.value.field == "name"
    with database.reading() as connection:
        assert len(keys.keys_named(connection, "laptop")) == 3
        assert len(keys.keys(connection, user_id=ann)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user_id": "usr_nobody"}, "user_id"),
        ({"requests_per_minute": 0}, "requests_per_minute"),
        ({"tokens_per_minute": -1}, "tokens_per_minute"),
        ({"concurrency": 10**12}, "concurrency"),
        ({"expires_ms": 10**18}, "expires_ms"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    database: Database, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        made(database, "key", 1, **changes)
    assert refused.value.field == field
    assert usable(database) == {}


def test_limits_and_expiry_are_changed_and_taken_away(database: Database) -> None:
    key = made(database, "ci", 1, requests_per_minute=60, expires_ms=NOW + 5)
    with database.writing() as connection:
        changed = keys.update_key(
            connection, key.id, name="build", requests_per_minute=None, expires_ms=None
        )
        assert changed == keys.key(connection, key.id)
        assert (changed.name, changed.requests_per_minute, changed.expires_ms) == (
            *("build", None),
            None,
        )
        with pytest.raises(UnknownError):
            keys.update_key(connection, "key_nobody", name="x")
        with pytest.raises(UnknownError):
            keys.key(connection, "a\0b")


def test_keys_of_an_older_version_are_taken_over_once(database: Database) -> None:
    made(database, "laptop", 1)
    with database.writing() as connection:
        first = keys.import_key(
            connection, "laptop", digest=digest(7), prefix="", profile="work", created_ms=5
        )
        again = keys.import_key(
            connection, "laptop", digest=digest(7), prefix="", profile="work", created_ms=5
        )
    assert first == again
    assert (first.name, first.profile, first.created_ms) == ("laptop (2)", "work", 5)
    assert len(usable(database)) == 2


def test_a_search_is_no_pattern(database: Database) -> None:
    made(database, "100%", 1)
    made(database, "a_b", 2)
    made(database, "plain", 3)
    with database.reading() as connection:
        for search, names in (("%", ["100%"]), ("_", ["a_b"]), ("PLAIN", ["plain"]), ("\\", [])):
            found = keys.keys(connection, search=search)
            assert [each.name for each in found] == names
