"""The router itself, over the fake's settings."""

from collections.abc import Sequence

from app.core.failure import Refused
from app.desktop.program.routes import Route
from app.providers.provider import ProviderError, build
from app.routing.resolve import RouteRequest, known_models, resolve
from app.routing.table import RoutingTable, table_of
from app.settings.schema import Settings
from tests.fakes.program.configuration import FakeConfiguration


class FakeRoutes:
    """Answers as the gateway would."""

    def __init__(self, configuration: FakeConfiguration) -> None:
        self._configuration = configuration

    def route(self, profile: str, model: str, settings: Settings | None = None) -> Route:
        """Where the name leads."""
        try:
            found = resolve(self._table(settings), RouteRequest(model, profile))
        except Refused as refused:
            return Route(model, refusal=refused.failure.message)
        return Route(model, tuple((each.provider, each.model) for each in found), found[0].rule)

    def known_models(self, profile: str) -> Sequence[str]:
        """The names in rules and lists."""
        return known_models(self._table(None), profile)

    def _table(self, settings: Settings | None) -> RoutingTable:
        settings = settings if settings is not None else self._configuration.settings
        models = {}
        for name, entry in settings.providers.items():
            try:
                models[name] = build(name, entry).models
            except ProviderError:
                continue
        return table_of(settings, models)
