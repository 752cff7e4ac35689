"""Failures as a client of Anthropic Messages expects them: status, type, headers, words."""

import math
import re
from collections.abc import Mapping
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects import wire_json
from app.dialects.base import WireResponse

# The status and the error type of each kind. A provider that rejects the key that we hold is never
# a 401: the client would drop its own key and ask for a login (Claude Code).
_ERRORS: Mapping[FailureKind, tuple[int, str]] = {
    FailureKind.BAD_REQUEST: (400, "invalid_request_error"),
    FailureKind.UNSUPPORTED: (400, "invalid_request_error"),
    FailureKind.CONTEXT_OVERFLOW: (400, "invalid_request_error"),
    FailureKind.TOO_LARGE: (413, "request_too_large"),
    FailureKind.AUTHENTICATION: (401, "authentication_error"),
    FailureKind.PERMISSION: (403, "permission_error"),
    FailureKind.NOT_FOUND: (404, "not_found_error"),
    FailureKind.MODEL_NOT_FOUND: (404, "not_found_error"),
    FailureKind.METHOD_NOT_ALLOWED: (405, "invalid_request_error"),
    FailureKind.CONFLICT: (409, "invalid_request_error"),
    FailureKind.BILLING: (402, "billing_error"),
    FailureKind.RATE_LIMITED: (429, "rate_limit_error"),
    FailureKind.OVERLOADED: (529, "overloaded_error"),
    FailureKind.TIMEOUT: (504, "timeout_error"),
    FailureKind.NETWORK: (502, "api_error"),
    FailureKind.PROVIDER_KEY: (502, "api_error"),
    FailureKind.PROVIDER: (502, "api_error"),
    FailureKind.PROTOCOL: (502, "api_error"),
    FailureKind.CUT: (502, "api_error"),
    FailureKind.CANCELLED: (499, "api_error"),
    FailureKind.UNAVAILABLE: (503, "api_error"),
    FailureKind.INTERNAL: (500, "api_error"),
}

_OVERFLOW = "prompt is too long"

# How providers tell the two numbers of an overflow: what was sent, what fits.
_NUMBER = r"(\d[\d,_]*)"
_SENT_THEN_LIMIT = (
    re.compile(_NUMBER + r" tokens? > " + _NUMBER, re.IGNORECASE),
    re.compile(r"resulted in " + _NUMBER + r" tokens.{0,200}?maximum[^\d]{0,60}" + _NUMBER, re.I),
    re.compile(
        r"(?:input|prompt|request)[^\d]{0,40}\(?"
        + _NUMBER
        + r"(?: tokens?)?\)?[^\d]{0,60}(?:exceed|exceeds|larger|greater|limit)[^\d]{0,80}"
        + _NUMBER,
        re.I,
    ),
)
_LIMIT_THEN_SENT = (
    re.compile(
        r"(?:maximum|limit|window|size)[^\d]{0,60}"
        + _NUMBER
        + r"(?: tokens?)?[^\d]{0,120}?(?:requested|sent|has|contains?|resulted in|is)[^\d]{0,60}"
        + _NUMBER,
        re.I,
    ),
)


def encode_error(failure: Failure, request_id: str) -> WireResponse:
    """The failure with its status, its envelope and the headers that steer a client's retries."""
    status, _ = _ERRORS[failure.kind]
    headers = {"content-type": "application/json", "request-id": request_id}
    wait = failure.retry_after
    if wait is None and status == 429:
        wait = 1  # Codex 0.169.0 and others do not retry a 429 without it
    if wait is not None and math.isfinite(wait):
        headers["retry-after"] = str(max(0, math.ceil(wait)))
    if failure.retryable is not None:
        headers["x-should-retry"] = "true" if failure.retryable else "false"
    return WireResponse(status, wire_json.dump(_envelope(failure, request_id)), headers)


def encode_stream_error(failure: Failure, request_id: str) -> bytes:
    """The failure as the last frame of a stream; no `message_stop` follows it."""
    return b"event: error\ndata: %b\n\n" % wire_json.dump(_envelope(failure, request_id))


def _envelope(failure: Failure, request_id: str) -> dict[str, Any]:
    message = failure.message or "The request failed."
    if failure.kind is FailureKind.CONTEXT_OVERFLOW:
        message = overflow_sentence(message)
    return {
        "type": "error",
        "error": {"type": _ERRORS[failure.kind][1], "message": _encodable(message)},
        "request_id": request_id,
    }


def overflow_sentence(message: str) -> str:
    """An overflow in the words on which Claude Code compacts the conversation by itself.

    With the two numbers where the provider's `message` tells them, else with its own sentence.
    """
    for patterns, swapped in ((_SENT_THEN_LIMIT, False), (_LIMIT_THEN_SENT, True)):
        for pattern in patterns:
            if found := pattern.search(message):
                numbers = [int(re.sub(r"[,_]", "", number)) for number in found.groups()]
                sent, limit = reversed(numbers) if swapped else numbers
                if sent > limit:
                    return f"{_OVERFLOW}: {sent} tokens > {limit} maximum"
    if (start := message.lower().find(_OVERFLOW)) >= 0:
        return message[start:]
    return f"{_OVERFLOW}: {message}"


def _encodable(message: str) -> str:
    return message.encode("utf-8", "replace").decode()
