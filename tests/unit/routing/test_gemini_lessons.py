"""Gemini's 400s teach how to ask it."""

from typing import Any

import pytest

from app.core.failure import Failure, FailureKind
from app.core.traits import Traits
from app.routing.adapt import learn

START = Traits(
    reasoning="thinking_level",
    efforts=("minimal", "low", "medium", "high"),
    tool_result_images=True,
    mixed_tools=True,
)
_UNKNOWN = 'Invalid JSON payload received. Unknown name "{}"{}: Cannot find field.'


def learnt(
    message: str, dialect: str = "gemini", *, verbatim: bool = False, start: Traits = START
) -> Traits | None:
    failure = Failure(FailureKind.BAD_REQUEST, message, status=400, code="INVALID_ARGUMENT")
    lesson = learn(failure, start, dialect=dialect, verbatim=verbatim)
    return None if lesson is None else lesson.traits


CASES: list[tuple[str, dict[str, Any]]] = [
    (
        "Thinking level MINIMAL is not supported for this model. Please retry with other thinking "
        "level.",
        {"efforts": ("low", "medium", "high")},
    ),
    (
        "'minimal' is not a supported thinking level for this model. Allowed values are: medium, "
        "low, high.",
        {"efforts": ("low", "medium", "high")},
    ),
    ("Thinking level is not supported for this model.", {"reasoning": "thinking_budget"}),
    ("Thinking is not supported by this model.", {"reasoning": "none"}),
    (
        "Budget 0 is invalid. This model only works in thinking mode.",
        {"thinking_optional": False, "thinking_range": (128, 24_576)},
    ),
    (_UNKNOWN.format("id", " at 'contents[1].parts[0].function_call'"), {"call_ids": False}),
    (_UNKNOWN.format("id", " at 'contents[2].parts[0].function_response'"), {"call_ids": False}),
    (
        _UNKNOWN.format("parametersJsonSchema", " at 'tools[0].function_declarations[0]'"),
        {"schema_subset": "gemini"},
    ),
    (_UNKNOWN.format("responseJsonSchema", ""), {"schema_subset": "gemini"}),
    (
        _UNKNOWN.format("parts", " at 'contents[2].parts[0].function_response'"),
        {"tool_result_images": False},
    ),
    (_UNKNOWN.format("thinkingConfig", " at 'generation_config'"), {"reasoning": "none"}),
    (
        "Function calling with a response mime type: 'application/json' is unsupported",
        {"json_beside_tools": False},
    ),
    ("Tool use with function calling is unsupported", {"mixed_tools": False}),
    (
        "Built-in tools ({google_search}) and Custom tools (Function Calling) cannot be combined "
        "in the same request. Please choose one to continue.",
        {"mixed_tools": False},
    ),
    (_UNKNOWN.format("includeServerSideToolInvocations", ""), {"mixed_tools": False}),
]


@pytest.mark.parametrize(("message", "change"), CASES)
def test_a_sentence_of_google_s_becomes_a_trait(message: str, change: dict[str, Any]) -> None:
    traits = learnt(message)
    assert traits is not None
    for name, value in change.items():
        assert getattr(traits, name) == value


@pytest.mark.parametrize(("message", "change"), CASES)
def test_they_teach_of_no_other_wire_and_nothing_to_the_verbatim_lane(
    message: str, change: dict[str, Any]
) -> None:
    assert change
    assert learnt(message, "openai_responses") is None
    assert learnt(message, verbatim=True) is None


def test_a_budget_that_is_not_taken_becomes_a_level() -> None:
    traits = learnt(
        "Thinking budget is not supported for this model.",
        start=Traits(reasoning="thinking_budget"),
    )
    assert traits is not None
    assert traits.reasoning == "thinking_level"


@pytest.mark.parametrize(
    "message", [_UNKNOWN.format("id", ""), _UNKNOWN.format("zeta", ""), "Please use a valid role."]
)
def test_other_sentences_teach_nothing(message: str) -> None:
    assert learnt(message) is None
