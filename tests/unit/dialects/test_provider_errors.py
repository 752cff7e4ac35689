import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import FailureKind
from app.dialects.provider_errors import decode_error, failure_in, redacted


def read(status: int, body: Any, **headers: str) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return decode_error(status, named, raw)


def own(kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}


@pytest.mark.parametrize(
    ("status", "kind", "message", "expected"),
    [
        (400, "invalid_request_error", "max_tokens: bad", FailureKind.BAD_REQUEST),
        (
            400,
            "invalid_request_error",
            "prompt is too long: 9 tokens > 5 maximum",
            FailureKind.CONTEXT_OVERFLOW,
        ),
        (
            400,
            "invalid_request_error",
            "Your credit balance is too low to access the API.",
            FailureKind.BILLING,
        ),
        (401, "authentication_error", "invalid x-api-key", FailureKind.PROVIDER_KEY),
        (402, "billing_error", "Pay.", FailureKind.BILLING),
        (403, "permission_error", "No.", FailureKind.PERMISSION),
        (404, "not_found_error", "model: claude-9", FailureKind.MODEL_NOT_FOUND),
        (404, "not_found_error", "Not found", FailureKind.NOT_FOUND),
        (413, "request_too_large", "Too large", FailureKind.TOO_LARGE),
        (429, "rate_limit_error", "Slow down: too many tokens", FailureKind.RATE_LIMITED),
        (500, "api_error", "Internal server error", FailureKind.PROVIDER),
        (504, "timeout_error", "Timed out", FailureKind.TIMEOUT),
        (529, "overloaded_error", "Overloaded", FailureKind.OVERLOADED),
    ],
)
def test_the_vendor_s_own_errors(
    status: int, kind: str, message: str, expected: FailureKind
) -> None:
    failure = read(status, own(kind, message))
    assert failure.kind is expected
    assert failure.message == message
    assert failure.status == status
    assert failure.request_id == "req_1"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (429, {"error": {"message": "x", "code": "insufficient_quota"}}, FailureKind.BILLING),
        (400, {"error": {"message": "Insufficient Balance"}}, FailureKind.BILLING),
        (400, {"error": {"code": "context_length_exceeded"}}, FailureKind.CONTEXT_OVERFLOW),
        (
            500,
            {"error": "the request exceeds the available context size"},
            FailureKind.CONTEXT_OVERFLOW,
        ),
        (400, {"message": "Model Not Exist"}, FailureKind.MODEL_NOT_FOUND),
        (422, {"detail": "Unprocessable"}, FailureKind.BAD_REQUEST),
        (500, {"error": {"message": "server overloaded"}}, FailureKind.OVERLOADED),
        (503, {}, FailureKind.OVERLOADED),
        (418, {"error": 5}, FailureKind.PROVIDER),
        (502, [1], FailureKind.PROVIDER),
        (409, {}, FailureKind.CONFLICT),
    ],
)
def test_look_alikes_errors(status: int, body: Any, expected: FailureKind) -> None:
    failure = read(status, body)
    assert failure.kind is expected
    assert failure.message


@pytest.mark.parametrize(
    "message",
    [
        "max_tokens: 64000 > 32000, which is the maximum allowed number of output tokens",
        "max_tokens (32000) exceeds the maximum allowed value of 8192",
        "Unsupported parameter: 'max_tokens' is not supported with this model.",
        "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
        "messages.1.content.0: Invalid `signature` in `thinking` block",
        "model: Field required",
    ],
)
def test_a_wrong_field_is_not_taken_for_an_overflow_or_a_missing_model(message: str) -> None:
    # The gateway learns from these sentences and asks again.
    assert read(400, own("invalid_request_error", message)).kind is FailureKind.BAD_REQUEST


def test_a_page_is_cut_to_its_title() -> None:
    page = b"<html><head><title>502 Bad&nbsp;Gateway</title></head><body>long</body></html>"
    failure = read(502, page)
    assert failure.message == "502 Bad Gateway"
    assert failure.kind is FailureKind.PROVIDER
    assert read(502, b"<html></html>").message == "HTTP 502 without a message"


def test_plain_text_and_nothing_are_told_as_they_are() -> None:
    assert read(500, b"upstream\n connect error").message == "upstream connect error"
    assert read(500, b"").message == "HTTP 500 without a message"
    assert read(500, b"\xff\xfe").kind is FailureKind.PROVIDER
    assert len(read(500, b"x" * 100_000).message) == 2000


def test_the_headers_steer_the_retries() -> None:
    failure = read(429, {}, retry_after="3", x_should_retry="false", request_id="r")
    assert (failure.retry_after, failure.retryable, failure.request_id) == (3.0, False, "r")
    assert read(429, {}, retry_after_ms="1500").retry_after == 1.5
    for odd in ("Wed, 21 Oct 2026 07:28:00 GMT", "nan", "-1", "inf"):
        assert read(429, {}, retry_after=odd).retry_after is None


def test_an_error_inside_a_good_answer_takes_its_status_from_its_own_code() -> None:
    assert (
        failure_in({"error": {"message": "x", "code": 429}}, 200).kind is FailureKind.RATE_LIMITED
    )
    assert failure_in({"error": {"message": "x", "code": "503"}}).kind is FailureKind.OVERLOADED
    assert failure_in({"error": {"type": "overloaded_error"}}).message == ("error overloaded_error")
    assert failure_in({"error": True}).kind is FailureKind.PROVIDER


@pytest.mark.parametrize(
    "secret",
    ["sk-ant-api03-abcdefgh", "sk-proj-12345678****", "gsk-abcdefgh1", "xai-abcdefgh1"],
)
def test_keys_never_reach_a_message(secret: str) -> None:
    assert secret not in redacted(f"Incorrect API key provided: {secret}. See the docs.")
    assert read(401, own("authentication_error", f"bad {secret}")).message == "bad [key]"
    assert "topsecret" not in redacted("GET https://e.com/v1?key=topsecret&x=1")
    assert "topsecret" not in redacted("header Authorization: Bearer topsecret")


@given(
    st.integers(100, 999),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["error", "message", "type", "code", "param", "detail"]), inner
            )
        ),
        max_leaves=8,
    ),
)
def test_any_error_body_gives_a_failure_with_words(status: int, body: Any) -> None:
    failure = read(status, body)
    assert failure.message
    assert failure.status is not None


def test_a_code_and_a_field_s_name_are_short_and_hold_no_key() -> None:
    error = {"message": "m", "code": "c" * 9000, "param": "sk-0123456789abcdef " + "p" * 9000}
    failure = failure_in({"error": error, "request_id": "r" * 9000}, 400)
    assert failure.code == "c" * 300
    assert failure.param is not None
    assert failure.param.startswith("[key] ppp")
    assert len(failure.param) < 300
    assert failure.request_id == "r" * 300
