"""Every preset is right, and tells from where its facts are."""

from datetime import date
from typing import Any

import pytest

from app.core.traits import Traits
from app.providers.catalogue import parse, preset, preset_ids, recognise
from app.providers.preset import PresetError
from app.providers.provider import build
from app.providers.quirks import QUIRKS
from app.settings.schema import ProviderSettings

WANTED = {
    *("openai", "anthropic", "deepseek", "deepseek-anthropic", "siliconflow", "zhipu", "zai"),
    *("moonshot", "moonshot-cn", "dashscope", "minimax", "huggingface", "xai", "openrouter"),
    *("groq", "mistral", "infini", "nexus", "hithink", "ollama", "lmstudio", "llamacpp", "vllm"),
    *("litellm", "generic-openai", "generic-anthropic", "generic-responses", "demo"),
    "openai-responses",
    "gemini",
    "generic-gemini",
}


def test_every_promised_provider_has_a_preset() -> None:
    assert set(preset_ids()) >= WANTED


@pytest.mark.parametrize("preset_id", preset_ids())
def test_a_preset_is_complete_and_dated(preset_id: str) -> None:
    known = preset(preset_id)
    assert known.label["en"]
    assert known.label["zh"]
    assert known.checked <= date(2100, 1, 1)
    assert known.local or known.key_page or known.base_url is None
    for url in (known.docs, known.key_page):
        assert url is None or url.startswith("https://")
    for row in known.quirks:
        assert row.name in QUIRKS
        assert row.source
        assert row.checked <= date(2100, 1, 1)
    for first, second in ((row.name, row.models) for row in known.quirks):
        assert [(r.name, r.models) for r in known.quirks].count((first, second)) == 1


@pytest.mark.parametrize("preset_id", preset_ids())
def test_a_preset_builds_a_provider_with_traits(preset_id: str) -> None:
    known = preset(preset_id)
    settings = ProviderSettings(
        preset=preset_id,
        base_url=None if known.base_url else "https://llm.example/v1",
        key="env:KEY",
        token_url="https://llm.example/token",
        app_id="app",
    )
    provider = build("it", settings)
    assert isinstance(provider.target("any-model").traits, Traits)
    for model in provider.models:
        target = provider.target(model)
        assert target.model == model
        assert not target.traits.context_window or target.traits.context_window > 1000
    if not provider.is_demo:
        assert provider.url("models").endswith("/models")
        for other in known.other_base_urls:
            assert build("it", settings.model_copy(update={"base_url": other})).url("models")


def test_local_servers_may_take_long_to_begin() -> None:
    for preset_id in ("ollama", "lmstudio", "llamacpp", "vllm"):
        assert preset(preset_id).timeouts.first_byte == 600
        assert preset(preset_id).local


def test_an_unknown_preset_is_refused_with_near_names() -> None:
    with pytest.raises(PresetError, match="deepseek"):
        preset("deepsek")


def test_a_name_that_leaves_the_folder_is_no_preset() -> None:
    with pytest.raises(PresetError):
        preset("../../pyproject")


@pytest.mark.parametrize(
    ("url", "preset_id"),
    [
        ("https://api.deepseek.com", "deepseek"),
        ("https://api.deepseek.com/v1/chat/completions", "deepseek"),
        ("https://api.deepseek.com/anthropic", "deepseek-anthropic"),
        ("https://api.anthropic.com", "anthropic"),
        ("https://api.openai.com/v1", "openai"),
        ("https://generativelanguage.googleapis.com", "gemini"),
        ("https://open.bigmodel.cn/api/coding/paas/v4", "zhipu"),
        ("https://api.siliconflow.com/v1", "siliconflow"),
        ("https://llm.example/v1", None),
        ("http://127.0.0.1:11434/v1", None),
        ("nonsense", None),
    ],
)
def test_an_address_is_recognised(url: str, preset_id: str | None) -> None:
    assert recognise(url) == preset_id


RIGHT: dict[str, Any] = {
    "label": {"en": "X", "zh": "X"},
    "dialect": "openai_chat",
    "auth": "bearer",
    "checked": date(2026, 11, 21),
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"label": {"en": "X"}}, "label needs en and zh"),
        ({"dialect": "soap"}, "dialect"),
        ({"auth": "magic"}, "auth"),
        ({"checked": "today"}, "date"),
        ({"timeouts": {"lunch": 1}}, "lunch"),
        ({"model": [{"nom": "x"}]}, "nom"),
        ({"quirk": [{"name": "no_such", "source": "x"}]}, "no quirk 'no_such'"),
        ({"quirk": [{"name": "pdf"}]}, "no source"),
        ({"quirk": [{"name": "pdf", "source": "x", "why": "y"}]}, "unknown key 'why'"),
        ({"quirk": [{"name": "pdf", "source": "x", "checked": 1}]}, "no date"),
    ],
)
def test_a_wrong_preset_says_what_is_wrong(change: dict[str, Any], words: str) -> None:
    with pytest.raises(PresetError, match=words):
        parse("it", {**RIGHT, **change})


def test_a_quirk_says_where_its_source_was_not_read_again() -> None:
    rows = {row.name: row.confirmed for row in preset("openai").quirks}
    assert rows["max_completion_tokens"]
    assert not rows["developer_role"]
