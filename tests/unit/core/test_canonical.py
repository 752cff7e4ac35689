"""Turns that say the same are joined."""

from app.core.canonical import canonical, joined
from app.core.conversation import Conversation, Text, Turn
from app.core.sidecar import Origin, Sidecar


def turn(role: str, *texts: str) -> Turn:
    return Turn(role, tuple(Text(text) for text in texts))  # type: ignore[arg-type]


def test_neighbours_of_one_role_become_one_turn() -> None:
    turns = (turn("user", "a"), turn("user", "b"), turn("assistant", "c"), turn("user", "d"))
    assert joined(turns) == (turn("user", "a", "b"), turn("assistant", "c"), turn("user", "d"))


def test_system_turns_stay_apart_and_empty_turns_go() -> None:
    turns = (turn("system", "a"), turn("system", "b"), turn("user"), turn("assistant", "c"))
    assert joined(turns) == (turn("system", "a"), turn("system", "b"), turn("assistant", "c"))


def test_an_empty_turn_does_not_part_its_neighbours() -> None:
    assert joined((turn("user", "a"), turn("assistant"), turn("user", "b"))) == (
        turn("user", "a", "b"),
    )


def test_sidecars_of_joined_turns_are_kept() -> None:
    first = Turn("user", (Text("a"),), Sidecar(Origin("x"), {"name": "n"}))
    second = Turn("user", (Text("b"),), Sidecar(Origin("x"), {"k": 1}))
    (result,) = canonical(Conversation("x", "m", (first, second))).turns
    assert result.sidecar == Sidecar(Origin("x"), {"name": "n", "k": 1})
