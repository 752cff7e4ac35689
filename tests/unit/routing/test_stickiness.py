"""A conversation stays where it landed."""

from app.routing.resolve import Candidate
from app.routing.stickiness import Stickiness

A, B, C = (Candidate(name, "m", "*") for name in "abc")


def test_a_conversation_goes_first_to_where_it_landed() -> None:
    sticky = Stickiness()
    assert sticky.order("talk", [A, B, C], 0.0) == (A, B, C)
    sticky.landed("talk", B, 0.0)
    assert sticky.order("talk", [A, B, C], 599.0) == (B, A, C)
    assert sticky.order("other", [A, B, C], 1.0) == (A, B, C)


def test_it_forgets_after_ten_minutes_of_silence() -> None:
    sticky = Stickiness()
    sticky.landed("talk", B, 0.0)
    assert sticky.order("talk", [A, B], 600.0) == (A, B)
    sticky.landed("talk", B, 599.0)
    assert sticky.order("talk", [A, B], 1198.0) == (B, A)


def test_a_place_that_is_no_candidate_any_more_is_not_used() -> None:
    sticky = Stickiness()
    sticky.landed("talk", C, 0.0)
    assert sticky.order("talk", [A, B], 1.0) == (A, B)


def test_the_number_of_remembered_conversations_is_bounded() -> None:
    sticky = Stickiness(limit=2)
    for talk in ("one", "two", "three"):
        sticky.landed(talk, B, 0.0)
    assert sticky.order("one", [A, B], 1.0) == (A, B)
    assert sticky.order("three", [A, B], 1.0) == (B, A)
