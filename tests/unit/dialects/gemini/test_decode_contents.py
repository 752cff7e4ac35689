from typing import Any

import pytest

from app.core.conversation import Text, ToolCall, ToolResult, Turn
from app.core.failure import Refused
from app.dialects.gemini.decode_contents import instructions, turns

SEAL = b""


def user(*parts: Any) -> dict[str, Any]:
    return {"role": "user", "parts": list(parts)}


def model(*parts: Any) -> dict[str, Any]:
    return {"role": "model", "parts": list(parts)}


def test_contents_are_turns() -> None:
    found = turns([user({"text": "a"}), model({"text": "b"}), user({"text": "c"})], SEAL)
    assert [(turn.role, turn.parts) for turn in found] == [
        ("user", (Text("a"),)),
        ("assistant", (Text("b"),)),
        ("user", (Text("c"),)),
    ]


@pytest.mark.parametrize(
    "wire", ["hi", {"parts": {"text": "hi"}}, [{"parts": "hi"}], ["hi"], [{"parts": ["hi"]}]]
)
def test_short_forms_are_the_user_s_words(wire: Any) -> None:
    assert turns(wire, SEAL) == (Turn("user", (Text("hi"),)),)


def test_chunks_of_one_answer_are_one_turn() -> None:
    wire = [
        user({"text": "a"}),
        model({"text": "Hel"}),
        model({"text": "lo"}),
        model({"functionCall": {"name": "f", "args": {}}}),
        model({"functionCall": {"name": "f", "args": {}}}),
        model({"text": ""}),
    ]
    said = turns(wire, SEAL)[1].parts
    assert [type(part) for part in said] == [Text, ToolCall, ToolCall]
    assert said[0] == Text("Hello")


def test_results_of_old_clients_are_one_turn() -> None:
    wire = [
        user({"text": "a"}),
        model({"functionCall": {"name": "f"}}, {"functionCall": {"name": "g"}}),
        {"role": "function", "parts": [{"functionResponse": {"name": "g", "response": {}}}]},
        {"role": "function", "parts": [{"functionResponse": {"name": "f", "response": {}}}]},
    ]
    _, calls, results = turns(wire, SEAL)
    ids = [part.id for part in calls.parts if isinstance(part, ToolCall)]
    told = [part.call_id for part in results.parts if isinstance(part, ToolResult)]
    assert told == ids[::-1]


def test_neighbouring_contents_of_the_user_stay_apart() -> None:
    assert len(turns([user({"text": "a"}), user({"text": "b"})], SEAL)) == 2


def test_turns_do_not_depend_on_what_follows() -> None:
    wire = [user({"text": "a"}), model({"functionCall": {"name": "f"}}), user({"text": "b"})]
    assert turns(wire[:2], SEAL) == turns(wire, SEAL)[:2]


def test_fields_of_a_content_are_kept() -> None:
    (turn,) = turns([{"role": "user", "parts": [{"text": "a"}], "x": 1}], SEAL)
    assert turn.sidecar is not None
    assert turn.sidecar.data == {"x": 1}


@pytest.mark.parametrize("wire", ["hi", {"parts": [{"text": "hi"}]}, {"parts": {"text": "hi"}}])
def test_instructions_are_a_turn_of_the_system(wire: Any) -> None:
    assert instructions(wire, SEAL) == (Turn("system", (Text("hi"),)),)


@pytest.mark.parametrize("nothing", [None, "", {"parts": []}])
def test_empty_instructions_are_none(nothing: Any) -> None:
    assert instructions(nothing, SEAL) == ()


@pytest.mark.parametrize("nothing", [None, []])
def test_a_request_without_contents_is_refused(nothing: Any) -> None:
    with pytest.raises(Refused, match="contents is not specified"):
        turns(nothing, SEAL)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(Refused, match="valid role: user, model"):
        turns([{"role": "assistant", "parts": []}], SEAL)
