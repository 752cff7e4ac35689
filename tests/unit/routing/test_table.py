"""Settings become a table that can be looked up."""

from app.routing.table import Place, table_of
from app.settings.schema import Settings


def settings(**tree: object) -> Settings:
    return Settings.model_validate(tree)


def test_the_tables_view_of_the_settings() -> None:
    table = table_of(
        settings(
            providers={
                "a": {"preset": "openai", "models": ["m"]},
                "b": {"preset": "openai", "enabled": False},
            },
            profiles={
                "default": {
                    "models": [
                        {"client": "*", "targets": "a/x"},
                        {"client": "claude-*", "targets": "a/short"},
                        {"client": "Claude-Opus-*", "targets": ["a/long", "b/org/model"]},
                        {"client": "GPT-4o", "targets": "a/*"},
                        {"client": "gpt-4o", "targets": "b/second"},
                    ],
                    "families": {"opus": "a/big"},
                }
            },
            default_provider="a",
            default_model="m",
        ),
        {"a": ("m", "n")},
    )
    rules = table.profiles["default"]
    assert [rule.client for rule in rules.globs] == ["Claude-Opus-*", "claude-*"]
    assert rules.globs[0].places == (Place("a", "long"), Place("b", "org/model"))
    assert rules.exact["gpt-4o"].places == (Place("a", "*"),)
    assert rules.catch_all is not None
    assert rules.families == {"opus": (Place("a", "big"),)}
    assert list(table.providers) == ["a"]
    assert table.disabled == ("b",)
    assert table.providers["a"].own == ("m",)
    assert table.providers["a"].known == ("m", "n")
    assert (table.default_provider, table.default_model) == ("a", "m")


def test_a_listing_finds_a_model_in_the_providers_own_spelling() -> None:
    table = table_of(
        settings(providers={"a": {"preset": "openai", "models": ["Qwen/Qwen3"]}}), {"a": ("Known",)}
    )
    assert table.providers["a"].find("qwen/qwen3") == "Qwen/Qwen3"
    assert table.providers["a"].find("known") == "Known"
    assert table.providers["a"].find("other") is None
