import json
from typing import Any

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.gemini.errors import encode_error, encode_stream_error, envelope


def error(kind: FailureKind, message: str = "no", **more: Any) -> Any:
    return envelope(Failure(kind, message, **more))["error"]


@pytest.mark.parametrize("kind", list(FailureKind))
def test_every_failure_has_a_status_of_both_kinds(kind: FailureKind) -> None:
    told = error(kind)
    wire = encode_error(Failure(kind, "no"), "req_1")
    assert told["code"] == wire.status >= 400
    assert told["status"].isupper()
    assert json.loads(wire.body) == {"error": told}
    assert wire.headers["x-request-id"] == "req_1"


def test_a_provider_s_rejected_key_is_not_the_client_s_and_is_not_tried_again() -> None:
    assert error(FailureKind.PROVIDER_KEY)["code"] == 400
    assert error(FailureKind.PROVIDER_KEY)["status"] == "FAILED_PRECONDITION"


def test_a_wait_is_told_in_the_header_and_as_retry_info() -> None:
    wire = encode_error(Failure(FailureKind.RATE_LIMITED, "slow", retry_after=1.5), "r")
    assert (wire.status, wire.headers["retry-after"]) == (429, "2")
    (detail,) = json.loads(wire.body)["error"]["details"]
    assert detail == {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1.5s"}


def test_without_a_wait_there_is_none() -> None:
    wire = encode_error(Failure(FailureKind.RATE_LIMITED, "slow"), "r")
    assert "retry-after" not in wire.headers
    assert "details" not in json.loads(wire.body)["error"]


def test_an_overflow_has_the_words_that_clients_look_for() -> None:
    told = error(FailureKind.CONTEXT_OVERFLOW, "p: too long")
    assert told["message"].startswith("The input token count exceeds the maximum number of tokens")
    assert told["message"].endswith("p: too long")
    google = "The input token count (9) exceeds the maximum number of tokens allowed (8)."
    assert error(FailureKind.CONTEXT_OVERFLOW, google)["message"] == google


def test_the_field_that_is_wrong_is_named() -> None:
    (detail,) = error(FailureKind.BAD_REQUEST, "it is wrong", param="contents[0]")["details"]
    assert detail["fieldViolations"] == [{"field": "contents[0]", "description": "it is wrong"}]


def test_a_wrong_key_has_google_s_own_reason() -> None:
    (detail,) = error(FailureKind.AUTHENTICATION)["details"]
    assert detail["reason"] == "API_KEY_INVALID"


def test_a_stream_ends_with_bare_json() -> None:
    raw = encode_stream_error(Failure(FailureKind.OVERLOADED, "\udc80 busy"))
    assert raw.endswith(b"\n")
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["error"]["message"] == "? busy"
