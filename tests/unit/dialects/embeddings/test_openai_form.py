"""OpenAI's form towards a provider and back."""

import json
from typing import Any

import pytest

from app.core.failure import FailureKind, Refused
from app.dialects.embeddings.openai_form import decode, encode
from app.dialects.embeddings.wire import EmbeddingRequest, EmbeddingTraits

OPENAI = EmbeddingTraits()


def body(*vectors: Any, **more: Any) -> bytes:
    data = [
        {"object": "embedding", "index": at, "embedding": each} for at, each in enumerate(vectors)
    ]
    return json.dumps({"object": "list", "data": data, **more}).encode()


def test_a_request_goes_out_as_it_came_under_the_providers_name() -> None:
    request = EmbeddingRequest(
        "mine", ("a", "b"), "base64", 64, "u", extras={"input_type": "query"}
    )
    sent = encode(request, request.inputs, "theirs", OPENAI)
    assert sent.path == "embeddings"
    assert json.loads(sent.body) == {
        "input_type": "query",
        "model": "theirs",
        "input": ["a", "b"],
        "encoding_format": "base64",
        "dimensions": 64,
        "user": "u",
    }
    assert sent.losses == ()


@pytest.mark.parametrize(("single", "shown"), [(True, "a"), (False, ["a"])])
def test_one_text_stays_in_a_list_or_outside(single: bool, shown: Any) -> None:
    request = EmbeddingRequest("m", ("a",), single=single)
    assert json.loads(encode(request, ("a",), "m", OPENAI).body)["input"] == shown


def test_tokens_go_as_they_are() -> None:
    request = EmbeddingRequest("m", ((1, 2), (3,)))
    assert json.loads(encode(request, request.inputs, "m", OPENAI).body)["input"] == [[1, 2], [3]]


def test_a_provider_that_does_not_know_base64_is_not_told_of_it() -> None:
    request = EmbeddingRequest("m", ("a",), "base64")
    sent = encode(request, ("a",), "m", EmbeddingTraits(base64=False))
    assert "encoding_format" not in json.loads(sent.body)


def test_vectors_are_put_in_the_order_of_their_indexes() -> None:
    data = [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": [1.5]}]
    found = decode(json.dumps({"data": data}).encode(), 2)
    assert found.values == ([1.5], [2.0])
    assert found.usage is None


def test_without_indexes_they_stand_in_order() -> None:
    found = decode(b'{"data":[{"embedding":"AAAAAA=="},{"embedding":"AACAPw=="}]}', 2)
    assert found.values == ("AAAAAA==", "AACAPw==")


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"prompt_tokens": 5, "total_tokens": 5}, 5),
        ({"total_tokens": 7}, 7),
        ({"prompt_tokens": 0, "total_tokens": 0}, None),
        ({"prompt_tokens": True}, None),
        ({}, None),
    ],
)
def test_tokens_are_read_where_they_are_told(usage: Any, tokens: int | None) -> None:
    found = decode(body([1.0], usage=usage), 1).usage
    assert (found.fresh if found is not None else None) == tokens
    assert found is None or found.raw == usage


@pytest.mark.parametrize(
    "answer",
    [
        body([1.0]),
        body([1.0], [2.0], [3.0]),
        body([1.0], []),
        b'{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}',
        b'{"data":[{"index":1,"embedding":[1]},{"index":2,"embedding":[2]}]}',
        b'{"data":[{"index":0,"embedding":[1,null]},{"index":1,"embedding":[2]}]}',
        b'{"data":{}}',
        b"{}",
        b"[]",
        b"<html>",
        b"",
        b"\xff",
    ],
)
def test_an_answer_without_all_vectors_is_a_failure(answer: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decode(answer, 2)
    assert caught.value.failure.kind is FailureKind.PROTOCOL


def test_an_error_with_the_status_200_is_told_in_its_own_words() -> None:
    with pytest.raises(Refused) as caught:
        decode(b'{"code":429,"message":"rate limit reached"}', 1)
    assert caught.value.failure.kind is FailureKind.RATE_LIMITED
    assert caught.value.failure.message == "rate limit reached"
