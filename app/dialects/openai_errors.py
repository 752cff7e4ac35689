"""Failures as clients of OpenAI's endpoints expect them: status, type, code, headers."""

import math
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects import wire_json
from app.dialects.base import WireResponse

_INVALID = "invalid_request_error"

# The status, the error type and the code of each kind. A provider that rejects the key that we hold
# is never a 401: the client would take its own key for wrong.
_ERRORS: dict[FailureKind, tuple[int, str, str | None]] = {
    FailureKind.BAD_REQUEST: (400, _INVALID, None),
    FailureKind.UNSUPPORTED: (400, _INVALID, "unsupported_value"),
    FailureKind.CONTEXT_OVERFLOW: (400, _INVALID, "context_length_exceeded"),
    FailureKind.TOO_LARGE: (413, _INVALID, "request_too_large"),
    FailureKind.AUTHENTICATION: (401, _INVALID, "invalid_api_key"),
    FailureKind.PERMISSION: (403, "permission_error", None),
    FailureKind.NOT_FOUND: (404, _INVALID, "not_found"),
    FailureKind.MODEL_NOT_FOUND: (404, _INVALID, "model_not_found"),
    FailureKind.METHOD_NOT_ALLOWED: (405, _INVALID, "method_not_allowed"),
    FailureKind.CONFLICT: (409, _INVALID, None),
    FailureKind.BILLING: (429, "insufficient_quota", "insufficient_quota"),
    FailureKind.RATE_LIMITED: (429, "rate_limit_error", "rate_limit_exceeded"),
    FailureKind.OVERLOADED: (503, "server_error", "overloaded"),
    FailureKind.TIMEOUT: (504, "server_error", "timeout"),
    FailureKind.NETWORK: (502, "server_error", "provider_unreachable"),
    FailureKind.PROVIDER_KEY: (502, "server_error", "provider_key_rejected"),
    FailureKind.PROVIDER: (502, "server_error", None),
    FailureKind.PROTOCOL: (502, "server_error", "provider_answer_invalid"),
    FailureKind.CUT: (502, "server_error", "stream_cut"),
    FailureKind.CANCELLED: (499, "server_error", "cancelled"),
    FailureKind.UNAVAILABLE: (503, "server_error", "unavailable"),
    FailureKind.INTERNAL: (500, "server_error", "internal_error"),
}


def encode_error(failure: Failure, request_id: str) -> WireResponse:
    """The failure with its status, its envelope and the headers that steer a client's retries."""
    status, _, _ = _ERRORS[failure.kind]
    headers = {"content-type": "application/json", "x-request-id": request_id}
    wait = failure.retry_after
    if wait is None and failure.kind is FailureKind.RATE_LIMITED:
        wait = 1  # Codex 0.169.0 and others do not retry a 429 without it
    if wait is not None and math.isfinite(wait):
        headers["retry-after"] = str(max(0, math.ceil(wait)))
    retryable = failure.retryable
    if retryable is None and failure.kind is FailureKind.BILLING:
        retryable = False  # a 429 that no waiting mends
    if retryable is not None:
        headers["x-should-retry"] = "true" if retryable else "false"
    return WireResponse(status, wire_json.dump(envelope(failure)), headers)


def envelope(failure: Failure) -> dict[str, Any]:
    """The JSON of the failure."""
    _, kind, code = _ERRORS[failure.kind]
    return {
        "error": {
            "message": message(failure),
            "type": kind,
            "param": failure.param,
            "code": code or failure.code,
        }
    }


def message(failure: Failure) -> str:
    """The failure's sentence, never empty, and free of what no JSON can hold."""
    told = failure.message or "The request failed."
    return told.encode("utf-8", "replace").decode()
