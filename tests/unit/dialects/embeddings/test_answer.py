"""The answer to the client."""

import json

import pytest

from app.core.failure import FailureKind, Refused
from app.core.usage import Usage
from app.dialects.embeddings.answer import as_asked, check_lengths, encode_answer
from app.dialects.embeddings.vectors import packed
from app.dialects.embeddings.wire import EmbeddingRequest


def test_an_answer_names_the_clients_model_and_counts_its_tokens() -> None:
    request = EmbeddingRequest("mine", ("a", "b"))
    body = encode_answer(request, ([1.0], packed([2.0])), Usage(fresh=3))
    assert json.loads(body) == {
        "object": "list",
        "data": [
            {"object": "embedding", "index": 0, "embedding": [1.0]},
            {"object": "embedding", "index": 1, "embedding": [2.0]},
        ],
        "model": "mine",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
    }


def test_numbers_become_base64_where_that_was_asked_for() -> None:
    request = EmbeddingRequest("m", ("a",), "base64")
    body = encode_answer(request, ([0.5, 1.0],), Usage())
    assert json.loads(body)["data"][0]["embedding"] == packed([0.5, 1.0])


def test_a_vector_that_cannot_be_read_is_a_failure() -> None:
    with pytest.raises(Refused) as caught:
        encode_answer(EmbeddingRequest("m", ("a",)), ("???",), Usage())
    assert caught.value.failure.kind is FailureKind.PROTOCOL


def test_bytes_go_on_only_where_every_vector_is_in_the_clients_form() -> None:
    numbers, text = EmbeddingRequest("m", ("a",)), EmbeddingRequest("m", ("a",), "base64")
    assert as_asked(numbers, ([1.0], [2.0]))
    assert not as_asked(numbers, ([1.0], "AACAPw=="))
    assert as_asked(text, ("AACAPw==",))
    assert not as_asked(text, ([1.0],))


def test_vectors_that_are_longer_than_asked_for_are_refused_with_what_to_do() -> None:
    with pytest.raises(Refused) as caught:
        check_lengths(EmbeddingRequest("m", ("a",), dimensions=2), ([1.0, 2.0, 3.0],))
    failure = caught.value.failure
    assert (failure.kind, failure.param) == (FailureKind.UNSUPPORTED, "dimensions")
    assert "3 numbers" in failure.message


def test_vectors_of_different_lengths_are_a_failure() -> None:
    with pytest.raises(Refused) as caught:
        check_lengths(EmbeddingRequest("m", ("a", "b")), ([1.0], [1.0, 2.0]))
    assert caught.value.failure.kind is FailureKind.PROTOCOL


def test_vectors_of_the_length_that_was_asked_for_pass_in_either_form() -> None:
    check_lengths(EmbeddingRequest("m", ("a", "b"), dimensions=1), ([1.0], packed([2.0])))
