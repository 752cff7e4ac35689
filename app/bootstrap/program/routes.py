"""What the router says, without a request."""

from collections.abc import Sequence

from app.bootstrap.program.core import Core
from app.core.failure import Refused
from app.desktop.program.routes import Route
from app.gateway.snapshot import Snapshot
from app.routing.resolve import RouteRequest, known_models, resolve
from app.settings.schema import Settings


class GatewayRoutes:
    """Asks with the gateway's own snapshot, or with one of settings that are only thought of."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._thought: tuple[Settings, Snapshot] | None = None

    def route(self, profile: str, model: str, settings: Settings | None = None) -> Route:
        """What would happen with `model`."""
        snapshot = self._snapshot(settings)
        try:
            found = resolve(snapshot.table, RouteRequest(model, profile))
        except Refused as refused:
            return Route(model, refusal=refused.failure.message)
        targets = tuple((each.provider, each.model) for each in found)
        if not any(provider in snapshot.providers for provider, _ in targets):
            try:
                snapshot.provider(targets[0][0])
            except Refused as refused:
                return Route(model, targets, found[0].rule, refused.failure.message)
        return Route(model, targets, found[0].rule)

    def known_models(self, profile: str) -> Sequence[str]:
        """The names that a client of this profile may ask for."""
        return known_models(self._core.snapshot.table, profile)

    def _snapshot(self, settings: Settings | None) -> Snapshot:
        if settings is None:
            return self._core.snapshot
        if self._thought is None or self._thought[0] is not settings:
            self._thought = settings, Snapshot.of(settings)
        return self._thought[1]
