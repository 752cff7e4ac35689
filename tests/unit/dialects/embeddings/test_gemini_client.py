"""What Gemini's clients ask, and what becomes of it elsewhere."""

import json
from typing import Any

import pytest

from app.core.failure import FailureKind, Refused
from app.core.usage import Usage
from app.dialects.embeddings import gemini_form, ollama_form, openai_form
from app.dialects.embeddings.answer import encode_answer
from app.dialects.embeddings.gemini_client import decode_gemini_request
from app.dialects.embeddings.vectors import packed
from app.dialects.embeddings.wire import EmbeddingRequest, EmbeddingTraits


def content(*texts: str) -> dict[str, Any]:
    return {"parts": [{"text": text} for text in texts]}


def decoded(body: Any) -> EmbeddingRequest:
    return decode_gemini_request(json.dumps(body).encode(), "m")


BATCH = {
    "requests": [
        {
            "model": "models/m",
            "content": content("a"),
            "taskType": "RETRIEVAL_DOCUMENT",
            "title": "t",
        },
        {"model": "models/m", "content": content("b", "c"), "taskType": "RETRIEVAL_DOCUMENT"},
    ]
}


def test_a_batch_goes_to_gemini_as_it_came_under_its_models_name() -> None:
    request = decoded(BATCH)
    sent = gemini_form.encode(request, request.inputs, "g", EmbeddingTraits(api="gemini"))
    wanted = [{**each, "model": "models/g"} for each in BATCH["requests"]]
    assert json.loads(sent.body) == {"requests": wanted}
    assert sent.losses == ()


@pytest.mark.parametrize("form", [openai_form, ollama_form])
def test_elsewhere_the_texts_go_and_what_only_gemini_knows_is_lost(form: Any) -> None:
    request = decoded(BATCH)
    sent = form.encode(request, request.inputs, "o", EmbeddingTraits())
    assert json.loads(sent.body)["input"] == ["a", "b\nc"]
    assert {(loss.what, loss.where) for loss in sent.losses} == {
        ("taskType", "requests[0].taskType"),
        ("title", "requests[0].title"),
    }


def test_dimensions_may_be_written_in_either_way() -> None:
    one = decoded({"content": content("a"), "output_dimensionality": 3})
    assert (one.dimensions, one.single) == (3, True)
    sent = openai_form.encode(one, one.inputs, "o", EmbeddingTraits())
    assert json.loads(sent.body) == {
        "model": "o",
        "input": "a",
        "encoding_format": "float",
        "dimensions": 3,
    }
    assert sent.losses == ()


def test_a_picture_goes_to_gemini_only() -> None:
    picture = {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AA=="}}]}
    request = decoded({"content": picture})
    sent = gemini_form.encode(request, request.inputs, "g", EmbeddingTraits(api="gemini"))
    assert json.loads(sent.body)["requests"][0]["content"] == picture
    with pytest.raises(Refused) as caught:
        openai_form.encode(request, request.inputs, "o", EmbeddingTraits())
    assert caught.value.failure.kind is FailureKind.UNSUPPORTED


def test_the_answer_is_in_the_clients_form() -> None:
    batch = encode_answer(decoded(BATCH), ([1.0], packed([2.0])), Usage(fresh=3))
    assert json.loads(batch) == {
        "embeddings": [{"values": [1.0]}, {"values": [2.0]}],
        "usageMetadata": {"promptTokenCount": 3},
    }
    one = encode_answer(decoded({"content": content("a")}), ([1.0],), Usage(fresh=3))
    assert json.loads(one)["embedding"] == {"values": [1.0]}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "content"),
        ({"content": {"parts": []}}, "content"),
        ({"requests": []}, "requests"),
        ({"requests": [1]}, "requests[0]"),
        ({"requests": [{"content": content("a")}, {}]}, "requests[1].content"),
        ({"content": content("a"), "outputDimensionality": 0}, "outputDimensionality"),
        ({"content": content("a"), "outputDimensionality": [5]}, "outputDimensionality"),
        (
            {
                "requests": [
                    {"content": content("a"), "outputDimensionality": 5},
                    {"content": content("b"), "outputDimensionality": {}},
                ]
            },
            "outputDimensionality",
        ),
        (
            {
                "requests": [
                    {"content": content("a")},
                    {"content": content("b"), "outputDimensionality": 5},
                ]
            },
            "outputDimensionality",
        ),
    ],
)
def test_a_wrong_field_is_named(body: Any, where: str) -> None:
    with pytest.raises(Refused) as caught:
        decoded(body)
    assert caught.value.failure.kind is FailureKind.BAD_REQUEST
    assert caught.value.failure.param == where
