"""From a client's model name to the places that may answer it."""

from dataclasses import dataclass

from app.routing.table import RoutingTable


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """What a client asks for; `pinned_provider` where its path named one (`/deepseek/v1/...`)."""

    model: str
    profile: str = "default"
    pinned_provider: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place to try: a provider's name, its model, and the rule in words that led there."""

    provider: str
    model: str
    rule: str


def resolve(table: RoutingTable, request: RouteRequest) -> tuple[Candidate, ...]:
    """The places to try, best first, at least one.

    Raises `Refused` (MODEL_NOT_FOUND, NOT_FOUND for an unknown provider or profile, UNAVAILABLE
    where no provider is set up) with what exists and what to do.
    """
    raise NotImplementedError


def known_models(table: RoutingTable, profile: str = "default") -> tuple[str, ...]:
    """The names that a client may ask for, as GET /v1/models lists them."""
    raise NotImplementedError
