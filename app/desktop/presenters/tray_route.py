"""Where a profile sends what no rule names, and how another provider takes its place. Pure."""

from collections.abc import Mapping, Sequence

from app.desktop.presenters.tray_state import ProfileRoute
from app.desktop.program.providers import ProviderStatus
from app.settings import change
from app.settings.schema import DEFAULT_PROFILE, Profile, Settings

EVERYTHING = "*"
_OWN_NAME = "*"  # in a target: the client's own model name


def routes(settings: Settings, providers: Mapping[str, ProviderStatus]) -> tuple[ProfileRoute, ...]:
    """Every profile's route, the default profile's first. `providers` are known by their names."""
    names = sorted(settings.profiles, key=lambda name: (name != DEFAULT_PROFILE, name))
    return tuple(_route(settings, name, providers) for name in names)


def _route(
    settings: Settings, profile: str, providers: Mapping[str, ProviderStatus]
) -> ProfileRoute:
    targets = _targets(settings, profile)
    if targets:
        provider, _, model = targets[0].partition("/")
        model = "" if model == _OWN_NAME else model
    else:
        provider, model = settings.default_provider or "", settings.default_model or ""
    known = providers.get(provider)
    return ProfileRoute(
        profile=profile,
        provider=provider,
        label=known.label if known is not None else provider,
        model=model,
        own=bool(targets) or profile == DEFAULT_PROFILE,
        others=max(len(targets) - 1, 0),
        rules=_rules(settings.profiles.get(profile, Profile())),
        models=known.models if known is not None else (),
    )


def switched(settings: Settings, profile: str, provider: str, model: str) -> Settings:
    """The settings with `provider` and its `model` ("": the client's own) first for `profile`.

    Other targets that the profile names for everything stay, in their order, to be tried after it.
    """
    targets = _targets(settings, profile)
    if not targets and profile == DEFAULT_PROFILE:
        return change.set_default(settings, provider, model or None)
    rest = [each for each in targets if each.partition("/")[0] != provider]
    first = f"{provider}/{model or _OWN_NAME}"
    return change.map_model(settings, profile, EVERYTHING, [first, *rest])


def as_default(settings: Settings, profile: str) -> Settings:
    """The settings with `profile` sending everything else where the default says."""
    return change.unmap_model(settings, profile, EVERYTHING)


def fitting_model(models: Sequence[str], remembered: str) -> str:
    """The model to use with a provider of these `models`: the one it had last, if it has it yet."""
    if remembered and (not models or remembered in models):
        return remembered
    return change.passed_or_first(models) or ""


def _targets(settings: Settings, profile: str) -> tuple[str, ...]:
    rules = settings.profiles.get(profile, Profile()).models
    return next((rule.targets for rule in rules if rule.client == EVERYTHING), ())


def _rules(profile: Profile) -> int:
    named = sum(1 for rule in profile.models if rule.client != EVERYTHING)
    return named + len(profile.families)
