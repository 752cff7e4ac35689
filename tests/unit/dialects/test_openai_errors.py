import json
from typing import Any

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.openai_errors import encode_error
from tests.dialects.vendor_schemas import validator


@pytest.mark.parametrize(
    ("kind", "status", "error_type", "code"),
    [
        (FailureKind.BAD_REQUEST, 400, "invalid_request_error", None),
        (FailureKind.CONTEXT_OVERFLOW, 400, "invalid_request_error", "context_length_exceeded"),
        (FailureKind.TOO_LARGE, 413, "invalid_request_error", "request_too_large"),
        (FailureKind.AUTHENTICATION, 401, "invalid_request_error", "invalid_api_key"),
        (FailureKind.PERMISSION, 403, "permission_error", None),
        (FailureKind.MODEL_NOT_FOUND, 404, "invalid_request_error", "model_not_found"),
        (FailureKind.CONFLICT, 409, "invalid_request_error", None),
        (FailureKind.BILLING, 429, "insufficient_quota", "insufficient_quota"),
        (FailureKind.RATE_LIMITED, 429, "rate_limit_error", "rate_limit_exceeded"),
        (FailureKind.OVERLOADED, 503, "server_error", "overloaded"),
        (FailureKind.TIMEOUT, 504, "server_error", "timeout"),
        (FailureKind.PROVIDER_KEY, 502, "server_error", "provider_key_rejected"),
        (FailureKind.CUT, 502, "server_error", "stream_cut"),
    ],
)
def test_each_kind_has_its_status_type_and_code(
    kind: FailureKind, status: int, error_type: str, code: str | None
) -> None:
    response = encode_error(Failure(kind, "Why."), "req_1")
    error = json.loads(response.body)["error"]
    assert (response.status, error["type"], error["code"]) == (status, error_type, code)
    assert error["message"] == "Why."
    assert response.headers["x-request-id"] == "req_1"


@pytest.mark.parametrize("kind", FailureKind)
def test_every_error_is_valid_after_the_vendor_s_schema(kind: FailureKind) -> None:
    check = validator("openai_chat", "ErrorResponse")
    check(json.loads(encode_error(Failure(kind, ""), "r").body))


@pytest.mark.parametrize(
    ("failure", "headers"),
    [
        (Failure(FailureKind.RATE_LIMITED, "x"), {"retry-after": "1"}),
        (Failure(FailureKind.RATE_LIMITED, "x", retry_after=2.1), {"retry-after": "3"}),
        (Failure(FailureKind.OVERLOADED, "x", retry_after=float("inf")), {}),
        (Failure(FailureKind.BILLING, "x"), {"x-should-retry": "false"}),
        (Failure(FailureKind.CUT, "x", retryable=True), {"x-should-retry": "true"}),
        (Failure(FailureKind.BAD_REQUEST, "x"), {}),
    ],
)
def test_headers_steer_the_client_s_retries(failure: Failure, headers: dict[str, Any]) -> None:
    told = encode_error(failure, "r").headers
    assert {name: told[name] for name in told if name.endswith(("after", "retry"))} == headers


def test_the_field_that_is_wrong_is_named() -> None:
    failure = Failure(
        FailureKind.BAD_REQUEST, "x", code="invalid_type", param="messages[0].content"
    )
    error = json.loads(encode_error(failure, "r").body)["error"]
    assert (error["param"], error["code"]) == ("messages[0].content", "invalid_type")
