"""What refusals teach."""

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.embeddings.lessons import learn
from app.dialects.embeddings.wire import EmbeddingTraits


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("<400> Value error, batch size is invalid, it should not be larger than 10.", 10),
        ("batch size 77 > maximum allowed batch size 32", 32),
        ("input batch size 473 > maximum allowed batch size 64", 64),
        ("* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch", 100),
    ],
)
def test_a_limit_of_inputs_is_learnt_from_the_providers_own_words(
    sentence: str, limit: int
) -> None:
    for kind in (FailureKind.BAD_REQUEST, FailureKind.TOO_LARGE):
        learnt = learn(Failure(kind, sentence), EmbeddingTraits(), 500)
        assert learnt == EmbeddingTraits(inputs=limit)


def test_a_limit_that_was_kept_teaches_nothing() -> None:
    failure = Failure(FailureKind.BAD_REQUEST, "batch size 9 > maximum allowed batch size 10")
    assert learn(failure, EmbeddingTraits(), 10) is None


def test_a_provider_that_does_not_know_the_encoding_is_asked_without_it_once() -> None:
    failure = Failure(FailureKind.BAD_REQUEST, "Unknown parameter", param="encoding_format")
    assert learn(failure, EmbeddingTraits(), 1) == EmbeddingTraits(base64=False)
    assert learn(failure, EmbeddingTraits(base64=False), 1) is None


@pytest.mark.parametrize(
    "failure",
    [
        Failure(FailureKind.BAD_REQUEST, "input is too long"),
        Failure(FailureKind.RATE_LIMITED, "at most 100 requests can be in one batch"),
    ],
)
def test_other_refusals_teach_nothing(failure: Failure) -> None:
    assert learn(failure, EmbeddingTraits(), 500) is None


def test_tokens_that_are_refused_are_sent_as_text_once() -> None:
    failure = Failure(FailureKind.BAD_REQUEST, "Input should be a valid string")
    assert learn(failure, EmbeddingTraits(), 1, tokens=True) == EmbeddingTraits(token_arrays=False)
    assert learn(failure, EmbeddingTraits(token_arrays=False), 1, tokens=True) is None
