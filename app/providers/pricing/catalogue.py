"""The prices that the `genai-prices` package carries, as ours. Only this module imports it.

It costs a fifth of a second to import, so ask it on a thread. It is keyed by vendor and is asked
for the vendor whose address is called and for no other: an aggregator's model has the aggregator's
price or none.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from urllib.parse import urlsplit

from genai_prices import __version__
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import (
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    PriceVariant,
    StartDateConstraint,
    TieredPrices,
    TimeOfDateConstraint,
)
from genai_prices.types import Provider as Vendor

from app.providers.pricing.price import Price, Rates, Tariff, Variant

# Its release, by the Python package index; its entries name no date of their own, but for those
# that begin on one.
_RELEASED = {"0.2.3": "2026-11"}
# Hosts that its patterns miss, and those that they catch although their vendor bills in CNY there
# at other prices than the catalogue's (its own comments on MiniMax and Moonshot, 0.2.3).
_HOSTS = {"api.moonshot.ai": "moonshotai"}
_OTHER_PRICES = {"api.moonshot.cn", "api.minimaxi.com", "api.minimax.chat"}
_HUGGING_FACE = "router.huggingface.co"

_MICROS = Decimal(1_000_000)
_MICROS_PER_ONE = Decimal(1_000)  # from money per thousand requests or searches

_Value = Decimal | TieredPrices | None


def look_up(base_url: str, model: str) -> Price | None:
    """The price of `model` at the address `base_url`, None where the catalogue has none for it."""
    reference = model.removeprefix("models/")
    if urlsplit(base_url).hostname == _HUGGING_FACE:
        # The router's model names say who serves: "model:novita". Without that, or with
        # ":fastest" or ":cheapest", it decides on its own (Hugging Face's documents, 2026-11).
        reference, _, served_by = reference.rpartition(":")
        vendor = _named(f"huggingface_{served_by}")
    else:
        vendor = _vendor(base_url)
    if vendor is None or not reference:
        return None
    found = vendor.find_model(reference, all_providers=get_snapshot().providers)
    return _price(found) if found is not None else None


def _named(vendor_id: str) -> Vendor | None:
    return next((each for each in get_snapshot().providers if each.id == vendor_id), None)


def _vendor(base_url: str) -> Vendor | None:
    """The vendor whose host `base_url` has; a longer host that begins alike is somebody else."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if host in _HOSTS:
        return _named(_HOSTS[host])
    if host in _OTHER_PRICES:
        return None
    url = f"https://{host}{parts.path}"
    for vendor in get_snapshot().providers:
        match = re.match(vendor.api_pattern, url)
        if match is None:
            continue
        if match.group().endswith("/") or url[match.end() :][:1] in ("", "/"):
            return vendor
    return None


def _price(model: ModelInfo) -> Price | None:
    prices = model.prices
    spans = prices if isinstance(prices, list) else [ConditionalPrice(prices=prices)]
    # Embeddings have no output; anything else without a price for it is priced by the image, the
    # minute or the page.
    vectors = "embed" in model.id
    if any(
        span.prices.input_mtok is None or (span.prices.output_mtok is None and not vectors)
        for span in spans
    ):
        return None
    return Price(
        tuple(_tariff(span, {}) for span in spans),
        currency="USD",
        source="genai-prices",
        date=_RELEASED.get(__version__, ""),
        variants=tuple(
            _variant(each, spans)
            for each in model.price_variants or ()
            if len(each.when) == 1 and each.constraint is None
        ),
    )


def _variant(variant: PriceVariant, spans: list[ConditionalPrice]) -> Variant:
    ((key, value),) = variant.when.items()
    overrides = {name: each for name, each in vars(variant.prices).items() if each is not None}
    return Variant(key, value, tuple(_tariff(span, overrides) for span in spans))


def _tariff(span: ConditionalPrice, overrides: dict[str, _Value]) -> Tariff:
    values = vars(span.prices) | overrides
    merged = ModelPrice(**values)
    thresholds = {
        tier.start
        for value in values.values()
        if isinstance(value, TieredPrices)
        for tier in value.tiers
    }
    steps = tuple((each, _rates(merged, each + 1)) for each in sorted(thresholds, reverse=True))
    match span.constraint:
        case StartDateConstraint(start_date=day):
            since = datetime.combine(day, time(), UTC)
            return Tariff(_rates(merged, 0), steps, str(day), int(since.timestamp()) * 1000)
        case TimeOfDateConstraint(start_time=begin, end_time=end):
            return Tariff(_rates(merged, 0), steps, daily=(_of_day(begin), _of_day(end)))
    return Tariff(_rates(merged, 0), steps)


def _rates(price: ModelPrice, tokens: int) -> Rates:
    """The rates of a request whose whole input is `tokens`. What is not told costs as its like."""
    fresh = _micros(price.input_mtok, tokens)
    write = _micros(price.cache_write_mtok, tokens, fresh)
    output = _micros(price.output_mtok, tokens)
    return Rates(
        fresh=fresh,
        cache_read=_micros(price.cache_read_mtok, tokens, fresh),
        cache_write=write,
        cache_write_hour=_micros(price.cache_write_1h_mtok, tokens, write),
        output=output,
        reasoning=(
            None
            if price.output_reasoning_mtok is None
            else _micros(price.output_reasoning_mtok, tokens)
        ),
        request=_micros(price.requests_kcount, tokens, unit=_MICROS_PER_ONE),
        search=_micros(price.web_searches_kcount, tokens, unit=_MICROS_PER_ONE),
    )


def _micros(value: _Value, tokens: int, missing: int = 0, unit: Decimal = _MICROS) -> int:
    if isinstance(value, TieredPrices):
        reached = [tier.price for tier in value.tiers if tokens > tier.start]
        value = reached[-1] if reached else value.base
    if value is None:
        return missing
    return int((value * unit).to_integral_value(ROUND_HALF_EVEN))


def _of_day(clock: time) -> int:
    """A time of day, which is UTC where it does not say, in milliseconds of the UTC day."""
    known = clock if clock.tzinfo is not None else clock.replace(tzinfo=UTC)
    at = datetime.combine(date(2000, 1, 2), known).astimezone(UTC).time()
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1000
