import hashlib
from typing import Any

import pytest

from app.core.conversation import OutputFormat
from app.core.failure import FailureKind
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_wire import (
    MESSAGES,
    NAME,
    conversation,
    encoded,
    losses,
    refusal,
    system,
    user,
    wire,
)


def options(client: str = MESSAGES, **given: Any) -> Any:
    return conversation(client=client, options=given)


def own(**fields: Any) -> Any:
    return conversation(client=NAME, sidecar=Sidecar(Origin(NAME), fields))


@pytest.mark.parametrize(
    ("asked", "traits", "expected"),
    [
        (64_000, {}, {"max_tokens": 64_000}),
        (64_000, {"max_output_tokens": 8192}, {"max_tokens": 8192}),
        (10, {"max_tokens_field": "max_completion_tokens"}, {"max_completion_tokens": 10}),
        (0, {}, {"max_tokens": 1}),
        (None, {"max_output_tokens": 8192}, {}),
    ],
)
def test_the_output_limit_is_clamped_and_named_as_the_target_wants(
    asked: int | None, traits: dict[str, Any], expected: dict[str, int]
) -> None:
    body = encoded(options(max_tokens=asked), **traits)
    assert {name: value for name, value in body.items() if "tokens" in name} == expected


def test_stop_sequences_are_a_list_no_longer_than_the_target_takes() -> None:
    said = options(stop=("a", "b", "c"))
    assert encoded(said)["stop"] == ["a", "b", "c"]
    assert encoded(said, stop_limit=1)["stop"] == ["a"]
    assert "stop" not in encoded(said, stop_limit=0)
    assert encoded(said, stop_limit=None)["stop"] == ["a", "b", "c"]
    assert losses(said, stop_limit=1) == [("stop", "option")]


def test_sampling_is_written_as_far_as_the_target_takes_it() -> None:
    said = options(temperature=1.8, top_p=0.5, top_k=40)
    assert "top_k" not in encoded(said)
    full = encoded(said, top_k=True, temperature_max=1.0)
    assert (full["temperature"], full["top_p"], full["top_k"]) == (1.0, 0.5, 40)
    assert losses(said, temperature=False, top_p=False) == [
        ("temperature", "option"),
        ("top_p", "option"),
        ("top_k", "option"),
    ]


def test_a_user_is_hashed_so_that_nothing_personal_leaves() -> None:
    raw = '{"device_id":"' + "d" * 64 + '","session_id":"s"}'
    said = options(user=raw)
    assert losses(said) == [("user", "marker")]
    for field in ("user", "safety_identifier"):
        body = encoded(said, user_field=field)
        assert body[field] == hashlib.sha256(raw.encode()).hexdigest()


def test_a_chat_client_s_own_user_stays_where_it_fits() -> None:
    assert encoded(options(NAME, user="ada"), user_field="user")["user"] == "ada"
    assert len(encoded(options(NAME, user="a" * 65), user_field="user")["user"]) == 64


def test_the_session_is_the_cache_key_where_there_is_one() -> None:
    said = options(session="s-1")
    assert encoded(said, prompt_cache_key=True)["prompt_cache_key"] == "s-1"
    assert "prompt_cache_key" not in encoded(said)
    assert "prompt_cache_key" not in encoded(options(), prompt_cache_key=True)


@pytest.mark.parametrize(
    ("client", "asked", "written"),
    [(MESSAGES, "standard_only", "default"), (MESSAGES, "auto", "auto"), (NAME, "flex", "flex")],
)
def test_the_service_tier_is_translated_where_the_target_has_tiers(
    client: str, asked: str, written: str
) -> None:
    said = options(client, service_tier=asked)
    assert encoded(said, service_tier=True)["service_tier"] == written
    assert losses(said) == [("service_tier", "option")]


CLOSED = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}


def test_a_schema_for_the_answer_is_strict_where_it_can_be() -> None:
    def written(wanted: OutputFormat, client: str = MESSAGES) -> Any:
        return encoded(options(client, output_format=wanted))["response_format"]["json_schema"]

    assert written(OutputFormat(CLOSED)) == {"name": "output", "schema": CLOSED, "strict": True}
    assert "strict" not in written(OutputFormat({"type": "object", "properties": {"a": {}}}))
    assert "strict" not in written(OutputFormat(CLOSED, "x"), NAME)
    assert written(OutputFormat(CLOSED, "my answer!", "why", False), NAME) == {
        "name": "my_answer_",
        "description": "why",
        "schema": CLOSED,
        "strict": False,
    }


