from typing import Any

import pytest

from app.core.conversation import OutputFormat, Reasoning
from app.core.failure import FailureKind, Refused
from app.dialects.gemini.decode_options import options


def read(**config: Any) -> Any:
    return options({"generationConfig": config}, stream=False)[0]


def left(**config: Any) -> Any:
    return options({"generationConfig": config}, stream=False)[1]


def test_the_knobs_have_their_neutral_names() -> None:
    found = read(
        maxOutputTokens="100",
        temperature=0.5,
        topP=0.9,
        topK=40,
        stopSequences=["a", "b"],
        presencePenalty=0.1,
        frequencyPenalty=0.2,
        seed=7,
    )
    assert (found.max_tokens, found.temperature, found.top_p, found.top_k) == (100, 0.5, 0.9, 40)
    assert found.stop == ("a", "b")
    assert (found.presence_penalty, found.frequency_penalty, found.seed) == (0.1, 0.2, 7)


def test_nothing_said_is_nothing_wanted() -> None:
    found, rest = options({}, stream=True)
    assert (found.max_tokens, found.reasoning, found.output_format) == (None, None, None)
    assert found.stream
    assert rest == {}


def test_what_has_no_neutral_name_is_kept() -> None:
    assert left(responseLogprobs=True, speechConfig={"x": 1}, topP=1) == {
        "generationConfig": {"responseLogprobs": True, "speechConfig": {"x": 1}}
    }


@pytest.mark.parametrize(
    ("thinking", "wanted"),
    [
        ({"thinkingBudget": 0}, Reasoning("off")),
        ({"thinkingBudget": -1}, Reasoning("adaptive")),
        ({"thinkingBudget": 2048}, Reasoning("on", None, 2048)),
        ({"thinkingLevel": "LOW"}, Reasoning(None, "low")),
        (
            {"thinking_level": "high", "include_thoughts": True},
            Reasoning(None, "high", None, "summarized"),
        ),
        ({"includeThoughts": True}, Reasoning(display="summarized")),
        ({"includeThoughts": False}, None),
        ({}, None),
    ],
)
def test_thinking_is_asked_for_by_level_or_budget(
    thinking: dict[str, Any], wanted: Reasoning | None
) -> None:
    assert read(thinkingConfig=thinking).reasoning == wanted


def test_json_is_a_form_with_a_schema_or_without() -> None:
    kind = "application/json"
    assert read(responseMimeType=kind).output_format == OutputFormat()
    schema = {"type": "OBJECT", "properties": {"a": {"type": "STRING"}}}
    assert read(responseMimeType=kind, responseSchema=schema).output_format == OutputFormat(
        {"type": "object", "properties": {"a": {"type": "string"}}}
    )
    assert read(responseMimeType=kind, responseJsonSchema={"x": 1}).output_format == OutputFormat(
        {"x": 1}
    )


def test_an_enumeration_is_kept_for_google() -> None:
    config = {
        "responseMimeType": "text/x.enum",
        "responseSchema": {"type": "STRING", "enum": ["a"]},
    }
    assert read(**config).output_format is None
    assert left(**config) == {"generationConfig": config}


def test_plain_text_is_no_form() -> None:
    assert read(responseMimeType="text/plain").output_format is None
    assert left(responseMimeType="text/plain") == {}


def test_one_candidate_is_what_there_is() -> None:
    assert left(candidateCount=1) == {}
    with pytest.raises(Refused) as refused:
        read(candidateCount=2)
    assert refused.value.failure.kind is FailureKind.UNSUPPORTED
    assert refused.value.failure.param == "generationConfig.candidateCount"


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": "warm"},
        {"maxOutputTokens": 0},
        {"stopSequences": [1]},
        {"thinkingConfig": "much"},
        {"thinkingConfig": {"thinkingBudget": -2}},
        {"thinkingConfig": {"includeThoughts": "yes"}},
        {"responseMimeType": 1},
    ],
)
def test_a_wrong_type_is_refused_by_its_place(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        read(**wrong)
    assert (refused.value.failure.param or "").startswith("generationConfig.")
