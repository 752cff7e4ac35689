"""A model's price, and what one request cost by it, in whole micro-units of money."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.core.money import Currency
from app.core.usage import Usage

PriceSource = Literal["settings", "genai-prices", "local"]

_MILLION = 1_000_000
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Rates:
    """Micro-units of money per million tokens of each kind.

    `cache_write_hour` is for a cache that lives an hour. `reasoning` is None where it costs as
    output, which it is part of. `request` and `search` are for one request and one web search.
    """

    fresh: int
    cache_read: int
    cache_write: int
    cache_write_hour: int
    output: int
    reasoning: int | None = None
    request: int = 0
    search: int = 0


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rates of one span of time.

    `steps` are other rates for the whole request once its whole input is above so many tokens,
    the highest first. A tariff holds since `since_ms` (`since` is that day, "" where none is told)
    and, where `daily` is not None, from its first to before its second millisecond of a UTC day; a
    span whose end is not behind its beginning goes on over midnight.
    """

    rates: Rates
    steps: tuple[tuple[int, Rates], ...] = ()
    since: str = ""
    since_ms: int = 0
    daily: tuple[int, int] | None = None

    def holds(self, at_ms: int) -> bool:
        """Whether the tariff is in force at that moment."""
        if at_ms < self.since_ms:
            return False
        if self.daily is None:
            return True
        begin, end = self.daily
        time = at_ms % _DAY_MS
        return begin <= time < end if begin <= end else time >= begin or time < end


@dataclass(frozen=True, slots=True)
class Variant:
    """Other tariffs, where the provider's own usage object says that `key` is `value`."""

    key: str
    value: str
    tariffs: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs at a provider: of `tariffs`, the last one that is in force.

    Where none is, the first one counts. `date` is the day (or month) on which the price was read,
    "" where that is not known.
    """

    tariffs: tuple[Tariff, ...]
    currency: Currency
    source: PriceSource
    date: str = ""
    variants: tuple[Variant, ...] = ()

    def tariff(self, at_ms: int) -> Tariff:
        """The tariff in force at `at_ms`, milliseconds since 1970."""
        return _in_force(self.tariffs, at_ms)

    def rates(self, at_ms: int, tokens: int = 0) -> Rates:
        """The rates in force at `at_ms` for a request whose whole input is `tokens`."""
        return _of_size(self.tariff(at_ms), tokens)

    def dated(self, at_ms: int) -> str:
        """The day from which the rates in force hold where that is told, else `date`."""
        return self.tariff(at_ms).since or self.date


def flat(rates: Rates, currency: Currency, source: PriceSource, date: str = "") -> Price:
    """A price that is the same at any time and for any size."""
    return Price((Tariff(rates),), currency, source, date)


def cost(price: Price, usage: Usage, at_ms: int) -> int:
    """What `usage` cost, in micros of the price's currency, rounded once, half to even.

    `at_ms` is when the request began. Cache writes for an hour are read from the usage object of
    Anthropic's Messages API (`cache_creation`), and its fast mode (`speed`); Anthropic's reference,
    read 2026-11. Web searches are those that the provider made. Tokens of audio and images cost as
    text.
    """
    rates = _applicable(price, usage, at_ms)
    reasoning = usage.reasoning
    total = usage.fresh * rates.fresh + usage.cache_read * rates.cache_read
    if usage.cache_write:
        hour = _hour_writes(usage)
        total += (usage.cache_write - hour) * rates.cache_write + hour * rates.cache_write_hour
    if rates.reasoning is None or not reasoning:
        total += usage.output * rates.output
    else:
        reasoning = min(reasoning, usage.output)
        total += (usage.output - reasoning) * rates.output + reasoning * rates.reasoning
    if rates.search:
        total += _searches(usage) * rates.search * _MILLION
    return _rounded(total + rates.request * _MILLION)


def saved(price: Price, usage: Usage, at_ms: int) -> int:
    """What the provider's cache saved: less than 0 where writing it cost more than it brought.

    That is what the tokens read from it would have cost more as fresh input, minus what the tokens
    written to it cost more than fresh ones. A single request that only writes has a negative one,
    and the sum over a conversation is then what the cache was worth.
    """
    if not usage.cache_read and not usage.cache_write:
        return 0
    rates = _applicable(price, usage, at_ms)
    total = usage.cache_read * (rates.fresh - rates.cache_read)
    if usage.cache_write:
        hour = _hour_writes(usage)
        total -= (usage.cache_write - hour) * max(0, rates.cache_write - rates.fresh)
        total -= hour * max(0, rates.cache_write_hour - rates.fresh)
    return _rounded(total)


def _applicable(price: Price, usage: Usage, at_ms: int) -> Rates:
    tariffs = price.tariffs
    if price.variants and usage.raw is not None:
        for variant in price.variants:
            if usage.raw.get(variant.key) == variant.value:
                tariffs = variant.tariffs
                break
    tariff = tariffs[0] if len(tariffs) == 1 else _in_force(tariffs, at_ms)
    return _of_size(tariff, usage.input) if tariff.steps else tariff.rates


def _in_force(tariffs: tuple[Tariff, ...], at_ms: int) -> Tariff:
    for tariff in reversed(tariffs):
        if tariff.holds(at_ms):
            return tariff
    return tariffs[0]


def _of_size(tariff: Tariff, tokens: int) -> Rates:
    for above, rates in tariff.steps:
        if tokens > above:
            return rates
    return tariff.rates


def _hour_writes(usage: Usage) -> int:
    return min(usage.cache_write, _counter(usage, "cache_creation", "ephemeral_1h_input_tokens"))


def _searches(usage: Usage) -> int:
    told = _counter(usage, "server_tool_use", "web_search_requests")  # OpenRouter tells them too
    return max(told, usage.searches - usage.helped)


def _counter(usage: Usage, group: str, key: str) -> int:
    counters = usage.raw.get(group) if usage.raw is not None else None
    value: Any = counters.get(key) if isinstance(counters, Mapping) else None
    return value if type(value) is int and value > 0 else 0


def _rounded(total: int) -> int:
    """`total` in millionths, as whole units, half to even."""
    whole, rest = divmod(total, _MILLION)
    if rest * 2 > _MILLION or (rest * 2 == _MILLION and whole & 1):
        return whole + 1
    return whole
