"""Errors of Google's endpoints: `{"error": {code, message, status, details}}`, also in a list."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects import provider_errors, wire_json

_RETRY = "type.googleapis.com/google.rpc.RetryInfo"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"

# google.rpc.Code, by name.
_STATUSES: Mapping[str, int] = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "ABORTED": 409,
    "RESOURCE_EXHAUSTED": 429,
    "CANCELLED": 499,
    "INTERNAL": 500,
    "UNKNOWN": 500,
    "DATA_LOSS": 500,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
_OVERLONG = ("exceeds the maximum number of tokens", "input token count")
# Google answers 400 for a key that is wrong (observed; reason API_KEY_INVALID in the details).
_KEY_REASONS = frozenset(
    {"API_KEY_INVALID", "API_KEY_EXPIRED", "API_KEY_SERVICE_BLOCKED", "ACCESS_TOKEN_EXPIRED"}
)


def decode_error(status: int, headers: Mapping[str, str], body: bytes) -> Failure:
    """What an error answer with this status means. Header names are lower case."""
    try:
        value = wire_json.load(body)
    except ValueError:
        value = None
    if isinstance(value, list):  # a refused stream without alt=sse
        value = next((entry for entry in value if isinstance(entry, Mapping)), None)
        if value is not None:
            body = wire_json.dump(value)
    failure = provider_errors.decode_error(status, headers, body)
    return _read(failure, value) if isinstance(value, Mapping) else failure


def failure_in(envelope: Mapping[str, Any]) -> Failure:
    """The failure that a stream tells after it began with a 200."""
    error = envelope.get("error")
    status = _STATUSES.get(str(error.get("status"))) if isinstance(error, Mapping) else None
    return _read(provider_errors.failure_in(envelope, status), envelope)


def _read(failure: Failure, envelope: Mapping[str, Any]) -> Failure:
    """The failure with what only Google says: its status by name, how long to wait, which key."""
    error = envelope.get("error")
    if not isinstance(error, Mapping):
        return failure
    named = error.get("status")
    kind, status = failure.kind, failure.status
    if isinstance(named, str) and named in _STATUSES:
        failure = replace(failure, code=named)
        status = status if status is not None else _STATUSES[named]
    details = error.get("details")
    listed = details if isinstance(details, list) else []
    entries = [entry for entry in listed if isinstance(entry, Mapping)]
    reasons = {str(entry.get("reason")) for entry in entries if entry.get("@type") == _INFO}
    message = failure.message.lower()
    if reasons & _KEY_REASONS or "api key not valid" in message or "api key expired" in message:
        kind = FailureKind.PROVIDER_KEY
    elif named == "RESOURCE_EXHAUSTED":
        # Its words are of quota and billing also where only the minute is spent; a limit of 0 is
        # a model that the plan does not have.
        kind = FailureKind.BILLING if "limit: 0" in message else FailureKind.RATE_LIMITED
    elif any(words in message for words in _OVERLONG):
        kind = FailureKind.CONTEXT_OVERFLOW
    wait = failure.retry_after
    if wait is None:
        wait = next((w for entry in entries if (w := _delay(entry)) is not None), None)
    return replace(failure, kind=kind, status=status, retry_after=wait)


def _delay(entry: Mapping[str, Any]) -> float | None:
    """Seconds of a RetryInfo: "34.07s"."""
    told = entry.get("retryDelay")
    if entry.get("@type") != _RETRY or not isinstance(told, str) or not told.endswith("s"):
        return None
    try:
        seconds = float(told[:-1])
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None
