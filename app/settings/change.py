"""Changes that several front ends make to the settings: pure, settings in, settings out."""

from collections.abc import Sequence

from app.settings.provider_settings import PersonalKey
from app.settings.schema import (
    FAMILIES,
    ModelPrice,
    ModelRule,
    Profile,
    ProviderSettings,
    Settings,
    TranscriptSettings,
)


def add_provider(settings: Settings, name: str, provider: ProviderSettings) -> Settings:
    """Add or replace a provider; the first one becomes the default."""
    providers = {**settings.providers, name: provider}
    default = settings.default_provider or name
    return settings.model_copy(update={"providers": providers, "default_provider": default})


def replace_provider(settings: Settings, name: str, provider: ProviderSettings) -> Settings:
    """Put `provider` in the place of the one of this name."""
    return settings.model_copy(update={"providers": {**settings.providers, name: provider}})


def passed_or_first(models: Sequence[str]) -> str | None:
    """A default model for a provider of these models.

    None where clients' own names may be passed on: it serves Claude itself, or nothing is known.
    """
    return None if not models or any("claude" in model for model in models) else models[0]


def with_model(
    provider: ProviderSettings, model: str, price: ModelPrice | None
) -> ProviderSettings:
    """Offer one more model, at the user's own price if there is one."""
    models = tuple(dict.fromkeys((*provider.models, model)))
    return with_price(provider.model_copy(update={"models": models}), model, price)


def without_model(provider: ProviderSettings, model: str) -> ProviderSettings:
    """Offer a model no more, and drop the user's own price of it."""
    models = tuple(each for each in provider.models if each != model)
    return with_price(provider.model_copy(update={"models": models}), model, None)


def with_price(
    provider: ProviderSettings, model: str, price: ModelPrice | None
) -> ProviderSettings:
    """Set the user's own price of a model, None for none."""
    prices = {name: each for name, each in provider.prices.items() if name != model}
    if price is not None:
        prices[model] = price
    return provider.model_copy(update={"prices": prices})


def with_personal_key(
    provider: ProviderSettings, user_id: str, key: PersonalKey | None
) -> ProviderSettings:
    """Let what a user asks go out with their own key, None for the shared one again."""
    keys = {user: each for user, each in provider.personal_keys.items() if user != user_id}
    if key is not None:
        keys[user_id] = key
    return provider.model_copy(update={"personal_keys": keys})


def replace_profile(settings: Settings, name: str, profile: Profile) -> Settings:
    """Put `profile` in the place of the one of this name, or add it."""
    return _with_profile(settings, name, profile)


def remove_profile(settings: Settings, name: str) -> Settings:
    """Take a profile away; keys that belong to it are the caller's to look after."""
    profiles = {key: value for key, value in settings.profiles.items() if key != name}
    return settings.model_copy(update={"profiles": profiles})


def targets_of(profile: Profile) -> tuple[str, ...]:
    """Every target of a profile, rules first."""
    rules = tuple(target for rule in profile.models for target in rule.targets)
    return rules + tuple(target for targets in profile.families.values() for target in targets)


def record_transcripts(settings: Settings, transcripts: TranscriptSettings) -> Settings:
    """Keep transcripts by these rules."""
    return settings.model_copy(update={"transcripts": transcripts})


def search_with(settings: Settings, **changes: object) -> Settings:
    """Change who searches the web; `changes` are fields of the search settings."""
    return settings.model_copy(update={"search": settings.search.model_copy(update=changes)})


def set_default(settings: Settings, provider: str, model: str | None) -> Settings:
    """Send names that nothing else decides to `provider`, and there to `model`."""
    return settings.model_copy(update={"default_provider": provider, "default_model": model})


def remove_provider(settings: Settings, name: str) -> Settings:
    """Take a provider away, and every rule's targets at it; a rule without targets goes too."""
    profiles = {key: _without(profile, name) for key, profile in settings.profiles.items()}
    providers = {key: value for key, value in settings.providers.items() if key != name}
    changes: dict[str, object] = {"providers": providers, "profiles": profiles}
    if settings.default_provider == name:
        changes |= {"default_provider": next(iter(providers), None), "default_model": None}
    if (settings.search.provider or "").partition("/")[0] == name:
        changes["search"] = settings.search.model_copy(update={"provider": None})
    return settings.model_copy(update=changes)


def map_model(
    settings: Settings, profile_name: str, client: str, targets: Sequence[str]
) -> Settings:
    """Send a client's model name, glob or family to `targets`, in place of what it led to."""
    profile = settings.profiles.get(profile_name, Profile())
    if client in FAMILIES:
        changed = profile.model_copy(
            update={"families": {**profile.families, client: tuple(targets)}}
        )
        return _with_profile(settings, profile_name, changed)
    rules = list(profile.models)
    for index, rule in enumerate(rules):
        if rule.client == client:
            rules[index] = rule.model_copy(update={"targets": tuple(targets)})
            break
    else:
        rules.append(ModelRule(client=client, targets=tuple(targets)))
    return _with_profile(
        settings, profile_name, profile.model_copy(update={"models": tuple(rules)})
    )


def unmap_model(settings: Settings, profile_name: str, client: str) -> Settings:
    """Remove the rule of a client's model name, glob or family; the same settings without one."""
    profile = settings.profiles.get(profile_name)
    if profile is None:
        return settings
    changed = profile.model_copy(
        update={
            "models": tuple(rule for rule in profile.models if rule.client != client),
            "families": {k: v for k, v in profile.families.items() if k != client},
        }
    )
    return _with_profile(settings, profile_name, changed)


def _with_profile(settings: Settings, name: str, profile: Profile) -> Settings:
    return settings.model_copy(update={"profiles": {**settings.profiles, name: profile}})


def _without(profile: Profile, provider: str) -> Profile:
    def kept(targets: Sequence[str]) -> tuple[str, ...]:
        return tuple(target for target in targets if target.partition("/")[0] != provider)

    rules = (
        rule.model_copy(update={"targets": kept(rule.targets)})
        for rule in profile.models
        if kept(rule.targets)
    )
    families = {name: kept(targets) for name, targets in profile.families.items() if kept(targets)}
    return profile.model_copy(update={"models": tuple(rules), "families": families})
