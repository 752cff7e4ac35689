"""Answers that are kept on disk, on both databases."""

import json
import zlib

import pytest
from sqlalchemy import func, select, update

from app.storage import kept_responses
from app.storage.database import Database
from app.storage.failure import DatabaseError
from app.storage.records import KeptResponse
from app.storage.schema import kept_response_items
from app.storage.schema import kept_responses as table

NOW = 1_000_000


def kept(name: str, previous: str = "", key: str = "k", **fields: object) -> KeptResponse:
    given = {"items": (f"msg_{name}",), "provider": "", **fields}
    return KeptResponse(key, name, json.dumps([name]).encode(), b'{"output":[]}', previous, **given)  # type: ignore[arg-type]  # fields of the record


def store(database: Database, *given: KeptResponse, at: int = NOW) -> None:
    for number, one in enumerate(given):
        with database.writing() as connection:
            kept_responses.store(connection, one, at + number)


def chain(database: Database, name: str, key: str = "k", since: int = 0) -> list[str]:
    with database.reading() as connection:
        return [one.id for one in kept_responses.chain(connection, key, name, since)]


def test_a_conversation_is_the_chain_of_its_answers(database: Database) -> None:
    store(database, kept("a"), kept("b", "a"), kept("c", "b"), kept("fork", "a"))
    assert chain(database, "c") == ["c", "b", "a"]
    assert chain(database, "fork") == ["fork", "a"]
    with database.reading() as connection:
        (one,) = kept_responses.chain(connection, "k", "a", 0)
    assert one == KeptResponse("k", "a", b'["a"]', b'{"output":[]}')


def test_a_key_never_sees_another_one_s(database: Database) -> None:
    store(database, kept("a"), kept("a", key="other"), kept("b", "a", key="other"))
    assert chain(database, "b") == []
    assert chain(database, "b", key="other") == ["b", "a"]
    with database.writing() as connection:
        assert kept_responses.holding(connection, "k", ["msg_b"], 0) == {}
        assert not kept_responses.forget(connection, "k", "b")


def test_going_on_uses_everything_before(database: Database) -> None:
    store(database, kept("a"), at=NOW)
    store(database, kept("b", "a"), at=NOW + 1000)
    assert chain(database, "a", since=NOW + 500) == ["a"]
    with database.writing() as connection:
        kept_responses.use(connection, "k", "b", NOW + 5000)
    assert chain(database, "b", since=NOW + 4000) == ["b", "a"]
    assert chain(database, "b", since=NOW + 6000) == []


def test_a_chain_ends_where_one_is_gone(database: Database) -> None:
    store(database, kept("a"), kept("b", "a"), kept("c", "b"))
    with database.writing() as connection:
        assert kept_responses.forget(connection, "k", "b")
        assert not kept_responses.forget(connection, "k", "b")
    with database.reading() as connection:
        (left,) = kept_responses.chain(connection, "k", "c", 0)
        items = connection.scalar(select(func.count()).select_from(kept_response_items))
    assert (left.id, left.previous) == ("c", "b")
    assert items == 2


def test_items_are_found_where_they_were_last_said(database: Database) -> None:
    store(database, kept("a", items=("rs_1", "msg_1")), kept("b", items=("msg_1", "msg_1")))
    with database.reading() as connection:
        found = kept_responses.holding(connection, "k", ["rs_1", "msg_1", "msg_1", "no"], 0)
    assert {item: one.id for item, one in found.items()} == {"rs_1": "a", "msg_1": "b"}


def test_the_oldest_go_first_and_a_beginning_after_what_came_later(database: Database) -> None:
    store(database, kept("old"), at=NOW)
    store(database, kept("a"), at=NOW + 10)
    store(database, kept("b", "a"), at=NOW + 20)  # "a" is used at the same moment
    with database.writing() as connection:
        assert kept_responses.enforce_retention(connection, NOW + 5, 1 << 20) == 1
        assert kept_responses.enforce_retention(connection, NOW + 5, 1 << 20) == 0
    assert chain(database, "old") == []
    with database.writing() as connection:
        stored = connection.scalar(select(table.c.stored).where(table.c.id == "a")) or 0
        assert kept_responses.enforce_retention(connection, 0, stored) == 1
    assert (chain(database, "a"), chain(database, "b")) == (["a"], [])


def test_one_call_deletes_no_more_than_asked_for(database: Database) -> None:
    store(database, *(kept(f"r{number}") for number in range(5)))
    with database.writing() as connection:
        assert kept_responses.enforce_retention(connection, NOW * 2, 0, limit=3) == 3
        kept_responses.forget_everything(connection)
        assert connection.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("name", ["a\0", "\ud800"])
def test_what_no_database_takes_is_neither_kept_nor_found(database: Database, name: str) -> None:
    store(database, kept(name))
    assert chain(database, name) == []
    with database.writing() as connection:
        assert kept_responses.holding(connection, "k", [name], 0) == {}
        assert not kept_responses.forget(connection, "k", name)


def test_words_are_compressed_and_damage_is_told(database: Database) -> None:
    store(database, kept("a"))
    with database.writing() as connection:
        said = connection.scalar(select(table.c.input))
        assert said is not None
        assert zlib.decompress(said) == b'["a"]'
        connection.execute(update(table).values(input=b"?"))
    with pytest.raises(DatabaseError, match="damaged"):
        chain(database, "a")


def test_answers_that_lead_to_each_other_are_each_read_once(database: Database) -> None:
    store(database, kept("a", "b"), kept("b", "a"), kept("c", "c"))
    assert chain(database, "b") == ["b", "a"]
    assert chain(database, "c") == ["c"]


def test_a_conversation_is_read_as_far_as_it_may_be_long(database: Database) -> None:
    store(database, kept("a"), kept("b", "a"), kept("c", "b"))
    size = kept("a").size
    with database.reading() as connection:
        for most, found in ((3 * size, ["c", "b", "a"]), (3 * size - 1, ["c", "b"]), (0, ["c"])):
            whole = kept_responses.chain(connection, "k", "c", 0, most)
            assert [one.id for one in whole] == found
            items = ["msg_c", "msg_b", "msg_a"]
            assert len(kept_responses.holding(connection, "k", items, 0, most)) == len(found)
