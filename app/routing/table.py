"""The routing part of the settings, ready to be looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.settings.schema import Profile, Settings

GLOB_MARKS = "*?["


@dataclass(frozen=True, slots=True)
class Place:
    """A provider's name and a model of it; the model "*" is the client's own name for it."""

    provider: str
    model: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a client model name (or glob) leads to, in order."""

    client: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """One profile.

    `exact` is by client name in lower case, `globs` are the most specific first (more characters
    that stand for themselves; then the user's order), `catch_all` is the rule for `*`.
    """

    exact: Mapping[str, Rule] = field(default_factory=dict)
    globs: tuple[Rule, ...] = ()
    catch_all: Rule | None = None
    families: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """The models of one provider: `own` as the user listed them, `known` from its preset.

    `embeddings` are those of its preset that make embeddings and cannot talk. A preset's list grows
    old, so it helps to find a model and never keeps one away.
    """

    own: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    embeddings: tuple[str, ...] = ()

    def find(self, name: str) -> str | None:
        """The provider's spelling of `name`, its case ignored; None where it is not listed."""
        lower = name.lower()
        for each in (*self.own, *self.known, *self.embeddings):
            if each.lower() == lower:
                return each
        return None


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """Profiles and enabled providers by name, in the user's order, and the defaults."""

    profiles: Mapping[str, ProfileRules]
    providers: Mapping[str, Listing]
    disabled: tuple[str, ...] = ()
    default_provider: str | None = None
    default_model: str | None = None


def table_of(
    settings: Settings,
    known_models: Mapping[str, Sequence[str]] | None = None,
    embedding_models: Mapping[str, Sequence[str]] | None = None,
) -> RoutingTable:
    """The table of `settings`.

    `known_models` and `embedding_models` are the models of each provider's preset, by name.
    """
    known, embeddings = known_models or {}, embedding_models or {}
    return RoutingTable(
        profiles={name: _rules(profile) for name, profile in settings.profiles.items()},
        providers={
            name: Listing(
                provider.models, tuple(known.get(name, ())), tuple(embeddings.get(name, ()))
            )
            for name, provider in settings.providers.items()
            if provider.enabled
        },
        disabled=tuple(n for n, provider in settings.providers.items() if not provider.enabled),
        default_provider=settings.default_provider,
        default_model=settings.default_model,
    )


def _rules(profile: Profile) -> ProfileRules:
    exact: dict[str, Rule] = {}
    globs: list[Rule] = []
    catch_all: Rule | None = None
    for row in profile.models:
        rule = Rule(row.client, _places(row.targets))
        if row.client == "*":
            catch_all = catch_all or rule
        elif any(mark in row.client for mark in GLOB_MARKS):
            globs.append(rule)
        else:
            exact.setdefault(row.client.lower(), rule)
    globs.sort(key=lambda rule: -_specificity(rule.client))
    families = {str(name): _places(targets) for name, targets in profile.families.items()}
    return ProfileRules(exact, tuple(globs), catch_all, families)


def _places(targets: Sequence[str]) -> tuple[Place, ...]:
    return tuple(Place(*target.split("/", 1)) for target in targets)


def _specificity(glob: str) -> int:
    return sum(char not in "*?[]" for char in glob)
