"""Ollama's /api/embed."""

import json

import pytest

from app.core.failure import FailureKind, Refused
from app.dialects.embeddings.ollama_form import decode, encode
from app.dialects.embeddings.wire import EmbeddingRequest, EmbeddingTraits

OLLAMA = EmbeddingTraits(api="ollama")


def test_an_input_that_is_too_long_is_not_cut_short_in_silence() -> None:
    request = EmbeddingRequest(
        "m", ("a",), single=True, dimensions=256, extras={"keep_alive": "1h"}
    )
    sent = encode(request, request.inputs, "nomic-embed-text", OLLAMA)
    assert sent.path == "/api/embed"
    assert json.loads(sent.body) == {
        "model": "nomic-embed-text",
        "input": ["a"],
        "truncate": False,
        "dimensions": 256,
        "keep_alive": "1h",
    }
    assert sent.losses == ()


def test_who_wants_it_cut_may_say_so() -> None:
    request = EmbeddingRequest("m", ("a",), extras={"truncate": True})
    assert json.loads(encode(request, ("a",), "m", OLLAMA).body)["truncate"] is True


def test_vectors_and_their_tokens_are_read() -> None:
    found = decode(b'{"model":"m","embeddings":[[1,2.5],[3,4]],"prompt_eval_count":9}', 2)
    assert found.values == ([1.0, 2.5], [3.0, 4.0])
    assert found.usage is not None
    assert found.usage.fresh == 9


@pytest.mark.parametrize(
    "answer", [b'{"embeddings":[[1]]}', b'{"embeddings":[[1],[]]}', b'{"embedding":[1]}', b"no"]
)
def test_an_answer_without_all_vectors_is_a_failure(answer: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decode(answer, 2)
    assert caught.value.failure.kind is FailureKind.PROTOCOL
