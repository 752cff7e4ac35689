from typing import Any

import pytest

from app.dialects.openai_chat.reasoning_fields import ReasoningReader


def read(*deltas: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    reader = ReasoningReader()
    words = "".join(reader.take(delta) for delta in deltas)
    return words, reader.take_proof()


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_words_are_read_in_each_spelling(name: str) -> None:
    assert read({name: "a"}, {name: None}, {name: "b"}) == ("ab", {"field": name})


def test_words_told_in_two_spellings_are_read_once() -> None:
    both = {"reasoning_content": "a", "reasoning": "a"}
    assert read(both, both)[0] == "aa"
    detail = {"type": "reasoning.text", "text": "a", "index": 0}
    words, proof = read(*({"reasoning": "a", "reasoning_details": [detail]} for _ in range(2)))
    assert words == "aa"
    assert proof["reasoning_details"] == [{**detail, "text": "aa"}]


def test_details_alone_are_words_and_their_pieces_are_joined() -> None:
    piece = {"type": "reasoning.text", "index": 0}
    words, proof = read(
        {"reasoning_details": [{**piece, "text": "a"}]},
        {"reasoning_details": [{**piece, "text": "b", "signature": "s"}]},
    )
    assert words == "ab"
    assert proof["reasoning_details"] == [{**piece, "text": "ab", "signature": "s"}]


def test_a_hidden_thought_is_a_proof_without_words() -> None:
    reader = ReasoningReader()
    assert reader.take({"reasoning_details": [{"type": "reasoning.encrypted", "data": "x"}]}) == ""
    assert reader.proof
    assert reader.take_proof() == {
        "reasoning_details": [{"type": "reasoning.encrypted", "data": "x"}]
    }
    assert not reader.proof


@pytest.mark.parametrize("odd", [5, "x", {}, [5], [{"text": 5}], None])
def test_odd_details_say_nothing(odd: Any) -> None:
    assert read({"reasoning_details": odd, "reasoning": 5})[0] == ""
