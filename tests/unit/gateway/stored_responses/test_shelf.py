"""Answers in memory: bounded, per key, and never a conversation without its beginning."""

from hypothesis import given
from hypothesis import strategies as st

from app.gateway.stored_responses.shelf import Shelf
from app.storage.records import KeptResponse

ROOM = 1 << 20


def kept(name: str, previous: str = "", key: str = "k", size: int = 10) -> KeptResponse:
    return KeptResponse(key, name, b"x" * size, b"", previous, items=(f"msg_{name}",))


def names(found: list[KeptResponse]) -> list[str]:
    return [one.id for one in found]


def test_a_conversation_is_the_chain_of_its_answers() -> None:
    shelf = Shelf()
    for one in (kept("a"), kept("b", "a"), kept("c", "b"), kept("fork", "a")):
        shelf.keep(one, 1.0, ROOM)
    assert names(shelf.chain("k", "c", 2.0)) == ["c", "b", "a"]
    assert names(shelf.chain("k", "fork", 2.0)) == ["fork", "a"]
    assert shelf.chain("other", "c", 2.0) == []
    assert shelf.holds("k", "a")
    assert not shelf.holds("other", "a")


def test_what_was_not_used_for_long_does_not_count() -> None:
    shelf = Shelf()
    shelf.keep(kept("a"), 1.0, ROOM)
    shelf.keep(kept("b", "a"), 5.0, ROOM)
    assert names(shelf.chain("k", "b", 6.0, since=2.0)) == ["b", "a"]
    assert shelf.chain("k", "b", 9.0, since=7.0) == []
    assert shelf.holding("k", "msg_b", 7.0) is None
    found = shelf.holding("k", "msg_b", 6.0)
    assert found is not None
    assert found.id == "b"


def test_an_answer_is_forgotten_with_its_items() -> None:
    shelf = Shelf()
    shelf.keep(kept("a"), 1.0, ROOM)
    assert shelf.forget("other", "a") is None
    assert shelf.forget("k", "a") == kept("a")
    assert shelf.forget("k", "a") is None
    assert shelf.holding("k", "msg_a", 0.0) is None
    assert shelf.size == 0


def test_an_answer_that_comes_again_is_there_once() -> None:
    shelf = Shelf()
    shelf.keep(kept("a"), 1.0, ROOM)
    size = shelf.size
    shelf.keep(kept("a"), 2.0, ROOM)
    assert shelf.size == size


def test_a_key_that_keeps_much_costs_no_other_one_its_conversation() -> None:
    shelf = Shelf()
    shelf.keep(kept("mine", key="small"), 1.0, 20_000)
    for number in range(100):
        shelf.keep(kept(f"a{number}", key="large"), 2.0 + number, 20_000)
    assert shelf.holds("small", "mine")
    assert shelf.holds("large", "a99")
    assert not shelf.holds("large", "a0")
    assert shelf.size <= 20_000
    shelf.keep(kept("b", key="large"), 200.0, 20_000, since=50.0)
    assert not shelf.holds("small", "mine")


def test_one_that_alone_is_too_large_is_not_taken() -> None:
    shelf = Shelf()
    shelf.keep(kept("a"), 1.0, 5000)
    shelf.keep(kept("big", size=9000), 1.0, 5000)
    assert shelf.holds("k", "a")
    assert not shelf.holds("k", "big")


def test_a_ring_ends() -> None:
    shelf = Shelf()
    shelf.keep(kept("a", "b"), 1.0, ROOM)
    shelf.keep(kept("b", "a"), 1.0, ROOM)
    assert names(shelf.chain("k", "a", 2.0)) == ["a", "b"]


def test_everything_can_be_forgotten() -> None:
    shelf = Shelf()
    shelf.keep(kept("a"), 1.0, ROOM)
    shelf.clear()
    assert (shelf.size, shelf.holds("k", "a"), shelf.holding("k", "msg_a", 0.0)) == (0, False, None)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 400)), max_size=60),
    st.integers(2000, 12_000),
)
def test_it_never_takes_more_than_its_limit_nor_keeps_a_later_answer_without_its_past(
    turns: list[tuple[int, int]], limit: int
) -> None:
    shelf = Shelf()
    made: list[str] = []
    for number, (parent, size) in enumerate(turns):
        previous = made[parent % len(made)] if made and parent % 3 else ""
        if previous and not shelf.holds("k", previous):
            continue
        shelf.keep(kept(f"r{number}", previous, size=size), float(number), limit)
        made.append(f"r{number}")
        assert shelf.size <= limit
    for name in made:
        if shelf.holds("k", name):
            assert shelf.chain("k", name, 99.0)[-1].previous == ""
