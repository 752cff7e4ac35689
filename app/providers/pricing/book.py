"""The prices of the models in use, each looked up once."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.providers.globs import matches_any
from app.providers.pricing.price import Price, Rates, flat
from app.providers.provider import Provider
from app.settings.provider_settings import ModelPrice

_MICROS = 1_000_000
_REMEMBERED = 4096  # clients may pass any model name through; the book must not grow with them
# A gateway of the user's own in front of vendors that do take money.
_PASSING_ON = {"litellm"}
# Ollama's names for models that run at ollama.com (its documents on cloud models, 2026-11).
_HOSTED = ("-cloud", ":cloud")

_FREE = flat(Rates(0, 0, 0, 0, 0), "USD", "local")

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """The book does not know yet: `resolve` does."""


UNRESOLVED = Unresolved()


class PriceBook:
    """What models cost. `known` answers from memory; `resolve` looks up, and may take a while.

    A price is found in this order: the user's own for the exact model name, then for the longest
    glob; nothing for a server on the user's own machine; else the catalogue's. The book is safe to
    use from several threads.
    """

    def __init__(self) -> None:
        self._found: dict[_Key, tuple[Mapping[str, ModelPrice], Price | None]] = {}

    def known(
        self, provider: Provider, model: str, settings_prices: Mapping[str, ModelPrice]
    ) -> Price | Unresolved | None:
        """The price of `model` at `provider` from memory, None where it is known to have none.

        `settings_prices` are the user's own by model name or glob; where they changed, the price is
        to be resolved again.
        """
        found = self._found.get((provider.name, provider.preset, provider.base_url, model))
        if found is None or (found[0] is not settings_prices and found[0] != settings_prices):
            return UNRESOLVED
        return found[1]

    def resolve(
        self, provider: Provider, model: str, settings_prices: Mapping[str, ModelPrice]
    ) -> Price | None:
        """The price of `model` at `provider`, None where it has none; remembered either way.

        Blocks for up to half a second the first time. Where the catalogue fails, its exception is
        raised once, and the model is unpriced until the settings change.
        """
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        price = None
        try:
            price = _price(provider, model, settings_prices)
        finally:
            key = (provider.name, provider.preset, provider.base_url, model)
            self._found[key] = (settings_prices, price)
        return price


def own_price(model: str, settings_prices: Mapping[str, ModelPrice]) -> Price | None:
    """The price that the user set for `model`: by its exact name, else by the longest glob."""
    exact = settings_prices.get(model)
    if exact is not None:
        return _of_settings(exact)
    globs = [each for each in settings_prices if matches_any(model, (each,))]
    return (
        _of_settings(settings_prices[max(globs, key=lambda each: (len(each), each))])
        if globs
        else None
    )


def _price(
    provider: Provider, model: str, settings_prices: Mapping[str, ModelPrice]
) -> Price | None:
    own = own_price(model, settings_prices)
    if own is not None:
        return own
    if provider.local or provider.is_demo:
        paid = provider.preset in _PASSING_ON or model.lower().endswith(_HOSTED)
        return None if paid else _FREE
    from app.providers.pricing.catalogue import look_up  # it takes a fifth of a second

    return look_up(provider.base_url, model)


def _of_settings(own: ModelPrice) -> Price:
    fresh = _micros(own.input)
    write = fresh if own.cache_write is None else _micros(own.cache_write)
    rates = Rates(
        fresh=fresh,
        cache_read=fresh if own.cache_read is None else _micros(own.cache_read),
        cache_write=write,
        cache_write_hour=write,
        output=_micros(own.output),
        reasoning=None if own.reasoning is None else _micros(own.reasoning),
    )
    return flat(rates, own.currency, "settings", "" if own.since is None else own.since.isoformat())


def _micros(amount: float) -> int:
    return round(amount * _MICROS)
