import pytest

from app.core.events import FinishReason
from app.dialects.gemini import finish_reasons


@pytest.mark.parametrize(
    ("wire", "called", "reason"),
    [
        ("STOP", False, "stop"),
        ("STOP", True, "tool_calls"),
        ("MAX_TOKENS", True, "length"),
        ("SAFETY", False, "refusal"),
        ("RECITATION", True, "refusal"),
        ("PROHIBITED_CONTENT", False, "refusal"),
        ("MODEL_ARMOR", False, "refusal"),
        ("CONTINUATION", False, "pause"),
        ("NEWS", False, "stop"),
        ("MALFORMED_FUNCTION_CALL", True, None),
        ("OTHER", False, None),
    ],
)
def test_reasons_are_read(wire: str, called: bool, reason: str | None) -> None:
    assert finish_reasons.decode(wire, called=called) == reason


def test_a_failure_says_what_happened_and_whether_another_try_helps() -> None:
    failure = finish_reasons.failure("MALFORMED_FUNCTION_CALL", "Bad call.")
    assert failure.message == (
        "The model wrote a tool call that cannot be read. Bad call. (MALFORMED_FUNCTION_CALL)"
    )
    assert failure.retryable
    assert finish_reasons.failure("OTHER", "").message.endswith("does not tell. (OTHER)")
    assert not finish_reasons.failure("MISSING_THOUGHT_SIGNATURE", "").retryable


@pytest.mark.parametrize(
    ("reason", "wire"),
    [
        ("stop", "STOP"),
        ("tool_calls", "STOP"),
        ("stop_sequence", "STOP"),
        ("length", "MAX_TOKENS"),
        ("context_window", "MAX_TOKENS"),
        ("refusal", "SAFETY"),
        ("pause", "STOP"),
    ],
)
def test_reasons_are_written(reason: FinishReason, wire: str) -> None:
    assert finish_reasons.encode(reason) == wire
