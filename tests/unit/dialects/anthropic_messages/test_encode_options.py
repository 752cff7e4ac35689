from dataclasses import replace
from typing import Any

import pytest

from app.core.conversation import (
    Conversation,
    Options,
    OutputFormat,
    Reasoning,
    Text,
    Tool,
    ToolChoice,
    Turn,
)
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.anthropic_messages import DIALECT
from app.dialects.anthropic_messages.encode_options import DEFAULT_MAX_TOKENS
from tests.dialects.anthropic_wire import LOOK_ALIKE, NAME, TARGET, encoded

_SCHEMA = {"type": "object", "properties": {}}
_OLDER = replace(TARGET, traits=Traits(adaptive_thinking=False))


def ask(
    client: str = "openai_chat", sidecar: dict[str, Any] | None = None, **options: Any
) -> Conversation:
    turns = (Turn("user", (Text("Hi"),)),)
    kept = Sidecar(Origin(client), sidecar) if sidecar else None
    return Conversation(client, "m", turns, options=Options(**options), sidecar=kept)


def losses(conversation: Conversation, target: Target = TARGET) -> list[str]:
    return [loss.what for loss in DIALECT.encode_request(conversation, target).losses]


def test_the_answer_s_limit_is_the_client_s_the_model_s_or_ours() -> None:
    capped = replace(TARGET, traits=Traits(max_output_tokens=8000))
    assert encoded(ask())["max_tokens"] == DEFAULT_MAX_TOKENS
    assert encoded(ask(), capped)["max_tokens"] == 8000
    assert encoded(ask(max_tokens=64_000))["max_tokens"] == 64_000
    assert encoded(ask(max_tokens=64_000), capped)["max_tokens"] == 8000
    assert losses(ask(max_tokens=64_000), capped) == ["max_tokens"]


def test_sampling_is_clamped_and_dropped_as_the_model_needs() -> None:
    assert encoded(ask(temperature=1.7))["temperature"] == 1
    assert losses(ask(temperature=1.7)) == ["temperature"]
    both = encoded(ask(temperature=0.3, top_p=0.5, top_k=4))
    assert (both["temperature"], both.get("top_p"), both["top_k"]) == (0.3, None, 4)
    refusing = replace(TARGET, traits=Traits(sampling=False))
    assert losses(ask(temperature=0.3, top_p=1, top_k=4), refusing) == [
        "temperature",
        "top_p",
        "top_k",
    ]
    assert encoded(ask(client=NAME, temperature=0.3, top_p=0.5))["top_p"] == 0.5


def test_a_model_that_thinks_is_not_sampled() -> None:
    thinks = Reasoning(effort="high")
    assert "temperature" not in encoded(ask(temperature=0.3, reasoning=thinks))
    assert encoded(ask(temperature=1.0, reasoning=thinks))["temperature"] == 1
    assert encoded(ask(top_p=0.98, reasoning=thinks))["top_p"] == 0.98


def with_tool(**options: Any) -> Conversation:
    return replace(ask(**options), tools=(Tool("Bash", None, _SCHEMA),))


@pytest.mark.parametrize(
    ("options", "choice"),
    [
        ({}, None),
        ({"tool_choice": ToolChoice("any")}, {"type": "any"}),
        ({"tool_choice": ToolChoice("none")}, {"type": "none"}),
        ({"tool_choice": ToolChoice("tool", "Bash")}, {"type": "tool", "name": "Bash"}),
        ({"tool_choice": ToolChoice("tool", "Gone")}, {"type": "auto"}),
        ({"parallel_tool_calls": False}, {"type": "auto", "disable_parallel_tool_use": True}),
        ({"parallel_tool_calls": True}, None),
        (
            {"tool_choice": ToolChoice("none"), "parallel_tool_calls": False},
            {"type": "none"},
        ),
        (
            {"tool_choice": ToolChoice("any"), "reasoning": Reasoning(effort="high")},
            {"type": "auto"},
        ),
    ],
)
def test_the_tool_choice_is_one_that_the_api_takes(options: Any, choice: Any) -> None:
    assert encoded(with_tool(**options)).get("tool_choice") == choice


