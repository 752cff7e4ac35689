"""What an inspector shows of embeddings."""

import pytest

from app.core.outline import Line
from app.dialects.embeddings.outline import answer_outline, request_outline


def test_a_request_shows_its_model_its_options_and_each_input() -> None:
    body = b'{"model":"m","dimensions":8,"input":["a",[1,2],{"image":"u"}]}'
    assert request_outline(body) == (
        Line("model", "", "m"),
        Line("option", "dimensions", "8"),
        Line("user", "", "a"),
        Line("user", "", "2 tokens"),
        Line("user", "", '{"image":"u"}'),
    )


def test_batches_that_stand_below_each_other_are_read_as_one() -> None:
    body = b'{"model":"m","input":["a"]}\n{"model":"m","input":["b"]}\n'
    assert [line.text for line in request_outline(body)] == ["m", "a", "b"]


def test_geminis_form_is_read_too() -> None:
    body = b'{"requests":[{"model":"models/g","taskType":"X","content":{"parts":[{"text":"a"}]}}]}'
    assert request_outline(body) == (
        Line("model", "", "models/g"),
        Line("option", "taskType", "X"),
        Line("user", "", "a"),
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"data":[{"embedding":[1,2]},{"embedding":[3,4]}],"usage":{"prompt_tokens":5}}',
        b'{"data":[{"embedding":"AACAPwAAgD8="},{"embedding":"AACAPwAAgD8="}],"usage":'
        b'{"prompt_tokens":5}}',
        b'{"embeddings":[{"values":[1,2]},{"values":[3,4]}],"usageMetadata":{"promptTokenCount":5}}',
        b'{"embeddings":[[1,2]],"prompt_eval_count":2}\n{"embeddings":[[1,2]],"prompt_eval_count":3}',
    ],
)
def test_an_answer_shows_how_many_vectors_there_are_and_their_tokens(body: bytes) -> None:
    assert answer_outline(body) == (Line("other", "vectors", "2 x 2"), Line("usage", "fresh", "5"))


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>"])
def test_what_cannot_be_read_is_told(body: bytes) -> None:
    if body:
        with pytest.raises(ValueError):
            request_outline(body)
    assert answer_outline(b"{}") == (Line("other", "vectors", "0"),)
