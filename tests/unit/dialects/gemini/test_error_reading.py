import json
from typing import Any

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.gemini import error_reading

RETRY = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}
BAD_KEY = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
OVERLONG = "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576)."


def error(code: int, message: str, status: str, *details: Any) -> dict[str, Any]:
    inner: dict[str, Any] = {"code": code, "message": message, "status": status}
    return {"error": {**inner, "details": list(details)} if details else inner}


def read(value: Any, status: int = 400, **headers: str) -> Failure:
    named = {name.replace("_", "-"): item for name, item in headers.items()}
    return error_reading.decode_error(status, named, json.dumps(value).encode())


@pytest.mark.parametrize(
    ("value", "status", "kind"),
    [
        (error(400, "Unknown name", "INVALID_ARGUMENT"), 400, FailureKind.BAD_REQUEST),
        (error(400, OVERLONG, "INVALID_ARGUMENT"), 400, FailureKind.CONTEXT_OVERFLOW),
        (
            error(400, "API key not valid.", "INVALID_ARGUMENT", BAD_KEY),
            400,
            FailureKind.PROVIDER_KEY,
        ),
        (error(400, "API key expired.", "INVALID_ARGUMENT"), 400, FailureKind.PROVIDER_KEY),
        (error(400, "Key.", "INVALID_ARGUMENT", BAD_KEY), 400, FailureKind.PROVIDER_KEY),
        (error(401, "Who?", "UNAUTHENTICATED"), 401, FailureKind.PROVIDER_KEY),
        (error(403, "No.", "PERMISSION_DENIED"), 403, FailureKind.PERMISSION),
        (error(404, "models/x is not found", "NOT_FOUND"), 404, FailureKind.MODEL_NOT_FOUND),
        (
            error(429, "You exceeded your current quota, check billing.", "RESOURCE_EXHAUSTED"),
            429,
            FailureKind.RATE_LIMITED,
        ),
        (
            error(429, "Quota exceeded for metric x, limit: 0, model: y", "RESOURCE_EXHAUSTED"),
            429,
            FailureKind.BILLING,
        ),
        (error(500, "Oh.", "INTERNAL"), 500, FailureKind.PROVIDER),
        (error(503, "Busy.", "UNAVAILABLE"), 503, FailureKind.OVERLOADED),
        (error(504, "Late.", "DEADLINE_EXCEEDED"), 504, FailureKind.TIMEOUT),
    ],
)
def test_an_error_s_kind_is_read(value: Any, status: int, kind: FailureKind) -> None:
    failure = read(value, status)
    assert failure.kind is kind
    assert failure.status == status
    assert failure.code == value["error"]["status"]


def test_an_error_in_a_list_is_the_same() -> None:
    value = error(429, "Slow.", "RESOURCE_EXHAUSTED", RETRY)
    assert read([value], 429) == read(value, 429)
    assert read([], 500).kind is FailureKind.PROVIDER


def test_how_long_to_wait_stands_in_the_details_or_the_headers() -> None:
    value = error(429, "Slow.", "RESOURCE_EXHAUSTED", RETRY)
    assert read(value, 429).retry_after == 34.5
    assert read(value, 429, retry_after="7").retry_after == 7
    for odd in ("soon", "xs", "-1s", "infs", 3, None):
        told = error(429, "Slow.", "RESOURCE_EXHAUSTED", {**RETRY, "retryDelay": odd})
        assert read(told, 429).retry_after is None


def test_a_stream_s_error_gets_its_status_from_its_name() -> None:
    failure = error_reading.failure_in({"error": {"message": "Busy.", "status": "UNAVAILABLE"}})
    assert (failure.kind, failure.status) == (FailureKind.OVERLOADED, 503)
    unknown = error_reading.failure_in({"error": {"message": "Odd.", "status": "NEWS"}})
    assert unknown.kind is FailureKind.PROVIDER


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<title>502 Bad Gateway</title>", "502 Bad Gateway"),
        (b'"just words"', "just words"),
        (b"", "HTTP 502 without a message"),
        (b'{"error": "words"}', "words"),
        (b'{"error": {"message": "m", "details": 3}}', "m"),
    ],
)
def test_other_shapes_are_read_as_far_as_they_go(body: bytes, words: str) -> None:
    assert error_reading.decode_error(502, {}, body).message == words


def test_a_key_in_a_message_is_not_told() -> None:
    for message in (
        "Bad request to https://h.example/v1beta/models?key=Canary0123456789 failed",
        "The key AIzaSyCanary0123456789 is not known.",
    ):
        assert "Canary" not in read(error(400, message, "INVALID_ARGUMENT")).message


@pytest.mark.parametrize("reason", [["API_KEY_INVALID"], {"a": 1}, None, 7])
def test_a_reason_that_is_no_word_tells_nothing(reason: Any) -> None:
    failure = read(error(400, "No.", "INVALID_ARGUMENT", {**BAD_KEY, "reason": reason}))
    assert failure.kind is FailureKind.BAD_REQUEST
