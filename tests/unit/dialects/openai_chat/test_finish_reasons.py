from typing import Any

import pytest

from app.core.failure import FailureKind
from app.dialects.openai_chat import finish_reasons


@pytest.mark.parametrize(
    ("word", "called", "refused", "expected"),
    [
        ("stop", False, False, "stop"),
        ("stop", True, False, "tool_calls"),
        ("tool_calls", True, False, "tool_calls"),
        ("tool_calls", False, False, "stop"),
        ("function_call", False, False, "stop"),
        ("length", True, False, "length"),
        ("model_length", False, False, "length"),
        ("content_filter", False, False, "refusal"),
        ("sensitive", False, False, "refusal"),
        ("stop", False, True, "refusal"),
        ("never heard of", False, False, "stop"),
        ("never heard of", True, False, "tool_calls"),
    ],
)
def test_the_word_and_the_parts_decide_why_an_answer_ended(
    word: str, called: bool, refused: bool, expected: str
) -> None:
    assert finish_reasons.decode(word, called=called, refused=refused) == expected


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("error", FailureKind.PROVIDER),
        ("network_error", FailureKind.PROVIDER),
        ("insufficient_system_resource", FailureKind.OVERLOADED),
        ("stop", None),
    ],
)
def test_some_words_tell_a_failure(word: str, kind: FailureKind | None) -> None:
    found = finish_reasons.failure(word)
    assert (found.kind if found else None) is kind


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("stop", "stop"),
        ("stop_sequence", "stop"),
        ("pause", "stop"),
        ("compaction", "stop"),
        ("length", "length"),
        ("context_window", "length"),
        ("tool_calls", "tool_calls"),
        ("refusal", "content_filter"),
    ],
)
def test_a_chat_client_is_told_one_of_its_own_words(reason: Any, word: str) -> None:
    assert finish_reasons.encode(reason) == word
