"""Changes of the settings: pure, and each leaves everything else as it was."""

import pytest

from app.settings import change
from app.settings.provider_settings import PersonalKey
from app.settings.schema import (
    ModelPrice,
    ModelRule,
    Profile,
    ProviderSettings,
    Settings,
    TranscriptSettings,
)

ONE = ProviderSettings(base_url="https://one.example")
TWO = ProviderSettings(base_url="https://two.example")
PRICE = ModelPrice(input=1, output=2)


def test_the_first_provider_becomes_the_default() -> None:
    first = change.add_provider(Settings(), "one", ONE)
    assert first.default_provider == "one"
    assert change.add_provider(first, "two", TWO).default_provider == "one"


def test_a_removed_provider_takes_its_targets_along() -> None:
    settings = change.add_provider(change.add_provider(Settings(), "one", ONE), "two", TWO)
    settings = change.map_model(settings, "default", "a", ("one/x", "two/y"))
    settings = change.map_model(settings, "default", "b", ("one/x",))
    settings = change.map_model(settings, "default", "opus", ("one/x",))
    left = change.remove_provider(settings, "one")
    assert [rule.client for rule in left.profiles["default"].models] == ["a"]
    assert left.profiles["default"].models[0].targets == ("two/y",)
    assert left.profiles["default"].families == {}
    assert left.default_provider == "two"


def test_a_replaced_provider_keeps_its_place() -> None:
    settings = change.add_provider(change.add_provider(Settings(), "one", ONE), "two", TWO)
    changed = change.replace_provider(settings, "one", TWO)
    assert list(changed.providers) == ["one", "two"]
    assert changed.providers["one"] == TWO
    assert changed.default_provider == "one"


@pytest.mark.parametrize(
    ("models", "default"),
    [((), None), (("m1", "m2"), "m1"), (("m1", "claude-opus-4"), None)],
)
def test_names_are_passed_on_where_the_provider_may_know_them(
    models: tuple[str, ...], default: str | None
) -> None:
    assert change.passed_or_first(models) == default


def test_a_model_comes_once_and_goes_with_its_price() -> None:
    added = change.with_model(change.with_model(ONE, "m", None), "m", PRICE)
    assert (added.models, added.prices) == (("m",), {"m": PRICE})
    repriced = change.with_price(added, "m", None)
    assert (repriced.models, repriced.prices) == (("m",), {})
    gone = change.without_model(added, "m")
    assert (gone.models, gone.prices) == ((), {})


def test_a_profile_is_put_and_removed() -> None:
    profile = Profile(
        models=(ModelRule(client="a", targets=("one/x",)),), families={"opus": ("one/y", "one/z")}
    )
    put = change.replace_profile(Settings(), "team", profile)
    assert put.profiles["team"] == profile
    assert change.targets_of(profile) == ("one/x", "one/y", "one/z")
    assert list(change.remove_profile(put, "team").profiles) == ["default"]


def test_transcripts_are_kept_by_new_rules() -> None:
    rules = TranscriptSettings(record="all")
    assert change.record_transcripts(Settings(), rules).transcripts == rules


def test_a_users_own_key_is_set_changed_and_taken_away() -> None:
    shared = ProviderSettings(preset="openai", key="env:SHARED")
    mine = PersonalKey(key="env:MINE")
    first = change.with_personal_key(shared, "usr_1", mine)
    both = change.with_personal_key(first, "usr_2", PersonalKey(key="env:YOURS"))
    assert both.personal_keys["usr_1"] == mine
    assert set(both.personal_keys) == {"usr_1", "usr_2"}
    assert change.with_personal_key(first, "usr_1", None) == shared
