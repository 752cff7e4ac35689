"""Settings on their way to another machine."""

import pytest

from app.settings import change
from app.settings.failure import SettingsError
from app.settings.provider_settings import PersonalKey
from app.settings.schema import ProviderSettings, SearchSettings, Settings
from app.settings.transfer import exported, read

OWN = ProviderSettings(
    preset="deepseek",
    key="keyring:provider/deepseek",
    more_keys=("env:SECOND_DEEPSEEK_KEY",),
    key_origin="https://api.deepseek.com:443",
    personal_keys={"usr_ann": PersonalKey(key="env:KEY_OF_ANN", origin="https://a.example:443")},
    headers={"X-Team": "blue", "X-Api-Key": "file:/home/lin/secret"},
)
SETTINGS = Settings(
    providers={"deepseek": OWN, "ollama": ProviderSettings(preset="ollama")},
    default_provider="deepseek",
)


def test_an_export_has_no_secret_and_no_reference_to_one() -> None:
    text = exported(SETTINGS)
    names = ("keyring:", "SECOND_DEEPSEEK_KEY", "KEY_OF_ANN", "secret", "key_origin", "X-Api-Key")
    for hidden in names:
        assert hidden not in text
    assert 'X-Team = "blue"' in text


def test_what_nobody_declared_stays_at_home() -> None:
    odd = Settings.model_validate(
        {
            "secret_thing": "sk-unknown",
            "providers": {"p": {"preset": "ollama", "api_key": "sk-pasted"}},
            "server": {"token": "sk-server"},
        }
    )
    assert "sk-" not in exported(odd)


def test_a_new_machine_gets_everything_but_the_keys() -> None:
    found = read(exported(SETTINGS), Settings())
    assert (found.new, found.replaced, found.same) == (("deepseek", "ollama"), (), ())
    assert found.keyless == ("deepseek", "ollama")
    assert found.settings.default_provider == "deepseek"
    assert found.settings.providers["deepseek"].headers == {"X-Team": "blue"}


def test_a_provider_that_is_there_keeps_its_keys() -> None:
    found = read(exported(SETTINGS), SETTINGS)
    assert (found.new, found.replaced, found.same) == ((), (), ("deepseek", "ollama"))
    assert found.settings == SETTINGS


def test_keys_do_not_go_along_to_another_address() -> None:
    moved = OWN.model_copy(update={"base_url": "https://elsewhere.example/v1"})
    text = exported(change.replace_provider(SETTINGS, "deepseek", moved))
    found = read(text, SETTINGS)
    assert found.replaced == ("deepseek",)
    taken = found.settings.providers["deepseek"]
    assert (taken.key, taken.more_keys, taken.key_origin) == (None, (), None)
    assert taken.personal_keys == {}
    assert "X-Api-Key" not in taken.headers


def test_what_belongs_to_the_machine_stays() -> None:
    here = Settings.model_validate({"storage": {"keep_days": 30}, "providers": {}})
    there = Settings.model_validate({"storage": {"keep_days": 90}, "server": {"port": 9000}})
    found = read(exported(there), here)
    assert found.settings.storage.keep_days == 30
    assert found.settings.server.port == 9000


@pytest.mark.parametrize(
    "text",
    ["{not toml", "schema_version = 99", '[providers.p]\npreset = ""\nproxy = "x"', "[[server]]"],
)
def test_what_is_no_export_is_refused_in_words(text: str) -> None:
    with pytest.raises(SettingsError):
        read(text, Settings())


def test_a_search_service_travels_without_its_key_and_keeps_the_one_that_is_there() -> None:
    search = SearchSettings(
        endpoint="brave",
        count=3,
        key="keyring:search/brave",
        key_origin="https://api.search.brave.com:443",
    )
    settings = SETTINGS.model_copy(update={"search": search})
    text = exported(settings)
    assert "keyring:" not in text
    assert "key_origin" not in text
    assert read(text, Settings()).settings.search == SearchSettings(endpoint="brave", count=3)
    assert read(text, settings).settings.search == search
    moved = search.model_copy(update={"base_url": "https://elsewhere.example/v1"})
    text = exported(settings.model_copy(update={"search": moved}))
    assert read(text, settings).settings.search.key is None
