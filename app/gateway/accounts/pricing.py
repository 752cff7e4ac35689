"""What requests cost, from prices that are looked up once."""

import asyncio
import logging
from dataclasses import dataclass

from app.core.usage import Usage
from app.providers.pricing.book import PriceBook, Unresolved
from app.providers.pricing.price import Price, cost, saved
from app.providers.provider import Provider

log = logging.getLogger(__name__)

# Tokens of an answer, until a model has answered.
_FIRST_GUESS = 500.0
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


class Pricing:
    """The price book as requests use it: at once where the price is known, else on a thread."""

    def __init__(self, book: PriceBook) -> None:
        self._book = book
        self._answers: dict[tuple[str, str], float] = {}

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
    ) -> Cost | None:
        """What a request of `input_tokens` will probably cost, its answer being as usual."""
        output = self._answers.get((provider.name, model), _FIRST_GUESS)
        return self.cost(provider, model, Usage(fresh=input_tokens, output=int(output)), at_ms)

    def learn(self, provider: Provider, model: str, usage: Usage) -> None:
        """Take note of how long this model's answers are."""
        key = (provider.name, model)
        known = self._answers.get(key)
        if known is None and len(self._answers) >= _MODELS_KEPT:
            self._answers.clear()
        before = float(usage.output) if known is None else known
        self._answers[key] = before + (usage.output - before) * _WEIGHT_OF_LATEST
