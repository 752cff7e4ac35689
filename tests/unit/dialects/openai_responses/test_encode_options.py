from typing import Any

import pytest

from app.core.conversation import OutputFormat, Reasoning
from app.core.failure import FailureKind
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_responses.wire import ORIGIN
from tests.dialects.responses_wire import NAME, conversation, encoded, losses, refusal, wire

LEVELS = ("minimal", "low", "medium", "high")


def body(client: str = "anthropic_messages", **options: Any) -> dict[str, Any]:
    return encoded(conversation(client=client, options=options))


def test_a_foreign_conversation_is_not_stored() -> None:
    assert body()["store"] is False
    assert body(NAME)["store"] is True


def test_the_limit_is_between_the_least_and_the_most() -> None:
    assert body(max_tokens=1)["max_output_tokens"] == 16
    said = conversation(options={"max_tokens": 900})
    assert encoded(said, max_output_tokens=500)["max_output_tokens"] == 500
    assert losses(said, max_output_tokens=500) == [("max_tokens", "option")]


def test_knobs_that_the_wire_has_not_are_lost() -> None:
    said = conversation(options={"stop": ("x",), "top_k": 5, "temperature": 0.5})
    assert losses(said, temperature=False) == [
        ("stop", "option"),
        ("temperature", "option"),
        ("top_k", "option"),
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Reasoning(effort="low"), {"effort": "low", "summary": "auto"}),
        (Reasoning("on", budget=20_000), {"effort": "high", "summary": "auto"}),
        (Reasoning("on", budget=5_000), {"effort": "medium", "summary": "auto"}),
        (Reasoning("adaptive"), {"summary": "auto"}),
        (Reasoning("on", "max", display="omitted"), {"effort": "high"}),
        (Reasoning("off"), {"effort": "minimal"}),
    ],
)
def test_reasoning_is_an_effort_with_a_summary(wanted: Reasoning, expected: dict[str, str]) -> None:
    said = conversation(options={"reasoning": wanted})
    found = encoded(said, efforts=LEVELS, reasoning="effort")
    assert found["reasoning"] == expected
    assert found["include"] == ["reasoning.encrypted_content"]


def test_a_model_that_does_not_think_is_told_nothing_of_thinking() -> None:
    said = conversation(options={"reasoning": Reasoning("adaptive", "high")})
    found = encoded(said)
    assert not found.keys() & {"reasoning", "include"}
    assert ("reasoning", "option") in losses(said)
    assert ("reasoning", "option") not in losses(
        conversation(options={"reasoning": Reasoning("adaptive")})
    )


def test_a_model_that_thinks_unasked_is_asked_for_what_must_come_back() -> None:
    found = encoded(conversation(), reasoning="effort")
    assert found["include"] == ["reasoning.encrypted_content"]
    assert "reasoning" not in found


def test_a_client_of_this_wire_has_its_own_words() -> None:
    own = {"reasoning": {"summary": "detailed"}, "text": {"verbosity": "low"}, "store": False}
    said = conversation(
        client=NAME,
        options={"reasoning": Reasoning(effort="odd"), "user": "u", "service_tier": "flex"},
        sidecar=Sidecar(ORIGIN, own),
    )
    found = encoded(said)
    assert found["reasoning"] == {"effort": "odd", "summary": "detailed"}
    assert found["text"] == {"verbosity": "low"}
    assert (found["store"], found["user"], found["service_tier"]) == (False, "u", "flex")
    assert "include" not in found


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        ({"type": "object", "properties": {}, "additionalProperties": False}, True),
        ({"type": "object", "properties": {"a": {}}}, False),
    ],
)
def test_a_schema_is_strict_where_openai_takes_it_so(schema: dict[str, Any], strict: bool) -> None:
    form = body(output_format=OutputFormat(schema, "an answer!"))["text"]["format"]
    assert form == {
        "type": "json_schema",
        "name": "an_answer_",
        "schema": schema,
        "strict": strict,
    }
    assert body(output_format=OutputFormat())["text"]["format"] == {"type": "json_object"}


def test_how_wordy_the_answer_is_goes_where_it_is_taken() -> None:
    said = conversation(options={"verbosity": "low"})
    assert losses(said) == [("verbosity", "option")]
    assert encoded(said, verbosity=True)["text"] == {"verbosity": "low"}


def test_penalties_and_a_seed_have_no_place_here() -> None:
    asked = {"presence_penalty": 1.0, "frequency_penalty": 1.0, "seed": 1}
    assert losses(conversation(options=asked)) == [(name, "option") for name in asked]


def test_who_asks_is_a_digest_where_the_target_wants_it() -> None:
    said = conversation(options={"user": "u", "session": "s", "service_tier": "standard_only"})
    lost = [("user", "marker"), ("prompt_cache_key", "marker"), ("service_tier", "option")]
    assert losses(said) == lost
    traits = {"user_field": "safety_identifier", "prompt_cache_key": True, "service_tier": True}
    found = encoded(said, **traits)
    assert len(found["safety_identifier"]) == 64
    assert (found["prompt_cache_key"], found["service_tier"]) == ("s", "default")


def test_foreign_fields_are_lost_by_name_and_servers_refused() -> None:
    said = conversation(sidecar=Sidecar(Origin("x"), {"metadata": {}, "logit_bias": {}}))
    assert losses(said) == [("metadata", "marker"), ("logit_bias", "option")]
    servers = conversation(sidecar=Sidecar(Origin("x"), {"mcp_servers": [{}]}))
    assert refusal(lambda: wire(servers)).kind is FailureKind.UNSUPPORTED
