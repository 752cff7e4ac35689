"""From a client's model name to the places that may answer it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import FailureKind, Refused
from app.routing.resolve import Candidate, RouteRequest, family_of, known_models, resolve
from app.routing.table import RoutingTable, table_of
from app.settings.schema import Settings

TREE = {
    "providers": {
        "deepseek": {"preset": "deepseek", "models": ["deepseek-v4-pro"]},
        "openrouter": {"preset": "openrouter"},
        "local": {"preset": "ollama"},
        "off": {"preset": "groq", "enabled": False},
    },
    "profiles": {
        "default": {
            "models": [
                {"client": "fast", "targets": ["local/qwen3:8b", "deepseek/deepseek-v4-flash"]},
                {
                    "client": "claude-sonnet-4-5",
                    "targets": "openrouter/anthropic/claude-sonnet-4.5",
                },
                {"client": "gpt-*", "targets": "openrouter/*"},
                {"client": "gpt-5*", "targets": ["off/x", "openrouter/openai/gpt-5"]},
                {"client": "qwen/*", "targets": "openrouter/*"},
                {"client": "gone", "targets": "off/x"},
                {"client": "never", "targets": "nobody/x"},
            ],
            "families": {
                "opus": "deepseek/deepseek-v4-pro",
                "haiku": ["local/small", "deepseek/x"],
            },
        },
        "catch": {"models": [{"client": "*", "targets": "local/*"}]},
        "empty": {},
    },
}


def table(**changes: object) -> RoutingTable:
    return table_of(
        Settings.model_validate({**TREE, **changes}), {"openrouter": ("openrouter/auto",)}
    )


def places(
    model: str, profile: str = "default", pin: str | None = None, **changes: object
) -> list[str]:
    found = resolve(table(**changes), RouteRequest(model, profile, pin))
    return [f"{each.provider} {each.model}" for each in found]


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        ("fast", ["local qwen3:8b", "deepseek deepseek-v4-flash"]),
        ("FAST", ["local qwen3:8b", "deepseek deepseek-v4-flash"]),
        ("fast[1m]", ["local qwen3:8b", "deepseek deepseek-v4-flash"]),
        ("claude-sonnet-4-5-20250929", ["openrouter anthropic/claude-sonnet-4.5"]),
        ("gpt-4o", ["openrouter gpt-4o"]),
        ("gpt-5.2", ["openrouter openai/gpt-5"]),
        ("deepseek/any-model", ["deepseek any-model"]),
        ("openrouter/deepseek/deepseek-chat", ["openrouter deepseek/deepseek-chat"]),
        ("qwen/qwen3-coder", ["openrouter qwen/qwen3-coder"]),
        ("local/qwen3:8b[1M]", ["local qwen3:8b"]),
        ("claude-opus-4-6", ["deepseek deepseek-v4-pro"]),
        ("opus", ["deepseek deepseek-v4-pro"]),
        ("claude-3-5-haiku-20241022", ["local small", "deepseek x"]),
        ("claude-haiku-4-5[1m]", ["local small", "deepseek x"]),
        ("deepseek-v4-pro", ["deepseek deepseek-v4-pro"]),
        ("DeepSeek-V4-Pro", ["deepseek deepseek-v4-pro"]),
        ("openrouter/auto", ["openrouter openrouter/auto"]),
        ("openrouter/openrouter/auto", ["openrouter openrouter/auto"]),
        ("openrouter/other", ["openrouter other"]),
        ("claude/local/qwen3:8b", ["local qwen3:8b"]),
        ("claude/fast", ["local qwen3:8b", "deepseek deepseek-v4-flash"]),
    ],
)
def test_a_name_leads_to_its_places(model: str, wanted: list[str]) -> None:
    assert places(model) == wanted


def test_the_catch_all_comes_after_families_and_before_defaults() -> None:
    assert places("whatever", "catch", default_provider="deepseek") == ["local whatever"]
    assert places("deepseek/x", "catch") == ["deepseek x"]


def test_the_default_model_serves_what_nothing_names() -> None:
    defaults = {"default_provider": "deepseek", "default_model": "deepseek-v4-pro"}
    assert places("claude-sonnet-5-5", "empty", None, **defaults) == ["deepseek deepseek-v4-pro"]
    assert places("mystery", "empty", None, **defaults) == ["deepseek deepseek-v4-pro"]


def test_a_default_provider_without_a_list_takes_any_name() -> None:
    assert places("mystery", "empty", default_provider="local") == ["local mystery"]


def test_a_default_provider_with_a_list_takes_what_is_on_it() -> None:
    assert places("deepseek-v4-pro", "empty", default_provider="deepseek") == [
        "deepseek deepseek-v4-pro"
    ]
    with pytest.raises(Refused, match="leads nowhere"):
        places("mystery", "empty", default_provider="deepseek")


def test_a_pinned_provider_gets_the_clients_name() -> None:
    assert places("mystery", pin="deepseek") == ["deepseek mystery"]
    assert places("deepseek/deepseek-chat", pin="openrouter") == [
        "openrouter deepseek/deepseek-chat"
    ]
    assert places("DEEPSEEK-v4-pro", pin="deepseek") == ["deepseek deepseek-v4-pro"]


def test_a_pinned_providers_own_rules_apply() -> None:
    assert places("fast", pin="deepseek") == ["deepseek deepseek-v4-flash"]
    assert places("fast", pin="openrouter") == ["openrouter fast"]
    assert places("opus", pin="deepseek") == ["deepseek deepseek-v4-pro"]
    assert places("opus", pin="local") == ["local opus"]


@pytest.mark.parametrize(
    ("model", "profile", "pin", "kind", "words"),
    [
        ("mystery", "default", None, FailureKind.MODEL_NOT_FOUND, "model map"),
        ("mystery", "default", None, FailureKind.MODEL_NOT_FOUND, "fast"),
        ("claude-sonnet-5-5", "default", None, FailureKind.MODEL_NOT_FOUND, "leads nowhere"),
        ("fast", "nope", None, FailureKind.NOT_FOUND, "default, catch, empty"),
        ("fast", "default", "off", FailureKind.NOT_FOUND, "switched off"),
        ("fast", "default", "nobody", FailureKind.NOT_FOUND, "not set up"),
        ("gone", "default", None, FailureKind.UNAVAILABLE, "switched off"),
        ("never", "default", None, FailureKind.UNAVAILABLE, "does not exist"),
    ],
)
def test_a_name_that_leads_nowhere_says_what_exists(
    model: str, profile: str, pin: str | None, kind: FailureKind, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        places(model, profile, pin)
    assert refused.value.failure.kind is kind
    assert refused.value.failure.param == "model"


def test_without_any_provider_the_way_out_is_told() -> None:
    with pytest.raises(Refused, match="dragoman demo"):
        places("x", providers={})


def test_a_message_names_at_most_ten_models() -> None:
    many = {"deepseek": {"preset": "deepseek", "models": [f"m{i}" for i in range(40)]}}
    with pytest.raises(Refused) as refused:
        places("mystery", "empty", providers=many)
    assert "and 30 more" in refused.value.failure.message
    assert len(refused.value.failure.message) < 600


def test_a_long_name_is_cut_in_the_message() -> None:
    with pytest.raises(Refused) as refused:
        places("x" * 10_000)
    assert len(refused.value.failure.message) < 600


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("opus", "opus"),
        ("sonnet-4", "sonnet"),
        ("claude-opus-4-6", "opus"),
        ("claude-3-5-sonnet-20241022", "sonnet"),
        ("claude-sonnet-5-5", "sonnet"),
        ("anthropic/claude-haiku-4.5", "haiku"),
        ("fable", "fable"),
        ("claude-fable-5-2", "fable"),
        ("magnum-opus-12b", None),
        ("gpt-5", None),
        ("", None),
    ],
)
def test_a_claude_name_has_a_family(name: str, family: str | None) -> None:
    assert family_of(name) == family


def test_the_known_names_can_all_be_asked_for() -> None:
    names = known_models(table())
    assert names == (
        *("fast", "claude-sonnet-4-5", "gone", "never", "claude-opus", "claude-haiku"),
        *("deepseek/deepseek-v4-pro", "openrouter/openrouter/auto"),
    )
    for name in names:
        if name not in ("gone", "never"):
            assert places(name)


def test_the_default_model_is_a_known_name() -> None:
    names = known_models(table(default_provider="local", default_model="qwen3:8b"), "empty")
    assert names[-1] == "local/qwen3:8b"


@given(st.text(max_size=40), st.sampled_from([None, "deepseek", "off", "?"]))
def test_any_name_resolves_or_is_refused(model: str, pin: str | None) -> None:
    for profile in ("default", "catch", "empty"):
        with suppress(Refused):
            found = resolve(table(), RouteRequest(model, profile, pin))
            assert found
            assert len(set(found)) == len(found)
            assert all(isinstance(each, Candidate) for each in found)
