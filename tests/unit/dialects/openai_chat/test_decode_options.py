from typing import Any

import pytest

from app.core.conversation import OutputFormat, Reasoning
from tests.dialects.chat_wire import decoded, refusal


def kept(**fields: Any) -> dict[str, Any]:
    sidecar = decoded(**fields).sidecar
    return dict(sidecar.data) if sidecar is not None else {}


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"max_tokens": 5}, "max_tokens", 5),
        ({"max_completion_tokens": 6}, "max_tokens", 6),
        ({"max_tokens": 5, "max_completion_tokens": 6}, "max_tokens", 6),
        ({"temperature": 0}, "temperature", 0),
        ({"top_p": 0.5}, "top_p", 0.5),
        ({"top_k": 40}, "top_k", 40),
        ({"stop": "a"}, "stop", ("a",)),
        ({"stop": ["a", "", "b"]}, "stop", ("a", "b")),
        ({"stop": None}, "stop", ()),
        ({"parallel_tool_calls": False}, "parallel_tool_calls", False),
        ({"service_tier": "flex"}, "service_tier", "flex"),
        ({"user": "u"}, "user", "u"),
        ({"safety_identifier": "s"}, "user", "s"),
        ({"prompt_cache_key": "k"}, "session", "k"),
        ({"stream": True}, "stream", True),
        ({"stream_options": {"include_usage": True}}, "stream_usage", True),
        ({"stream_options": None}, "stream_usage", False),
        ({"n": 1}, "stream", False),
    ],
)
def test_each_knob_is_read(fields: dict[str, Any], name: str, expected: Any) -> None:
    assert getattr(decoded(**fields).options, name) == expected
    assert kept(**fields) == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reasoning_effort": "high"}, Reasoning(None, "high")),
        ({"reasoning": {"effort": "low"}}, Reasoning("on", "low")),
        ({"reasoning": {"max_tokens": 500}}, Reasoning("on", None, 500)),
        ({"reasoning": {"enabled": False}}, Reasoning("off")),
        ({"reasoning": {"enabled": True}}, Reasoning("on")),
        ({"thinking": {"type": "enabled", "budget_tokens": 9}}, Reasoning("on", None, 9)),
        ({"thinking": {"type": "disabled"}}, Reasoning("off")),
        (
            {"thinking": {"type": "adaptive"}, "reasoning_effort": "max"},
            Reasoning("adaptive", "max"),
        ),
        ({"enable_thinking": True, "thinking_budget": 9}, Reasoning("on", None, 9)),
        ({"enable_thinking": False, "thinking_budget": 9}, Reasoning("off")),
        ({}, None),
    ],
)
def test_reasoning_is_read_from_the_knob_of_any_vendor(
    fields: dict[str, Any], expected: Reasoning | None
) -> None:
    assert decoded(**fields).options.reasoning == expected
    assert kept(**fields) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"reasoning": "odd"},
        {"thinking": {"type": "news"}},
        {"thinking": True},
        {"thinking_budget": 5},
        {"reasoning": {"exclude": True}},
        {"response_format": {"type": "grammar", "grammar": "x"}},
        {"stream_options": {"include_obfuscation": False}},
        {"logprobs": True, "logit_bias": {"1": 5}, "store": False},
    ],
)
def test_what_has_no_neutral_form_is_kept_for_this_wire(fields: dict[str, Any]) -> None:
    assert kept(**fields) == fields


def test_penalties_seed_and_verbosity_are_options() -> None:
    asked = {"presence_penalty": 0.5, "frequency_penalty": -1, "seed": -7, "verbosity": "low"}
    found = decoded(**asked)
    assert {name: getattr(found.options, name) for name in asked} == asked
    assert found.sidecar is None


def test_two_different_users_are_both_kept() -> None:
    fields = {"user": "a", "safety_identifier": "b"}
    assert decoded(**fields).options.user == "a"
    assert kept(**fields) == {"safety_identifier": "b"}


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"type": "text"}, None),
        ({"type": "json_object"}, OutputFormat()),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": {}, "strict": True}},
            OutputFormat({}, "n", None, True),
        ),
        ({"type": "json_schema", "json_schema": {"name": "n"}}, OutputFormat({}, "n")),
    ],
)
def test_the_form_of_the_answer_is_read(
    wire: dict[str, Any], expected: OutputFormat | None
) -> None:
    assert decoded(response_format=wire).options.output_format == expected


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"n": 2}, "n"),
        ({"n": 0}, "n"),
        ({"n": "1"}, "n"),
        ({"max_tokens": "5"}, "max_tokens"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"max_completion_tokens": 1.5}, "max_completion_tokens"),
        ({"temperature": "hot"}, "temperature"),
        ({"stop": 5}, "stop"),
        ({"stop": ["a", 5]}, "stop[1]"),
        ({"stream": "yes"}, "stream"),
        ({"stream_options": True}, "stream_options"),
        ({"stream_options": {"include_usage": 1}}, "stream_options.include_usage"),
        ({"reasoning_effort": 5}, "reasoning_effort"),
        ({"response_format": "json"}, "response_format"),
        ({"response_format": {}}, "response_format.type"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
        ({"user": 5}, "user"),
        ({"parallel_tool_calls": "no"}, "parallel_tool_calls"),
    ],
)
def test_a_wrong_knob_is_refused_by_name(fields: dict[str, Any], place: str) -> None:
    told = refusal(lambda: decoded(**fields))
    assert told.param == place
    assert place.partition("[")[0].partition(".")[0] in told.message
