from typing import Any

import pytest

from app.core.conversation import OutputFormat, Tool
from app.core.failure import FailureKind
from app.core.sidecar import Origin, Sidecar
from app.dialects.gemini.wire import ORIGIN
from tests.dialects.gemini_wire import conversation, encoded, losses, refusal, wire

SCHEMA = {"type": "object", "properties": {"a": {"const": "x"}}, "additionalProperties": False}
TOOLS = (Tool("f", None, {}),)


def config(options: dict[str, Any], **traits: Any) -> Any:
    return encoded(conversation(options=options), **traits).get("generationConfig")


def lost(options: dict[str, Any], **traits: Any) -> list[tuple[str, str]]:
    return losses(conversation(options=options), **traits)


def test_every_knob_has_its_place() -> None:
    options = {
        "max_tokens": 100,
        "temperature": 0.5,
        "top_p": 0.9,
        "top_k": 40,
        "stop": ("END",),
        "presence_penalty": 0.1,
        "frequency_penalty": 0.2,
        "seed": 7,
    }
    assert config(options, top_k=True) == {
        "maxOutputTokens": 100,
        "stopSequences": ["END"],
        "temperature": 0.5,
        "topP": 0.9,
        "topK": 40,
        "presencePenalty": 0.1,
        "frequencyPenalty": 0.2,
        "seed": 7,
    }
    assert lost(options, top_k=True) == []


@pytest.mark.parametrize(
    ("options", "traits", "what"),
    [
        ({"max_tokens": 100}, {"max_output_tokens": 50}, "max_tokens"),
        ({"temperature": 1.5}, {"temperature_max": 1.0}, "temperature"),
        ({"temperature": 0.5}, {"temperature": False}, "temperature"),
        ({"top_p": 0.5}, {"top_p": False}, "top_p"),
        ({"top_k": 5}, {}, "top_k"),
        ({"presence_penalty": 0.5}, {"penalties": False}, "presence_penalty"),
        ({"frequency_penalty": 0.5}, {"penalties": False}, "frequency_penalty"),
        ({"seed": 5}, {"seed": False}, "seed"),
        ({"verbosity": "low"}, {}, "verbosity"),
        ({"stop": tuple("abcdef")}, {"stop_limit": 5}, "stop"),
        ({"service_tier": "flex"}, {}, "service_tier"),
    ],
)
def test_what_the_target_does_not_take_is_a_loss(
    options: dict[str, Any], traits: dict[str, Any], what: str
) -> None:
    assert lost(options, **traits) == [(what, "option")]


def test_limits_are_lowered_and_raised_to_what_the_target_takes() -> None:
    assert config({"max_tokens": 100}, max_output_tokens=50) == {"maxOutputTokens": 50}
    assert config({"max_tokens": 0}) == {"maxOutputTokens": 1}
    assert config({"temperature": 1.5}, temperature_max=1.0) == {"temperature": 1.0}


def test_the_answer_s_form_is_a_schema() -> None:
    form = {"output_format": OutputFormat(SCHEMA)}
    assert config(form) == {
        "responseMimeType": "application/json",
        "responseJsonSchema": SCHEMA,
    }
    assert config(form, schema_subset="gemini") == {
        "responseMimeType": "application/json",
        "responseSchema": {"type": "object", "properties": {"a": {"enum": ["x"]}}},
    }
    assert config({"output_format": OutputFormat()}) == {"responseMimeType": "application/json"}
    assert lost(form) == []


@pytest.mark.parametrize("schema", [SCHEMA, None])
def test_a_form_that_cannot_be_set_is_told_in_words(schema: dict[str, Any] | None) -> None:
    said = conversation(tools=TOOLS, options={"output_format": OutputFormat(schema)})
    body = encoded(said, json_beside_tools=False)
    assert "generationConfig" not in body
    (words,) = body["systemInstruction"]["parts"]
    assert "JSON" in words["text"]
    assert ('"const":"x"' in words["text"]) is (schema is not None)
    assert losses(said, json_beside_tools=False) == [("response_format", "option")]
    assert "generationConfig" in encoded(said)


def test_a_model_without_schemas_makes_json_after_words() -> None:
    said = conversation(options={"output_format": OutputFormat(SCHEMA)})
    body = encoded(said, json_schema=False)
    assert body["generationConfig"] == {"responseMimeType": "application/json"}
    assert "systemInstruction" in body


def test_who_asks_is_not_told() -> None:
    assert lost({"user": "u"}) == [("user", "marker")]
    assert lost({"session": "s"}) == [("prompt_cache_key", "marker")]
    assert lost({"user": "u_s", "session": "s"}) == [("user", "marker")]


@pytest.mark.parametrize(
    ("tier", "written"),
    [("flex", "flex"), ("default", "standard"), ("standard_only", "standard"), ("auto", None)],
)
def test_the_service_tier_has_google_s_name(tier: str, written: str | None) -> None:
    said = conversation(options={"service_tier": tier})
    assert encoded(said, service_tier=True).get("serviceTier") == written
    assert losses(said, service_tier=True) == []


def test_fields_of_a_client_of_this_wire_go_on() -> None:
    own = Sidecar(
        ORIGIN,
        {
            "safetySettings": [{"category": "C", "threshold": "OFF"}],
            "generationConfig": {"temperature": 2, "mediaResolution": "LOW"},
        },
    )
    said = conversation(client="gemini", sidecar=own, options={"temperature": 0.5})
    body = encoded(said)
    assert body["generationConfig"] == {"temperature": 0.5, "mediaResolution": "LOW"}
    assert body["safetySettings"] == [{"category": "C", "threshold": "OFF"}]
    assert list(body)[-1] == "contents"


def test_a_client_of_this_wire_keeps_its_own_form_of_a_schema() -> None:
    own = Sidecar(ORIGIN, {"generationConfig": {"responseSchema": {"type": "OBJECT"}}})
    said = conversation(
        client="gemini", sidecar=own, options={"output_format": OutputFormat(SCHEMA)}
    )
    assert encoded(said)["generationConfig"] == {
        "responseMimeType": "application/json",
        "responseSchema": {"type": "OBJECT"},
    }


def test_fields_of_another_client_are_named_as_losses() -> None:
    foreign = Sidecar(Origin("openai_chat"), {"logit_bias": {}, "metadata": {}})
    said = conversation(client="openai_chat", sidecar=foreign)
    assert losses(said) == [("logit_bias", "option"), ("metadata", "marker")]


def test_servers_that_only_anthropic_reaches_are_refused() -> None:
    foreign = Sidecar(Origin("anthropic_messages"), {"mcp_servers": [{"url": "x"}]})
    failure = refusal(lambda: wire(conversation(sidecar=foreign)))
    assert failure.kind is FailureKind.UNSUPPORTED
    assert failure.param == "mcp_servers"