def test_a_schema_is_told_in_words_where_the_target_takes_none() -> None:
    said = conversation(
        system("Be brief."), user("Hi"), options={"output_format": OutputFormat(CLOSED)}
    )
    body = encoded(said, json_schema=False)
    assert body["response_format"] == {"type": "json_object"}
    assert body["messages"][0]["content"].startswith("Be brief.\n\nAnswer with one JSON object")
    assert '"additionalProperties":false' in body["messages"][0]["content"]
    assert losses(said, json_schema=False) == [("response_format", "option")]


def test_words_about_the_schema_make_a_system_prompt_where_there_is_none() -> None:
    body = encoded(options(output_format=OutputFormat(CLOSED)), json_schema=False)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_json_of_any_form_is_asked_for_as_such() -> None:
    assert encoded(options(NAME, output_format=OutputFormat()))["response_format"] == {
        "type": "json_object"
    }


def test_usage_is_asked_for_also_where_the_client_does_not_want_to_see_it() -> None:
    body = encoded(options(stream=True))
    assert (body["stream"], body["stream_options"]) == (True, {"include_usage": True})
    assert "stream_options" not in encoded(options(stream=True), stream_usage=False)
    assert not encoded(options()).keys() & {"stream", "stream_options"}


def test_a_chat_client_s_further_fields_are_written_back() -> None:
    body = encoded(own(logit_bias={"1": 2}, store=False, news=[1]))
    assert (body["logit_bias"], body["store"], body["news"]) == ({"1": 2}, False, [1])


@pytest.mark.parametrize(
    ("trait", "fields"),
    [
        ("logprobs", {"logprobs": True, "top_logprobs": 2}),
        ("penalties", {"logit_bias": {}}),
    ],
)
def test_fields_that_the_target_refuses_are_lost_by_name(
    trait: str, fields: dict[str, Any]
) -> None:
    assert encoded(own(**fields)).keys() >= fields.keys()
    assert not encoded(own(**fields), **{trait: False}).keys() & fields.keys()
    assert {what for what, _ in losses(own(**fields), **{trait: False})} == fields.keys()


@pytest.mark.parametrize(
    ("trait", "asked"),
    [
        ("seed", {"seed": 1}),
        ("penalties", {"presence_penalty": 1.0, "frequency_penalty": -1.0}),
    ],
)
def test_penalties_and_a_seed_go_where_they_are_taken(trait: str, asked: dict[str, Any]) -> None:
    body = encoded(options(**asked))
    assert {name: body[name] for name in asked} == asked
    assert not encoded(options(**asked), **{trait: False}).keys() & asked.keys()
    assert losses(options(**asked), **{trait: False}) == [(name, "option") for name in asked]


def test_how_wordy_the_answer_is_goes_where_it_is_taken() -> None:
    assert "verbosity" not in encoded(options(verbosity="low"))
    assert losses(options(verbosity="low")) == [("verbosity", "option")]
    assert encoded(options(verbosity="low"), verbosity=True)["verbosity"] == "low"
    asked = conversation(client=NAME, options={"verbosity": "low"})
    assert encoded(asked)["verbosity"] == "low"


def test_the_client_s_stream_options_stay_beside_ours() -> None:
    said = conversation(
        client=NAME,
        options={"stream": True},
        sidecar=Sidecar(Origin(NAME), {"stream_options": {"include_obfuscation": False}}),
    )
    assert encoded(said)["stream_options"] == {"include_obfuscation": False, "include_usage": True}
    assert "stream_options" not in encoded(own(stream_options={"include_obfuscation": False}))


def test_fields_of_messages_stay_away_and_are_named() -> None:
    fields = {"context_management": {}, "safeguards": [], "anthropic-beta": "x", "speed": "fast"}
    said = conversation(sidecar=Sidecar(Origin(MESSAGES), fields))
    assert encoded(said).keys() == {"model", "messages"}
    assert losses(said) == [
        ("context_management", "marker"),
        ("safeguards", "marker"),
        ("anthropic-beta", "marker"),
        ("speed", "option"),
    ]


def test_remote_tool_servers_are_refused_and_not_forgotten() -> None:
    servers = [{"type": "url", "url": "https://x.example"}]
    said = conversation(sidecar=Sidecar(Origin(MESSAGES), {"mcp_servers": servers}))
    told = refusal(lambda: wire(said))
    assert (told.kind, told.param) == (FailureKind.UNSUPPORTED, "mcp_servers")
    assert losses(conversation(sidecar=Sidecar(Origin(MESSAGES), {"mcp_servers": []})))
