"""Settings on top of a preset become a provider."""

from typing import Any

import pytest

from app.providers.provider import Provider, ProviderError, build
from app.settings.schema import ProviderSettings


def provider(**settings: Any) -> Provider:
    return build("it", ProviderSettings(**settings))


def test_a_preset_alone_is_enough() -> None:
    it = provider(preset="deepseek", key="env:DEEPSEEK")
    assert it.url("chat/completions") == "https://api.deepseek.com/v1/chat/completions"
    assert it.origin == "https://api.deepseek.com:443"
    assert (it.auth, it.key_ref, it.dialect) == ("bearer", "env:DEEPSEEK", "openai_chat")


def test_a_base_url_alone_speaks_chat_completions() -> None:
    it = provider(base_url="https://llm.example/v1/chat/completions")
    assert (it.preset, it.dialect) == ("generic-openai", "openai_chat")
    assert it.url("chat/completions") == "https://llm.example/v1/chat/completions"


def test_a_base_url_and_a_dialect_are_enough() -> None:
    it = provider(base_url="http://127.0.0.1:9000", dialect="anthropic_messages")
    assert (it.preset, it.auth) == ("generic-anthropic", "x-api-key")
    assert it.url("messages") == "http://127.0.0.1:9000/v1/messages"
    responses = provider(base_url="https://llm.example", dialect="openai_responses")
    assert responses.url("responses") == "https://llm.example/v1/responses"


def test_the_users_settings_win_over_the_preset() -> None:
    it = provider(
        preset="ollama",
        base_url="http://10.0.0.5:11434",
        models=("qwen3:8b",),
        first_byte_timeout=30,
        headers={"X-Team": "a"},
        proxy="http://proxy.example:3128",
        quirks=("no_tools",),
    )
    assert it.timeouts.first_byte == 30
    assert it.timeouts.idle == 600
    assert it.models[0] == "qwen3:8b"
    assert it.headers == {"X-Team": "a"}
    assert it.proxy == "http://proxy.example:3128"
    assert not it.target("qwen3:8b").traits.tools


def test_cache_breakpoints_are_a_setting() -> None:
    assert not provider(preset="anthropic").target("claude-opus-5").traits.cache_breakpoints
    it = provider(preset="anthropic", cache_breakpoints=True)
    assert it.target("claude-opus-5").traits.cache_breakpoints


def test_a_local_server_is_asked_directly_and_takes_a_key_where_there_is_one() -> None:
    assert provider(preset="ollama").proxy == "direct"
    assert provider(preset="ollama").auth == "none"
    assert provider(preset="vllm", key="env:VLLM").auth == "bearer"


def test_a_key_is_bound_to_the_address_it_was_entered_for() -> None:
    bound = provider(preset="deepseek", key="env:K", key_origin="https://api.deepseek.com:443")
    assert bound.key_fits
    moved = provider(
        preset="deepseek",
        base_url="https://evil.example",
        key="env:K",
        key_origin="https://api.deepseek.com:443",
    )
    assert not moved.key_fits


def test_an_exchanged_secret_is_bound_to_the_token_s_address_too() -> None:
    settings = {
        "preset": "hithink",
        "base_url": "https://api.example/v1",
        "token_url": "https://login.example/token",
        "app_id": "me",
        "key": "env:KEY",
    }
    entered = provider(**settings).origin
    assert entered == "https://api.example:443 https://login.example:443"
    assert provider(**settings, key_origin=entered).key_fits
    moved = {**settings, "token_url": "https://elsewhere.example/token"}
    assert not provider(**moved, key_origin=entered).key_fits
    same = {**settings, "token_url": "https://api.example/token"}
    assert provider(**same).origin == "https://api.example:443"


def test_a_target_is_made_once_and_the_memory_of_targets_is_bounded() -> None:
    it = provider(preset="openai")
    assert it.target("gpt-5.2") is it.target("gpt-5.2")
    for number in range(2000):
        it.target(f"model-{number}")
    assert len(it._targets) <= 512


def test_the_demo_provider_has_no_address() -> None:
    it = provider(preset="demo")
    assert it.is_demo
    assert (it.base_url, it.origin, it.auth) == ("", "", "none")
    assert "demo" in it.models


def test_headers_and_proxy_stay_out_of_the_repr() -> None:
    it = provider(preset="openai", headers={"X-Api-Key": "env:CANARY"}, proxy="http://canary:1")
    assert "CANARY" not in repr(it)
    assert "canary" not in repr(it)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"preset": "deepsek"}, "deepseek"),
        ({"preset": "nexus"}, "no base URL"),
        ({"base_url": "http://llm.example"}, "public host"),
        ({"preset": "hithink", "base_url": "https://x.example"}, "token_url and app_id and key"),
        (
            {
                "preset": "hithink",
                "base_url": "https://x.example",
                "app_id": "a",
                "key": "env:K",
                "token_url": "http://x.example/t",
            },
            "token URL",
        ),
        ({"preset": "openai", "quirks": ("wings",)}, "'wings'"),
        ({"preset": "openai", "dialect": "anthropic_messages"}, "generic-anthropic"),
    ],
)
def test_what_cannot_be_used_is_said_to_a_person(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ProviderError, match=words) as refused:
        provider(**settings)
    assert "'it'" in str(refused.value)


