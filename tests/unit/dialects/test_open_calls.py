"""Which call a result answers."""

from hypothesis import given
from hypothesis import strategies as st

from app.dialects.open_calls import OpenCalls

IDS = st.sampled_from("abc")


def test_calls_of_one_id_are_answered_in_their_order_and_the_rest_is_left() -> None:
    calls = OpenCalls[int]()
    assert not calls
    for number, name in enumerate("abab"):
        calls.add(name, number)
    assert calls.answered("b") == 1
    assert calls.answered("c") is None
    assert calls
    assert calls.left() == (0, 2, 3)
    assert not calls
    assert calls.answered("a") is None


@given(st.lists(st.tuples(st.sampled_from(["call", "answer", "left"]), IDS)))
def test_it_is_a_list_that_is_searched_from_its_beginning(steps: list[tuple[str, str]]) -> None:
    calls = OpenCalls[int]()
    simple: list[tuple[str, int]] = []
    for number, (step, name) in enumerate(steps):
        match step:
            case "call":
                calls.add(name, number)
                simple.append((name, number))
            case "answer":
                found = next((one for one in simple if one[0] == name), None)
                if found is not None:
                    simple.remove(found)
                assert calls.answered(name) == (None if found is None else found[1])
            case _:
                assert calls.left() == tuple(known for _, known in simple)
                simple.clear()
        assert bool(calls) == bool(simple)
