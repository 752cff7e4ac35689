from typing import Any

import pytest

from app.core.failure import FailureKind
from app.dialects.openai_chat import DIALECT, error_reading


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"error": {"message": "boom", "code": 500}}, FailureKind.PROVIDER),
        ({"error": "boom"}, FailureKind.PROVIDER),
        ({"error": {"message": "x", "code": 502}, "choices": [{}]}, FailureKind.PROVIDER),
        ({"choices": [{"error": {"message": "slow", "code": 429}}]}, FailureKind.RATE_LIMITED),
        ({"object": "error", "message": "too big", "code": 400}, FailureKind.BAD_REQUEST),
        ({"code": 50505, "message": "model busy"}, FailureKind.OVERLOADED),
        (
            {"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}},
            FailureKind.BILLING,
        ),
        ({"base_resp": {"status_code": 0, "status_msg": ""}}, None),
        (
            {"choices": [{"delta": {}}], "x_groq": {"error": "boom"}},
            FailureKind.PROVIDER,
        ),
        ({"choices": [{"delta": {}}], "x_groq": {"id": "x"}}, None),
        ({"choices": [{"delta": {}}], "error": None}, None),
        ({"choices": [{"delta": {}}], "message": "x", "code": 5}, None),
        ({"id": "a", "message": "x"}, None),
    ],
)
def test_an_error_is_seen_wherever_a_provider_puts_it(
    value: dict[str, Any], kind: FailureKind | None
) -> None:
    found = error_reading.of_object(value)
    assert (found.kind if found else None) is kind


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"error":{"message":"boom"}}', "boom"),
        (b'{"message":"boom"}', "boom"),
        (b"boom", "boom"),
        (b"", "an error without a message"),
    ],
)
def test_an_error_event_is_an_error_in_any_form(data: bytes, message: str) -> None:
    assert error_reading.of_event(data).message == message


OVERFLOWS = [
    "This model's maximum context length is 65536 tokens. However, you requested 70000 tokens",
    "Input length 70000 exceeds the maximum context window",
    "Range of input length should be [1, 30720]",
    "prompt is too long: 210000 tokens > 200000 maximum",
    "Please reduce the length of the messages or completion.",
]


@pytest.mark.parametrize("message", OVERFLOWS)
@pytest.mark.parametrize("status", [400, 413, 422, 500])
def test_an_overflow_is_known_by_its_words_at_any_status(message: str, status: int) -> None:
    body = f'{{"error":{{"message":"{message}"}}}}'.encode()
    assert DIALECT.decode_error(status, {}, body).kind is FailureKind.CONTEXT_OVERFLOW


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, b'{"error":{"message":"Incorrect API key"}}', FailureKind.PROVIDER_KEY),
        (402, b'{"error":{"message":"Insufficient Balance"}}', FailureKind.BILLING),
        (429, b'{"error":{"message":"x","code":"insufficient_quota"}}', FailureKind.BILLING),
        (429, b'{"error":{"message":"slow down"}}', FailureKind.RATE_LIMITED),
        (404, b'{"error":{"message":"The model `x` does not exist"}}', FailureKind.MODEL_NOT_FOUND),
        (503, b'{"code":50505,"message":"Model service overloaded."}', FailureKind.OVERLOADED),
        (422, b'{"detail":[{"msg":"field required"}]}', FailureKind.BAD_REQUEST),
        (400, b'{"message":"bad"}', FailureKind.BAD_REQUEST),
        (502, b"<html><head><title>502 Bad Gateway</title></head></html>", FailureKind.PROVIDER),
        (500, b"", FailureKind.PROVIDER),
        (500, b'[{"error":{"message":"x"}}]', FailureKind.PROVIDER),
    ],
)
def test_a_provider_s_error_answer_has_its_kind(
    status: int, body: bytes, kind: FailureKind
) -> None:
    assert DIALECT.decode_error(status, {}, body).kind is kind


def test_a_wait_is_read_in_seconds_and_milliseconds() -> None:
    for headers, wait in (({"retry-after": "2"}, 2.0), ({"retry-after-ms": "1500"}, 1.5)):
        assert DIALECT.decode_error(429, headers, b"{}").retry_after == wait
