"""A change taken back, and nothing else with it."""

import pytest
from pydantic import ValidationError

from app.settings import change
from app.settings.inverse import inverse
from app.settings.schema import ProviderSettings, Settings

DEEPSEEK = ProviderSettings(preset="deepseek", key="keyring:provider/deepseek")
OLLAMA = ProviderSettings(preset="ollama")
BOTH = Settings(providers={"deepseek": DEEPSEEK, "ollama": OLLAMA}, default_provider="deepseek")


def port(settings: Settings, number: int) -> Settings:
    server = settings.server.model_copy(update={"port": number})
    return settings.model_copy(update={"server": server})


def test_a_changed_value_is_as_it_was() -> None:
    after = port(BOTH, 9000)
    assert inverse(BOTH, after).take_back(after) == BOTH


def test_a_removed_provider_is_back_in_its_place_with_its_rules() -> None:
    before = change.map_model(BOTH, "default", "claude*", ("deepseek/a", "ollama/b"))
    after = change.remove_provider(before, "deepseek")
    back = inverse(before, after).take_back(after)
    assert back == before
    assert list(back.providers) == ["deepseek", "ollama"]


def test_what_was_changed_elsewhere_since_stays() -> None:
    after = change.set_default(port(BOTH, 9000), "ollama", "m")
    way_back = inverse(BOTH, after)
    since = port(after, 9100)
    since = change.replace_provider(since, "ollama", OLLAMA.model_copy(update={"proxy": "direct"}))
    back = way_back.take_back(since)
    assert back.server.port == 9100
    assert back.providers["ollama"].proxy == "direct"
    assert (back.default_provider, back.default_model) == ("deepseek", None)


def test_an_added_provider_that_was_changed_since_is_not_lost() -> None:
    before = Settings()
    after = change.add_provider(before, "ollama", OLLAMA)
    since = change.replace_provider(after, "ollama", OLLAMA.model_copy(update={"proxy": "direct"}))
    assert "ollama" in inverse(before, after).take_back(since).providers


def test_a_provider_that_is_gone_meanwhile_is_not_brought_back_by_halves() -> None:
    after = change.replace_provider(BOTH, "ollama", OLLAMA.model_copy(update={"proxy": "direct"}))
    since = change.remove_provider(after, "ollama")
    assert inverse(BOTH, after).take_back(since) == since


def test_no_change_has_an_empty_inverse() -> None:
    assert inverse(BOTH, BOTH.model_copy()).empty
    assert not inverse(BOTH, port(BOTH, 1)).empty


def test_what_cannot_be_valid_any_more_is_refused() -> None:
    by_address = ProviderSettings(base_url="https://a.example/v1")
    both = by_address.model_copy(update={"preset": "openai"})
    before, after = (Settings(providers={"p": each}) for each in (by_address, both))
    by_preset = both.model_copy(update={"base_url": None})
    with pytest.raises(ValidationError):
        inverse(before, after).take_back(Settings(providers={"p": by_preset}))
