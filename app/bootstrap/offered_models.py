"""The model names that a client of a profile is told, the one to begin with first."""

from app.gateway.snapshot import Snapshot
from app.routing.resolve import known_models


def offered_models(snapshot: Snapshot, profile: str) -> tuple[str, ...]:
    """As GET /v1/models lists them; without rules of the profile's own, the default leads."""
    table = snapshot.table
    names = known_models(table, profile)
    rules = table.profiles.get(profile)
    default = f"{table.default_provider}/{table.default_model}"
    if (rules is None or not rules.exact) and default in names:
        return (default, *(name for name in names if name != default))
    return names
