from typing import Any

import pytest

from app.core.failure import Failure, FailureKind
from app.dialects.base import Reply
from app.dialects.openai_responses import response
from tests.dialects.responses_wire import decoded
from tests.dialects.vendor_schemas import validator


def opening(**fields: Any) -> dict[str, Any]:
    return response.opening(Reply(decoded(**fields), "abc", 5))


def test_an_opening_is_a_whole_response_after_the_published_schema() -> None:
    found = opening()
    validator("openresponses", "ResponseResource")(found)
    assert (found["id"], found["created_at"], found["status"]) == ("resp_abc", 5, "in_progress")
    assert found["store"] is True


def test_what_the_client_asked_for_is_echoed() -> None:
    asked: dict[str, Any] = {
        "instructions": "Be brief.",
        "max_output_tokens": 99,
        "store": False,
        "metadata": {"a": "b"},
        "reasoning": {"effort": "low", "summary": "auto"},
        "prompt_cache_key": "thread",
        "temperature": 0.5,
        "parallel_tool_calls": False,
        "truncation": "auto",
        "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": []},
    }
    found = opening(**asked)
    assert {name: found[name] for name in asked} == asked


def test_the_form_of_the_answer_is_echoed() -> None:
    form = {
        "type": "json_schema",
        "name": "o",
        "description": None,
        "schema": {"type": "object"},
        "strict": True,
    }
    assert opening(text={"format": form})["text"] == {"verbosity": "medium", "format": form}
    assert opening()["text"]["format"] == {"type": "text"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (FailureKind.CONTEXT_OVERFLOW, "context_length_exceeded"),
        (FailureKind.RATE_LIMITED, "rate_limit_exceeded"),
        (FailureKind.BILLING, "insufficient_quota"),
        (FailureKind.OVERLOADED, "server_is_overloaded"),
        (FailureKind.BAD_REQUEST, "invalid_prompt"),
        (FailureKind.CUT, "server_error"),
    ],
)
def test_a_failure_has_the_code_that_codex_knows(kind: FailureKind, code: str) -> None:
    assert response.error(Failure(kind, "Why.")) == {"code": code, "message": "Why."}


def test_a_wait_is_told_in_the_words_that_codex_reads() -> None:
    told = response.error(Failure(FailureKind.RATE_LIMITED, "Slow down.", retry_after=1.5))
    assert told["message"] == "Slow down. Please try again in 1.5s."
