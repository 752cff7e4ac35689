"""The routing part of the settings, ready to be looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FAMILIES = ("opus", "sonnet", "haiku", "fable")


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
    """One profile: its rules in the user's order, Claude Code's families, and the last resort."""

    rules: tuple[Rule, ...] = ()
    families: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    default: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """Profiles by name, and the models that each enabled provider lists (none: it lists none)."""

    profiles: Mapping[str, ProfileRules]
    providers: Mapping[str, tuple[str, ...]]
    default_provider: str | None = None
    default_model: str | None = None
