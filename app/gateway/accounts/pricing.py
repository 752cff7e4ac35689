"""What requests cost, from prices that are looked up once."""

import asyncio
import logging
from dataclasses import dataclass

from app.core.usage import Usage
from app.providers.pricing.book import PriceBook, Unresolved
from app.providers.pricing.price import Price, cost, saved
from app.providers.provider import Provider

log = logging.getLogger(__name__)

# Tokens of an answer; what requests really cost is learnt as a ratio to this guess.
_FIRST_GUESS = 500
_WEIGHT_OF_LATEST = 0.2
_MODELS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request cost: micros of a currency, and where its price is from, as of `date`."""

    micros: int
    saved_micros: int
    currency: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a request will probably cost: `micros`, and `listed_micros` before what was learnt."""

    micros: int
    listed_micros: int
    currency: str


class Pricing:
    """The price book as requests use it: at once where the price is known, else on a thread."""

    def __init__(self, book: PriceBook) -> None:
        self._book = book
        self._ratios: dict[tuple[str, str], float] = {}

    def known(self, provider: Provider, model: str) -> bool:
        """Whether `cost` knows at once what a model costs, or that it has no price."""
        return not isinstance(self._book.known(provider, model, provider.prices), Unresolved)

    async def resolve(self, provider: Provider, model: str) -> None:
        """Look the price up. A fault of the catalogue leaves the model unpriced."""
        try:
            await asyncio.to_thread(self._book.resolve, provider, model, provider.prices)
        except Exception:
            log.exception("the price of %s/%s cannot be looked up", provider.name, model)

    def cost(self, provider: Provider, model: str, usage: Usage, at_ms: int) -> Cost | None:
        """What `usage` costs; None where the model has no price, or none was looked up."""
        price = self._book.known(provider, model, provider.prices)
        if not isinstance(price, Price):
            return None
        return Cost(
            cost(price, usage, at_ms),
            saved(price, usage, at_ms),
            price.currency,
            price.source,
            price.dated(at_ms),
        )

    def expected(
        self, provider: Provider, model: str, input_tokens: int, at_ms: int
    ) -> Expected | None:
        """What a request of about `input_tokens` will cost, None where the model has no price."""
        guess = Usage(fresh=input_tokens, output=_FIRST_GUESS)
        listed = self.cost(provider, model, guess, at_ms)
        if listed is None:
            return None
        ratio = self._ratios.get((provider.name, model), 1.0)
        return Expected(round(listed.micros * ratio), listed.micros, listed.currency)

    def learn(self, provider: Provider, model: str, listed_micros: int, micros: int) -> None:
        """Take note of what a request cost that was guessed to cost `listed_micros`.

        How much of the input is cached and how long answers are differs from model to model, and
        from one use of a model to another.
        """
        if listed_micros <= 0:
            return
        key = (provider.name, model)
        if key not in self._ratios and len(self._ratios) >= _MODELS_KEPT:
            self._ratios.clear()
        ratio = micros / listed_micros
        before = self._ratios.get(key, ratio)
        self._ratios[key] = before + (ratio - before) * _WEIGHT_OF_LATEST
