"""What is told of answers that are none."""

import pytest

from app.core.failure import FailureKind, Refused
from app.dialects.embeddings.failures import missing, text_of, unreadable


def test_a_missing_vector_is_told_with_both_numbers() -> None:
    assert missing(3, 2).message.startswith("2 vectors came for 3 inputs")
    assert missing(3, 2).kind is unreadable().kind is FailureKind.PROTOCOL


def test_only_a_text_is_a_text() -> None:
    assert text_of("a") == "a"
    with pytest.raises(Refused) as caught:
        text_of((1,))
    assert caught.value.failure.param == "input"
