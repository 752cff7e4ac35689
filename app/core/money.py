"""Money in whole millionths, so that sums over any grouping are the same."""

from dataclasses import dataclass
from typing import Literal, get_args

Currency = Literal["USD", "CNY"]
CURRENCIES: tuple[Currency, ...] = get_args(Currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many CNY one USD is, by the user's own setting: no rate is fetched."""

    cny_per_usd: float


def convert(micros: int, source: str, target: str, rate: Rate) -> int:
    """`micros` of the currency `source` in micros of `target`, rounded half to even.

    Raises `ValueError` for a currency that is neither USD nor CNY.
    """
    for currency in (source, target):
        if currency not in CURRENCIES:
            raise ValueError(f"{currency!r} is no currency that Dragoman knows")
    if source == target:
        return micros
    return round(micros * rate.cny_per_usd if source == "USD" else micros / rate.cny_per_usd)
