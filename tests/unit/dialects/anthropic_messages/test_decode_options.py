from typing import Any

import pytest

from app.core.conversation import OutputFormat, Reasoning
from app.core.failure import Refused
from app.dialects.anthropic_messages.decode_options import options


def read(**fields: Any) -> Any:
    return options({"max_tokens": 10, **fields}, {})[0]


def rest(**fields: Any) -> Any:
    return options({"max_tokens": 10, **fields}, {})[1]


def test_the_ordinary_knobs_are_read() -> None:
    found = read(
        temperature=0.5, top_p=1, top_k=3, stop_sequences=["a"], stream=True, service_tier="auto"
    )
    assert (found.max_tokens, found.temperature, found.top_p, found.top_k) == (10, 0.5, 1, 3)
    assert (found.stop, found.stream, found.service_tier) == (("a",), True, "auto")
    assert found.stream_usage


def test_zero_tokens_warm_the_cache_and_are_taken() -> None:
    assert options({"max_tokens": 0}, {})[0].max_tokens == 0


@pytest.mark.parametrize("wrong", [None, -1, "10", 1.5, True])
def test_max_tokens_must_be_a_natural_number(wrong: Any) -> None:
    with pytest.raises(Refused, match=r"^max_tokens: "):
        options({"max_tokens": wrong}, {})


@pytest.mark.parametrize(
    ("thinking", "expected"),
    [
        (
            {"type": "adaptive", "display": "omitted"},
            Reasoning("adaptive", "high", display="omitted"),
        ),
        ({"type": "enabled", "budget_tokens": 31999}, Reasoning("on", "high", 31999)),
        ({"type": "disabled"}, Reasoning("off", "high")),
    ],
)
def test_thinking_and_effort_are_one_wish(thinking: Any, expected: Reasoning) -> None:
    assert read(thinking=thinking, output_config={"effort": "high"}).reasoning == expected


def test_thinking_of_a_future_type_is_kept_for_its_own_dialect() -> None:
    thinking = {"type": "telepathic", "depth": 3}
    assert read(thinking=thinking).reasoning is None
    assert rest(thinking=thinking) == {"thinking": thinking}


def test_both_spellings_of_structured_output_are_read() -> None:
    wanted = {"type": "json_schema", "schema": {"type": "object"}}
    assert read(output_config={"format": wanted}).output_format == OutputFormat({"type": "object"})
    assert read(output_format=wanted).output_format == OutputFormat({"type": "object"})


def test_what_has_no_neutral_place_is_kept_under_its_field() -> None:
    kept = rest(
        metadata={"user_id": "u", "team": "t"},
        output_config={"effort": "low", "task_budget": {"total": 5}},
        thinking={"type": "adaptive", "new": 1},
    )
    assert kept == {
        "metadata": {"team": "t"},
        "output_config": {"task_budget": {"total": 5}},
        "thinking": {"new": 1},
    }


def test_the_session_is_claude_code_s_header_or_what_its_user_says() -> None:
    user = '{"device_id":"d","account_uuid":"","session_id":"s-1"}'
    body = {"max_tokens": 1, "metadata": {"user_id": user}}
    assert options(body, {})[0].session == "s-1"
    assert options(body, {})[0].user == user
    assert options(body, {"x-claude-code-session-id": "s-2"})[0].session == "s-2"


@pytest.mark.parametrize("user", ["plain", "{broken", '{"session_id":5}', "[1]"])
def test_a_user_without_a_session_has_none(user: str) -> None:
    assert read(metadata={"user_id": user}).session is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", "hot"),
        ("top_k", 1.5),
        ("stream", "yes"),
        ("stop_sequences", "a"),
        ("stop_sequences", [1]),
        ("metadata", []),
        ("thinking", True),
        ("thinking", {"type": "enabled", "budget_tokens": "much"}),
        ("output_config", "high"),
        ("output_config", {"effort": 3}),
        ("output_config", {"format": {"type": "json_schema"}}),
        ("service_tier", 1),
    ],
)
def test_a_wrong_type_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(Refused, match=f"^{name}"):
        read(**{name: value})
