"""A catalogue of two models, and the user's own prices from the settings."""

from app.desktop.program.prices import KnownPrice
from app.settings.schema import ModelPrice
from tests.fakes.program.configuration import FakeConfiguration
from tests.fakes.program.recorded import Recorded


class FakePrices(Recorded):
    """`catalogue` holds prices by model."""

    def __init__(self, configuration: FakeConfiguration) -> None:
        super().__init__()
        self.catalogue: dict[str, ModelPrice] = {
            "deepseek-v4-pro": ModelPrice(input=0.435, output=0.87, cache_read=0.0036),
            "deepseek-v4-flash": ModelPrice(input=0.14, output=0.28, cache_read=0.0028),
        }
        self._configuration = configuration

    async def price(self, provider: str, model: str) -> KnownPrice:
        """The user's own, else the catalogue's."""
        await self._asked("price", provider, model)
        entry = self._configuration.settings.providers.get(provider)
        if entry is not None and model in entry.prices:
            own = entry.prices[model]
            since = own.since.isoformat() if own.since else ""
            return KnownPrice(provider, model, own, "yours", since)
        found = self.catalogue.get(model)
        if found is None:
            return KnownPrice(provider, model, None)
        return KnownPrice(provider, model, found, "genai-prices", "2026-11-01")
