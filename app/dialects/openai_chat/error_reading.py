"""Errors where an answer was expected: in a 200, in a stream, beside choices."""

from collections.abc import Mapping
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects import wire_json
from app.dialects.provider_errors import failure_in, plain_message

_CODES = ("code", "error_code", "error_msg", "status_code", "status")


def of_object(value: Mapping[str, Any]) -> Failure | None:
    """The failure that a chunk or a whole answer tells; None where it tells none.

    Seen are `{"error": ...}` beside or without choices (OpenRouter, Groq), inside a choice
    (OpenRouter) or in `x_groq`, `{"object": "error"}` (vLLM), `{"code": ..., "message": ...}`
    (SiliconFlow, DashScope, Zhipu) and `{"base_resp": {"status_code": ...}}` (MiniMax).
    """
    if value.get("error"):
        return failure_in(value)
    groq = value.get("x_groq")
    if isinstance(groq, dict) and groq.get("error"):
        return failure_in(groq)
    choices = value.get("choices")
    if choices and isinstance(choices, list):
        first = choices[0]
        if isinstance(first, dict) and first.get("error"):
            return failure_in(first)
        return None
    base = value.get("base_resp")
    if isinstance(base, dict) and base.get("status_code"):
        return failure_in({"message": base.get("status_msg"), "code": base["status_code"]})
    told = isinstance(value.get("message") or value.get("msg") or value.get("detail"), str)
    if value.get("object") == "error" or (
        choices is None and told and any(value.get(name) for name in _CODES)
    ):
        return failure_in(value)
    return None


def of_event(data: bytes) -> Failure:
    """The failure that an event of the type "error" tells, in whatever form."""
    try:
        value = wire_json.load(data)
    except ValueError:
        value = None
    if isinstance(value, Mapping):
        return failure_in(value)
    return Failure(FailureKind.PROVIDER, plain_message(data, None))


def unreadable(body: bytes) -> Failure:
    """An answer that is no JSON: a page of a proxy or of a CDN, or nothing at all."""
    return Failure(FailureKind.PROTOCOL, plain_message(body, None), retryable=True)
