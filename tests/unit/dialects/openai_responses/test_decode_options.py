from typing import Any

import pytest

from app.core.conversation import OutputFormat, Reasoning
from app.core.sidecar import Sidecar
from app.dialects.openai_responses.wire import ORIGIN
from tests.dialects.responses_wire import decoded, refusal


def test_knobs_are_read() -> None:
    options = decoded(
        max_output_tokens=100,
        temperature=0.5,
        top_p=0.9,
        parallel_tool_calls=False,
        prompt_cache_key="thread",
        service_tier="flex",
        user="u",
        stream=True,
    ).options
    assert (options.max_tokens, options.temperature, options.top_p) == (100, 0.5, 0.9)
    assert (options.parallel_tool_calls, options.session) == (False, "thread")
    assert (options.service_tier, options.user, options.stream) == ("flex", "u", True)


@pytest.mark.parametrize(
    ("wire", "expected", "kept"),
    [
        ({"effort": "low"}, Reasoning(None, "low"), {}),
        ({"summary": "auto"}, None, {"reasoning": {"summary": "auto"}}),
        (
            {"effort": "high", "summary": "concise"},
            Reasoning(None, "high", None, "summarized"),
            {"reasoning": {"summary": "concise"}},
        ),
    ],
)
def test_reasoning_is_an_effort_and_whether_it_is_told(
    wire: dict[str, Any], expected: Reasoning | None, kept: dict[str, Any]
) -> None:
    asked = decoded(reasoning=wire)
    assert asked.options.reasoning == expected
    assert asked.sidecar == (Sidecar(ORIGIN, kept) if kept else None)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"type": "text"}, None),
        ({"type": "json_object"}, OutputFormat()),
        (
            {"type": "json_schema", "name": "o", "schema": {"type": "object"}, "strict": True},
            OutputFormat({"type": "object"}, "o", None, True),
        ),
    ],
)
def test_the_form_of_the_answer(form: dict[str, Any], expected: OutputFormat | None) -> None:
    asked = decoded(text={"format": form, "verbosity": "low"})
    assert asked.options.output_format == expected
    assert asked.options.verbosity == "low"
    assert asked.sidecar is None


def test_a_form_of_tomorrow_is_kept() -> None:
    asked = decoded(text={"format": {"type": "haiku"}})
    assert asked.options.output_format is None
    assert asked.sidecar == Sidecar(ORIGIN, {"text": {"format": {"type": "haiku"}}})


def test_a_wrong_type_is_refused_by_its_field() -> None:
    told = refusal(lambda: decoded(max_output_tokens="many"))
    assert (told.param, told.code) == ("max_output_tokens", "invalid_type")
