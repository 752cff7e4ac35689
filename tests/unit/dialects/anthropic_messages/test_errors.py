import json

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.anthropic_messages.errors import (
    encode_error,
    encode_stream_error,
    overflow_sentence,
)
from tests.dialects.vendor_schemas import validator


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_has_a_status_and_the_vendor_s_envelope(kind: FailureKind) -> None:
    answer = encode_error(Failure(kind, "It went wrong."), "req_1")
    value = json.loads(answer.body)
    assert 400 <= answer.status < 600
    assert answer.headers["request-id"] == value["request_id"] == "req_1"
    if kind is not FailureKind.TOO_LARGE:  # documented, but missing in the schema
        validator("anthropic", "ErrorResponse")(value)
        validator("anthropic", "BetaErrorResponse")(value)


@pytest.mark.parametrize(
    ("kind", "status", "wire"),
    [
        (FailureKind.BAD_REQUEST, 400, "invalid_request_error"),
        (FailureKind.AUTHENTICATION, 401, "authentication_error"),
        (FailureKind.BILLING, 402, "billing_error"),
        (FailureKind.MODEL_NOT_FOUND, 404, "not_found_error"),
        (FailureKind.TOO_LARGE, 413, "request_too_large"),
        (FailureKind.RATE_LIMITED, 429, "rate_limit_error"),
        (FailureKind.OVERLOADED, 529, "overloaded_error"),
        (FailureKind.TIMEOUT, 504, "timeout_error"),
        (FailureKind.CUT, 502, "api_error"),
    ],
)
def test_the_table_of_errors(kind: FailureKind, status: int, wire: str) -> None:
    answer = encode_error(Failure(kind, "x"), "r")
    assert (answer.status, json.loads(answer.body)["error"]["type"]) == (status, wire)


def test_a_provider_s_refusal_of_our_key_is_never_the_client_s_401() -> None:
    answer = encode_error(Failure(FailureKind.PROVIDER_KEY, "deepseek rejected the key.", 401), "r")
    assert answer.status == 502
    assert json.loads(answer.body)["error"]["type"] == "api_error"


def test_a_wait_is_told_in_whole_seconds_and_always_with_a_429() -> None:
    limited = Failure(FailureKind.RATE_LIMITED, "x", retry_after=1.2)
    assert encode_error(limited, "r").headers["retry-after"] == "2"
    assert encode_error(Failure(FailureKind.RATE_LIMITED, "x"), "r").headers["retry-after"] == "1"
    assert "retry-after" not in encode_error(Failure(FailureKind.PROVIDER, "x"), "r").headers
    endless = Failure(FailureKind.PROVIDER, "x", retry_after=float("inf"))
    assert "retry-after" not in encode_error(endless, "r").headers


@pytest.mark.parametrize(("retryable", "told"), [(True, "true"), (False, "false"), (None, None)])
def test_whether_to_retry_is_told_when_it_is_known(
    retryable: bool | None, told: str | None
) -> None:
    failure = Failure(FailureKind.PROVIDER, "x", retryable=retryable)
    assert encode_error(failure, "r").headers.get("x-should-retry") == told


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (
            "prompt is too long: 215000 tokens > 200000 maximum",
            "prompt is too long: 215000 tokens > 200000 maximum",
        ),
        (
            "This model's maximum context length is 8192 tokens. However, your messages resulted"
            " in 9,001 tokens. Please reduce the length of the messages.",
            "prompt is too long: 9001 tokens > 8192 maximum",
        ),
        (
            "This model's maximum context length is 65536 tokens. However, you requested 70000"
            " tokens (66000 in the messages, 4000 in the completion).",
            "prompt is too long: 70000 tokens > 65536 maximum",
        ),
        (
            "the request exceeds the available context size (5000 tokens)",
            "prompt is too long: the request exceeds the available context size (5000 tokens)",
        ),
        (
            "Your input exceeds the context window of this model.",
            "prompt is too long: Your input exceeds the context window of this model.",
        ),
        (
            "glm: Prompt is too long for the model",
            "Prompt is too long for the model",
        ),
        (
            "The input (12000 tokens) exceeds the limit of 8000 tokens",
            "prompt is too long: 12000 tokens > 8000 maximum",
        ),
    ],
)
def test_an_overflow_is_said_in_the_words_on_which_claude_code_compacts(
    message: str, sentence: str
) -> None:
    assert overflow_sentence(message) == sentence
    body = json.loads(encode_error(Failure(FailureKind.CONTEXT_OVERFLOW, message), "r").body)
    assert body["error"]["message"] == sentence
    assert body["error"]["type"] == "invalid_request_error"


def test_a_failure_in_a_stream_is_one_error_frame() -> None:
    frame = encode_stream_error(Failure(FailureKind.OVERLOADED, "Busy."), "req_9")
    event, data, *rest = frame.decode().split("\n")
    assert event == "event: error"
    assert rest == ["", ""]
    assert json.loads(data.removeprefix("data: ")) == {
        "type": "error",
        "error": {"type": "overloaded_error", "message": "Busy."},
        "request_id": "req_9",
    }
