"""A provider's error, in whatever shape it comes, into a failure."""

import html
import math
import re
from collections.abc import Mapping
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects import wire_json

_LONGEST = 2000  # characters of a provider's message that reach the client
_LONGEST_WORD = 300  # of a code, or of the name of a field

_KINDS_BY_TYPE: Mapping[str, FailureKind] = {
    "invalid_request_error": FailureKind.BAD_REQUEST,
    "authentication_error": FailureKind.PROVIDER_KEY,
    "permission_error": FailureKind.PERMISSION,
    "billing_error": FailureKind.BILLING,
    "insufficient_quota": FailureKind.BILLING,
    "not_found_error": FailureKind.NOT_FOUND,
    "request_too_large": FailureKind.TOO_LARGE,
    "rate_limit_error": FailureKind.RATE_LIMITED,
    "rate_limit_exceeded": FailureKind.RATE_LIMITED,
    "overloaded_error": FailureKind.OVERLOADED,
    "server_is_overloaded": FailureKind.OVERLOADED,
    "slow_down": FailureKind.OVERLOADED,
    "invalid_prompt": FailureKind.BAD_REQUEST,
    "timeout_error": FailureKind.TIMEOUT,
    "api_error": FailureKind.PROVIDER,
    "context_length_exceeded": FailureKind.CONTEXT_OVERFLOW,
    "model_not_found": FailureKind.MODEL_NOT_FOUND,
}

_KINDS_BY_STATUS: Mapping[int, FailureKind] = {
    400: FailureKind.BAD_REQUEST,
    401: FailureKind.PROVIDER_KEY,
    402: FailureKind.BILLING,
    403: FailureKind.PERMISSION,
    404: FailureKind.NOT_FOUND,
    405: FailureKind.METHOD_NOT_ALLOWED,
    408: FailureKind.TIMEOUT,
    409: FailureKind.CONFLICT,
    413: FailureKind.TOO_LARGE,
    422: FailureKind.BAD_REQUEST,
    429: FailureKind.RATE_LIMITED,
    503: FailureKind.OVERLOADED,
    504: FailureKind.TIMEOUT,
    529: FailureKind.OVERLOADED,
}

# The words decide where providers spread one meaning over several statuses and types.
_OVERFLOW = re.compile(
    r"prompt is too long|context[ _]?(?:length|window|size)|maximum context"
    r"|too many (?:input )?tokens|input (?:is )?too long"
    r"|(?:input|prompt|messages?)[^.]{0,60}exceeds? the (?:model'?s? )?max"
    r"|reduce the length of|range of input length",
    re.IGNORECASE,
)
_BILLING = re.compile(
    r"credit balance|insufficient[ _](?:balance|quota|credit|funds)|billing|exceeded your current"
    r" quota|payment required|arrear|account .{0,20}(?:overdue|balance)|余额不足|欠费",
    re.IGNORECASE,
)
_OVERLOADED = re.compile(r"overload|at capacity|model.{0,20}busy|server is busy", re.IGNORECASE)
# llama.cpp and LM Studio answer 500 where a model's template cannot say the conversation.
_TEMPLATE = re.compile(r"jinja|(?:chat|prompt) template", re.IGNORECASE)
_MODEL = re.compile(
    r"model[^.]{0,80}(?:not found|not exist|unknown)|(?:no such|unknown|invalid) model",
    re.IGNORECASE,
)

_SECRETS = (
    (re.compile(r"\b(?:sk|pk|key|tok|gsk|xai)-[\w-]{6,}[\w*.-]*", re.IGNORECASE), "[key]"),
    (re.compile(r"\bAIza[\w-]{10,}"), "[key]"),
    (re.compile(r"([?&](?:api[_-]?key|key|token)=)[^&\s\"'<>]+", re.IGNORECASE), r"\1[key]"),
    (re.compile(r"(bearer )[^\s\"',]{6,}", re.IGNORECASE), r"\1[key]"),
)

_TITLE = re.compile(r"<(?:title|h1)[^>]*>(.{1,500}?)</", re.IGNORECASE | re.DOTALL)


def decode_error(status: int, headers: Mapping[str, str], body: bytes) -> Failure:
    """What an error answer with this status means. Header names are lower case."""
    try:
        value = wire_json.load(body)
    except ValueError:
        value = None
    if isinstance(value, Mapping):
        failure = failure_in(value, status)
    else:
        message = plain_message(value if isinstance(value, str) else body, status)
        failure = _failure(message, "", status)
    return _with_headers(failure, headers)


