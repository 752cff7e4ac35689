"""Gemini's batchEmbedContents."""

import json

import pytest

from app.core.failure import FailureKind, Refused
from app.dialects.embeddings.gemini_form import decode, encode
from app.dialects.embeddings.wire import EmbeddingRequest, EmbeddingTraits

GEMINI = EmbeddingTraits(api="gemini")


def test_each_text_is_a_request_of_its_own_with_the_options() -> None:
    request = EmbeddingRequest(
        "m", ("a", "b"), dimensions=768, extras={"task_type": "RETRIEVAL_DOCUMENT", "title": "t"}
    )
    sent = encode(request, request.inputs, "models/gemini-embedding-001", GEMINI)
    assert sent.path == "models/gemini-embedding-001:batchEmbedContents"
    options = {"taskType": "RETRIEVAL_DOCUMENT", "title": "t", "outputDimensionality": 768}
    model = "models/gemini-embedding-001"
    assert json.loads(sent.body) == {
        "requests": [
            {"model": model, "content": {"parts": [{"text": text}]}, **options}
            for text in ("a", "b")
        ]
    }
    assert sent.losses == ()


def test_what_gemini_has_no_place_for_is_a_loss() -> None:
    request = EmbeddingRequest("m", ("a",), user="u", extras={"input_type": "query"})
    lost = encode(request, ("a",), "m", GEMINI).losses
    assert [(loss.what, loss.weight) for loss in lost] == [
        ("user", "marker"),
        ("input_type", "option"),
    ]


@pytest.mark.parametrize("value", [(1, 2), {"image": "u"}])
def test_an_input_that_is_no_text_is_refused(value: object) -> None:
    request = EmbeddingRequest("m", (value,))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(Refused) as caught:
        encode(request, request.inputs, "m", GEMINI)
    assert caught.value.failure.kind is FailureKind.UNSUPPORTED


def test_vectors_and_their_tokens_are_read() -> None:
    answer = {
        "embeddings": [{"values": [0.5]}, {"values": [1]}],
        "usageMetadata": {"promptTokenCount": 4},
    }
    found = decode(json.dumps(answer).encode(), 2)
    assert found.values == ([0.5], [1.0])
    assert found.usage is not None
    assert found.usage.fresh == 4


def test_tokens_that_are_not_told_are_none() -> None:
    assert decode(b'{"embeddings":[{"values":[1]}]}', 1).usage is None


@pytest.mark.parametrize(
    "answer", [b'{"embeddings":[]}', b'{"embeddings":[{"values":[]}]}', b"{}", b"nothing"]
)
def test_an_answer_without_all_vectors_is_a_failure(answer: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decode(answer, 1)
    assert caught.value.failure.kind is FailureKind.PROTOCOL
