from app.desktop.presenters import tray_route
from app.desktop.program.providers import Health, ProviderStatus
from app.settings.schema import ModelRule, Profile, ProviderSettings, Settings


def status(name: str, *models: str) -> ProviderStatus:
    return ProviderStatus(
        name, name.title(), name, f"{name}.test", "", True, False, False, Health.OK, models=models
    )


STATUSES = {
    "deep": status("deep", "deep-pro", "deep-flash"),
    "other": status("other", "claude-compatible"),
}
SETTINGS = Settings(
    providers={name: ProviderSettings(preset="ollama") for name in STATUSES},
    default_provider="deep",
    default_model="deep-pro",
)


def with_profile(name: str, *rules: ModelRule) -> Settings:
    return SETTINGS.model_copy(
        update={"profiles": {**SETTINGS.profiles, name: Profile(models=rules)}}
    )


def test_the_default_profile_goes_where_the_settings_say() -> None:
    (route,) = tray_route.routes(SETTINGS, STATUSES)
    assert (route.profile, route.provider, route.label) == ("default", "deep", "Deep")
    assert (route.model, route.models) == ("deep-pro", ("deep-pro", "deep-flash"))
    assert route.own


def test_nothing_set_up_leads_nowhere() -> None:
    (route,) = tray_route.routes(Settings(), {})
    assert (route.provider, route.model, route.models) == ("", "", ())


def test_a_profile_without_a_word_of_its_own_follows_the_default() -> None:
    _, route = tray_route.routes(with_profile("cheap"), STATUSES)
    assert (route.profile, route.provider, route.own) == ("cheap", "deep", False)


def test_a_profile_with_targets_for_everything_goes_to_the_first() -> None:
    rules = (
        ModelRule(client="gpt-*", targets=("deep/deep-flash",)),
        ModelRule(client="*", targets=("other/*", "deep/deep-pro")),
    )
    _, route = tray_route.routes(with_profile("cheap", *rules), STATUSES)
    assert (route.provider, route.model, route.own) == ("other", "", True)
    assert (route.others, route.rules) == (1, 1)


def test_switching_the_default_profile_changes_the_default() -> None:
    changed = tray_route.switched(SETTINGS, "default", "other", "")
    assert (changed.default_provider, changed.default_model) == ("other", None)


def test_switching_keeps_the_other_targets_to_be_tried_after_it() -> None:
    settings = with_profile("work", ModelRule(client="*", targets=("other/*", "deep/deep-pro")))
    changed = tray_route.switched(settings, "work", "deep", "deep-flash")
    assert changed.profiles["work"].models[0].targets == ("deep/deep-flash", "other/*")
    assert changed.default_provider == "deep"


def test_a_default_profile_that_names_targets_is_switched_there() -> None:
    settings = with_profile("default", ModelRule(client="*", targets=("deep/deep-pro",)))
    changed = tray_route.switched(settings, "default", "other", "")
    assert changed.profiles["default"].models[0].targets == ("other/*", "deep/deep-pro")


def test_a_profile_can_follow_the_default_again() -> None:
    settings = tray_route.switched(with_profile("work"), "work", "other", "")
    assert tray_route.as_default(settings, "work").profiles["work"].models == ()


def test_a_provider_gets_the_model_that_it_had_while_it_has_it_yet() -> None:
    assert tray_route.fitting_model(("a", "b"), "b") == "b"
    assert tray_route.fitting_model(("a", "b"), "gone") == "a"
    assert tray_route.fitting_model((), "anything") == "anything"
    assert tray_route.fitting_model(("claude-opus-4-8",), "") == ""