OPENAI_REASONING = ["o3", "o4-mini", "gpt-5", "gpt-5-mini", "gpt-5.5", "gpt-6-sol"]


@pytest.mark.parametrize("model", OPENAI_REASONING)
@pytest.mark.parametrize("preset", ["openai", "generic-openai"])
def test_openai_reasoning_models_take_no_sampling(preset: str, model: str) -> None:
    it = provider(preset=preset, base_url="https://llm.example")
    traits = it.target(model).traits
    assert traits.max_tokens_field == "max_completion_tokens"
    assert not traits.temperature
    assert not traits.top_p
    assert not traits.penalties
    assert traits.reasoning == "effort"
    assert (traits.stop_limit == 0) is model.startswith("o")


def test_other_openai_models_keep_their_options() -> None:
    for model in ("gpt-4o", "gpt-4.1-mini", "gpt-5-chat-latest"):
        traits = provider(preset="openai").target(model).traits
        assert traits.temperature
        assert traits.reasoning == "none"
    assert provider(preset="openai").target("gpt-5-chat").traits.system_role == "developer"
    assert provider(base_url="https://llm.example").target("olmo-2").traits.temperature


def test_openai_efforts_follow_the_generation() -> None:
    openai = provider(preset="openai")
    assert openai.target("o3").traits.efforts == ("low", "medium", "high")
    assert openai.target("gpt-5-mini").traits.efforts[0] == "minimal"
    assert openai.target("gpt-5.1").traits.efforts[0] == "none"
    assert openai.target("gpt-5.5").traits.efforts[-1] == "xhigh"


@pytest.mark.parametrize(
    ("model", "adaptive", "sampling"),
    [
        ("claude-3-5-haiku-20241022", False, True),
        ("claude-opus-4-20250514", False, True),
        ("claude-opus-4-1-20250805", False, True),
        ("claude-sonnet-4-5", False, True),
        ("claude-haiku-4-5-20251001", False, True),
        ("claude-opus-4-6", True, True),
        ("claude-opus-4-7", True, False),
        ("claude-sonnet-5-5", True, False),
        ("claude-fable-5-2", True, False),
    ],
)
def test_claude_generations_differ(model: str, adaptive: bool, sampling: bool) -> None:
    traits = provider(preset="anthropic").target(model).traits
    assert (traits.adaptive_thinking, traits.sampling) == (adaptive, sampling)
    assert traits.signatures
    assert traits.cache_marks
    assert traits.mid_system is (model not in ("claude-opus-4-6",) and adaptive)


def test_limits_come_from_the_first_row_that_matches() -> None:
    claude = provider(preset="anthropic")
    assert claude.target("claude-opus-4-6").traits.max_output_tokens == 128_000
    assert claude.target("claude-opus-4-1-20250805").traits.max_output_tokens == 32_000
    assert claude.target("claude-unknown-9").traits.max_output_tokens is None


def test_deepseek_wants_its_reasoning_back() -> None:
    traits = provider(preset="deepseek").target("deepseek-v4-pro").traits
    assert traits.reasoning == "thinking_type_effort"
    assert traits.reasoning_history == "reasoning_content"
    assert not traits.forced_tool_choice_while_thinking
    assert not traits.images


def test_mistral_ids_and_glm_stops_are_known() -> None:
    assert provider(preset="mistral").target("mistral-large-latest").traits.tool_ids == "nine"
    assert not provider(preset="mistral").target("x").traits.stream_usage
    glm = provider(preset="zai")
    assert glm.target("glm-5.1").traits.stop_limit == 1
    assert glm.target("glm-4.5v").traits.images
    assert not glm.target("glm-4.5-air").traits.images


def test_several_keys_are_asked_with_in_turn_and_once_each() -> None:
    settings = ProviderSettings(
        preset="deepseek", key="env:FIRST", more_keys=("env:SECOND", "env:FIRST", "env:THIRD")
    )
    built = build("deepseek", settings)
    assert (built.key_ref, built.key_refs) == (
        "env:FIRST",
        ("env:FIRST", "env:SECOND", "env:THIRD"),
    )
    second = built.with_key("env:SECOND")
    assert (second.key_ref, second.base_url) == ("env:SECOND", built.base_url)
    assert built.with_key("env:SECOND") is second
    assert built.with_key("env:FIRST") is built
    assert built.with_key(None) is built


def test_without_a_first_key_the_next_one_is_used() -> None:
    settings = ProviderSettings(preset="ollama", more_keys=("env:SECOND",))
    built = build("ollama", settings)
    assert (built.auth, built.key_ref) == ("bearer", "env:SECOND")
