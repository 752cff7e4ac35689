"""Money of both currencies as one number, at the user's own rate."""

from collections.abc import Mapping


def worth(by_currency: Mapping[str, int], currency: str, cny_per_usd: float) -> int:
    """All of it in micros of `currency` ("USD" or "CNY")."""
    total = 0.0
    for other, micros in by_currency.items():
        if other == currency:
            total += micros
        else:
            total += micros / cny_per_usd if currency == "USD" else micros * cny_per_usd
    return round(total)