def test_without_tools_there_is_no_choice() -> None:
    assert "tool_choice" not in encoded(ask(tool_choice=ToolChoice("any")))
    assert losses(ask(tool_choice=ToolChoice("any"))) == ["tool_choice"]


def test_json_after_a_schema_is_a_format_and_free_json_is_an_instruction() -> None:
    schema = {"type": "object"}
    structured = encoded(ask(output_format=OutputFormat(schema), reasoning=Reasoning(effort="low")))
    assert structured["output_config"] == {
        "effort": "low",
        "format": {"type": "json_schema", "schema": schema},
    }
    free = encoded(ask(output_format=OutputFormat()))
    assert "JSON object" in free["system"][0]["text"]
    worded = encoded(ask(output_format=OutputFormat(schema)), LOOK_ALIKE)
    assert '{"type":"object"}' in worded["system"][0]["text"]


def test_blank_stop_sequences_are_left_out() -> None:
    assert encoded(ask(stop=("\n", "END")))["stop_sequences"] == ["END"]
    assert losses(ask(stop=("\n", "END"))) == ["stop"]
    none = replace(TARGET, traits=Traits(stop_limit=0))
    assert "stop_sequences" not in encoded(ask(stop=("END",)), none)


def test_a_user_too_long_for_the_wire_is_a_digest() -> None:
    assert encoded(ask(user="u"))["metadata"] == {"user_id": "u"}
    long = encoded(ask(user="u" * 513))["metadata"]["user_id"]
    assert len(long) == 64


@pytest.mark.parametrize(
    ("client", "tier", "wire"),
    [
        ("openai_chat", "auto", "auto"),
        ("openai_chat", "default", "standard_only"),
        ("openai_chat", "flex", None),
        (NAME, "standard_only", "standard_only"),
    ],
)
def test_the_service_tier_is_translated(client: str, tier: str, wire: str | None) -> None:
    assert encoded(ask(client=client, service_tier=tier)).get("service_tier") == wire


def test_foreign_fields_are_losses_and_several_answers_are_refused() -> None:
    foreign = ask(sidecar={"seed": 1, "metadata": {}})
    weights = [(x.what, x.weight) for x in DIALECT.encode_request(foreign, TARGET).losses]
    assert weights == [("seed", "option"), ("metadata", "marker")]
    assert DIALECT.encode_request(ask(sidecar={"n": 1}), TARGET)
    with pytest.raises(Refused, match="one answer"):
        DIALECT.encode_request(ask(sidecar={"n": 2}), TARGET)


def test_a_look_alike_gets_no_field_behind_a_beta() -> None:
    kept = {
        "context_management": {"edits": []},
        "cache_control": {"type": "ephemeral"},
        "thinking": {"new": 1},
        "anthropic-beta": "a",
        "anthropic-version": "2026-10-21",
    }
    asked = ask(client=NAME, sidecar=kept)
    wire = DIALECT.encode_request(asked, LOOK_ALIKE)
    body = encoded(asked, LOOK_ALIKE)
    assert "context_management" not in body
    assert body["cache_control"] == {"type": "ephemeral"}
    assert wire.headers == {"anthropic-version": "2023-06-01"}
    assert {loss.what for loss in wire.losses} == {
        "context_management",
        "thinking",
        "anthropic-beta",
    }


def test_the_vendor_gets_the_client_s_version_and_betas() -> None:
    kept = {"anthropic-beta": "a,b", "anthropic-version": "2026-10-21"}
    wire = DIALECT.encode_request(ask(client=NAME, sidecar=kept), TARGET)
    assert wire.headers == {"anthropic-version": "2026-10-21", "anthropic-beta": "a,b"}
    assert DIALECT.encode_request(ask(), TARGET).headers == {"anthropic-version": "2023-06-01"}


def test_sampling_needs_the_older_version() -> None:
    kept = {"anthropic-version": "2026-10-21"}
    wire = DIALECT.encode_request(ask(client=NAME, sidecar=kept, temperature=0.5), TARGET)
    assert wire.headers["anthropic-version"] == "2023-06-01"


def test_an_empty_beta_header_is_a_mark_and_never_sent() -> None:
    wire = DIALECT.encode_request(ask(client=NAME, sidecar={"anthropic-beta": ""}), TARGET)
    assert "anthropic-beta" not in wire.headers
