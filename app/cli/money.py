"""Money as people write and read it."""

import re
from collections.abc import Mapping

import click

_SIGNS = {"USD": "$", "CNY": "¥"}
_AMOUNT = re.compile(r"([$¥￥]?)\s*(\d{1,9}(?:\.\d{1,6})?)\s*([A-Za-z]{3}|元)?")
_CURRENCIES = {"$": "USD", "¥": "CNY", "￥": "CNY", "元": "CNY"}


def shown(cost: Mapping[str, int], unpriced: int = 0, *, estimated: bool = False) -> str:
    """Micros by currency as text; requests without a price are told, never shown as nothing."""
    parts = [amount(micros, currency) for currency, micros in sorted(cost.items()) if currency]
    text = " + ".join(parts)
    if text and estimated:
        text = f"~{text}"
    if unpriced:
        told = f"{unpriced} unpriced"
        return f"{text} + {told}" if text else told
    return text or "-"


def amount(micros: int, currency: str) -> str:
    """One amount: cents, or as many places as a small one needs."""
    value = micros / 1_000_000
    places = 2 if abs(value) >= 0.1 or micros == 0 else 4 if abs(micros) >= 100 else 6
    return f"{_SIGNS.get(currency, currency + ' ')}{value:,.{places}f}"


def parse(text: str, default_currency: str) -> tuple[int, str]:
    """Micros and currency of "50", "50USD", "$50" or "¥350".

    Raises `click.BadParameter`.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise click.BadParameter("an amount is written as 50USD, 350CNY, $50 or ¥350")
    sign, number, code = found.groups()
    named = {_CURRENCIES.get(each, each.upper()) for each in (sign, code) if each}
    if len(named) > 1 or not named <= {"USD", "CNY"}:
        raise click.BadParameter("money is in USD or CNY")
    whole, _, fraction = number.partition(".")
    micros = int(whole) * 1_000_000 + int(fraction.ljust(6, "0"))
    return micros, next(iter(named), default_currency)
