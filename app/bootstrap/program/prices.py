"""What models cost, from the gateway's own price book."""

import asyncio
import logging
import time
from datetime import date

from app.bootstrap.program.core import Core
from app.desktop.program.prices import KnownPrice
from app.providers.pricing.book import own_price
from app.providers.pricing.price import Price
from app.settings.schema import ModelPrice

log = logging.getLogger(__name__)

_MICROS = 1_000_000


class BookedPrices:
    """Looks up what the next request would be counted with."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def price(self, provider: str, model: str) -> KnownPrice:
        """The price of `model`, None where nobody knows one."""
        # A fifth of a second the first time: the catalogue is large.
        found = await asyncio.to_thread(self._find, provider, model)
        if found is None:
            return KnownPrice(provider, model, None)
        now_ms = int(time.time() * 1000)
        rates = found.rates(now_ms)
        told = ModelPrice(
            currency=found.currency,
            input=rates.fresh / _MICROS,
            output=rates.output / _MICROS,
            cache_read=rates.cache_read / _MICROS,
            cache_write=rates.cache_write / _MICROS,
            reasoning=None if rates.reasoning is None else rates.reasoning / _MICROS,
            since=_date(found.dated(now_ms)),
        )
        source = "yours" if found.source == "settings" else found.source
        return KnownPrice(provider, model, told, source, found.dated(now_ms))

    def _find(self, provider: str, model: str) -> Price | None:
        snapshot = self._core.snapshot
        built = snapshot.providers.get(provider)
        if built is None:  # switched off or broken: only what the user said is known
            entry = snapshot.settings.providers.get(provider)
            return own_price(model, entry.prices) if entry is not None else None
        try:
            return self._core.assembly.prices.resolve(built, model, built.prices)
        except Exception:  # the catalogue is another project's data
            log.exception("the price of %s/%s cannot be looked up", provider, model)
            return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
