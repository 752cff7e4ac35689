"""Failures as clients of Gemini expect them: a status of google.rpc, and details that they read."""

import math
import re
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects import wire_json
from app.dialects.base import WireResponse

_TYPE = "type.googleapis.com/google.rpc."

# The HTTP status and the google.rpc one. What no other try mends has a status that neither Gemini
# CLI 0.61.0 nor the SDKs try again (all but 408, 429, 499 and 5xx): no header steers them. A
# provider that rejects the key that we hold is no 401: the client would take its own key for wrong.
_ERRORS: dict[FailureKind, tuple[int, str]] = {
    FailureKind.BAD_REQUEST: (400, "INVALID_ARGUMENT"),
    FailureKind.UNSUPPORTED: (400, "INVALID_ARGUMENT"),
    FailureKind.CONTEXT_OVERFLOW: (400, "INVALID_ARGUMENT"),
    FailureKind.TOO_LARGE: (413, "INVALID_ARGUMENT"),
    FailureKind.AUTHENTICATION: (401, "UNAUTHENTICATED"),
    FailureKind.PERMISSION: (403, "PERMISSION_DENIED"),
    FailureKind.NOT_FOUND: (404, "NOT_FOUND"),
    FailureKind.MODEL_NOT_FOUND: (404, "NOT_FOUND"),
    FailureKind.METHOD_NOT_ALLOWED: (405, "UNIMPLEMENTED"),
    FailureKind.CONFLICT: (409, "ABORTED"),
    FailureKind.BILLING: (402, "FAILED_PRECONDITION"),
    FailureKind.RATE_LIMITED: (429, "RESOURCE_EXHAUSTED"),
    FailureKind.OVERLOADED: (503, "UNAVAILABLE"),
    FailureKind.TIMEOUT: (504, "DEADLINE_EXCEEDED"),
    FailureKind.NETWORK: (502, "UNAVAILABLE"),
    FailureKind.PROVIDER_KEY: (400, "FAILED_PRECONDITION"),
    FailureKind.PROVIDER: (502, "INTERNAL"),
    FailureKind.PROTOCOL: (502, "INTERNAL"),
    FailureKind.CUT: (502, "UNAVAILABLE"),
    FailureKind.CANCELLED: (499, "CANCELLED"),
    FailureKind.UNAVAILABLE: (503, "UNAVAILABLE"),
    FailureKind.INTERNAL: (500, "INTERNAL"),
}

# What clients know an overflow by (opencode, pi and Qwen Code search for these words of Google's).
_OVERFLOW = re.compile(r"input token count.*exceeds the maximum", re.I | re.S)


def encode_error(failure: Failure, request_id: str) -> WireResponse:
    """The failure with its status, its envelope and the headers that tell when to try again."""
    status, _ = _ERRORS[failure.kind]
    headers = {"content-type": "application/json; charset=UTF-8", "x-request-id": request_id}
    if (wait := _wait(failure)) is not None:
        headers["retry-after"] = str(math.ceil(wait))
    return WireResponse(status, wire_json.dump(envelope(failure)), headers)


def encode_stream_error(failure: Failure) -> bytes:
    """The failure at the end of a stream of events.

    It is no event: Google writes the bare JSON after the last one, and that is what its SDKs look
    for. The JavaScript one passes over an error inside of an event (@google/genai in Gemini CLI
    0.61.0).
    """
    return wire_json.dump(envelope(failure)) + b"\n"


def envelope(failure: Failure) -> dict[str, Any]:
    """The JSON of the failure."""
    code, status = _ERRORS[failure.kind]
    error: dict[str, Any] = {"code": code, "message": _message(failure), "status": status}
    if details := _details(failure):
        error["details"] = details
    return {"error": error}


def _message(failure: Failure) -> str:
    told = failure.message or "The request failed."
    if failure.kind is FailureKind.CONTEXT_OVERFLOW and not _OVERFLOW.search(told):
        told = f"The input token count exceeds the maximum number of tokens allowed. {told}"
    return told.encode("utf-8", "replace").decode()


def _details(failure: Failure) -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = []
    if (wait := _wait(failure)) is not None:
        details.append({"@type": f"{_TYPE}RetryInfo", "retryDelay": f"{wait:g}s"})
    if failure.kind is FailureKind.AUTHENTICATION:
        info = {"reason": "API_KEY_INVALID", "domain": "googleapis.com"}
        details.append({"@type": f"{_TYPE}ErrorInfo", **info})
    if failure.param:
        violation = {"field": failure.param, "description": _message(failure)}
        details.append({"@type": f"{_TYPE}BadRequest", "fieldViolations": [violation]})
    return details


def _wait(failure: Failure) -> float | None:
    wait = failure.retry_after
    return max(0.0, round(wait, 3)) if wait is not None and math.isfinite(wait) else None