def failure_in(envelope: Mapping[str, Any], status: int | None = None) -> Failure:
    """The failure that a JSON error tells, of Anthropic's own shape or of a look-alike's.

    `status` is None inside a stream, which had begun with a 200.
    """
    error = envelope.get("error")
    inner: Mapping[str, Any] = error if isinstance(error, Mapping) else {}
    message = (
        _first_text(inner, ("message", "msg", "detail", "error"))
        or (error if isinstance(error, str) else "")
        or _first_text(envelope, ("message", "msg", "detail", "error_msg"))
    )
    kind = _first_text(inner, ("type",)) or _first_text(inner, ("code",))
    code = inner.get("code", envelope.get("code"))
    if status is None or status < 400:
        status = _status_of(inner.get("status", inner.get("status_code", code))) or status
    told = message or (f"error {kind}" if kind else plain_message(b"", status))
    request_id = envelope.get("request_id")
    param = inner.get("param")
    return _failure(
        told,
        kind,
        status,
        code=str(code) if isinstance(code, str | int) else kind or None,
        param=param if isinstance(param, str) else None,
        request_id=request_id if isinstance(request_id, str) else None,
    )


def _failure(
    message: str,
    kind: str,
    status: int | None,
    *,
    code: str | None = None,
    param: str | None = None,
    request_id: str | None = None,
) -> Failure:
    shown = redacted(message)[:_LONGEST]
    return Failure(
        _kind(message, kind, code, status),
        shown,
        status=status,
        code=_word(code),
        param=_word(param),
        request_id=_word(request_id),
    )


def _word(text: str | None) -> str | None:
    """A name in an error, which is short, or is none: it is searched for what it teaches."""
    return redacted(text[:_LONGEST_WORD]) if text is not None else None


def _kind(message: str, kind: str, code: str | None, status: int | None) -> FailureKind:
    by_type = _KINDS_BY_TYPE.get(kind) or _KINDS_BY_TYPE.get(code or "")
    refused_key = by_type is FailureKind.PROVIDER_KEY or status == 401
    if by_type is FailureKind.CONTEXT_OVERFLOW or (
        not refused_key and status not in (402, 429) and _OVERFLOW.search(message)
    ):
        return FailureKind.CONTEXT_OVERFLOW
    if not refused_key and _BILLING.search(message):
        return FailureKind.BILLING
    if _OVERLOADED.search(message) and (status is None or status >= 500 or status == 429):
        return FailureKind.OVERLOADED
    if _TEMPLATE.search(message) and not refused_key:
        return FailureKind.UNSUPPORTED
    by_status = _KINDS_BY_STATUS.get(status) if status is not None else None
    if by_status is None and status is not None and status >= 500:
        by_status = FailureKind.PROVIDER
    found = by_type or by_status or FailureKind.PROVIDER
    if found is FailureKind.PROVIDER and by_status is not None:
        found = by_status
    if found in (FailureKind.NOT_FOUND, FailureKind.BAD_REQUEST) and _MODEL.search(message):
        return FailureKind.MODEL_NOT_FOUND
    if found is FailureKind.NOT_FOUND and message.startswith("model: "):
        return FailureKind.MODEL_NOT_FOUND  # Anthropic's own words
    return found


def _with_headers(failure: Failure, headers: Mapping[str, str]) -> Failure:
    should = headers.get("x-should-retry", "").lower()
    return Failure(
        failure.kind,
        failure.message,
        failure.status,
        failure.code,
        failure.param,
        _retry_after(headers),
        failure.provider,
        failure.request_id or headers.get("request-id") or headers.get("x-request-id"),
        {"true": True, "false": False}.get(should),
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            wait = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue  # an HTTP date would need a clock
        if math.isfinite(wait) and wait >= 0:
            return wait
    return None


def _status_of(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 3:
        value = int(value)
    known = isinstance(value, int) and not isinstance(value, bool) and 400 <= value < 600
    return value if known else None


def _first_text(value: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        found = value.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()
    return ""


def plain_message(body: bytes | str, status: int | None) -> str:
    """The words of an answer that is not a JSON object: a page's title, or its text."""
    text = body if isinstance(body, str) else body[:100_000].decode("utf-8", "replace")
    text = text.strip()
    if text.startswith("<"):
        found = _TITLE.search(text)
        text = html.unescape(found[1]) if found else ""
    text = " ".join(text.split())[:_LONGEST]
    if text:
        return text
    return (
        f"HTTP {status} without a message" if status is not None else "an error without a message"
    )


def redacted(message: str) -> str:
    """The message with everything that looks like a key taken out."""
    for pattern, instead in _SECRETS:
        message = pattern.sub(instead, message)
    return message
