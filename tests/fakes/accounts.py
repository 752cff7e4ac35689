"""Accounts without a database: limits hold, and nothing is kept."""

from collections.abc import Callable
from datetime import UTC

from app.core.money import Rate
from app.gateway.accounts.keeper import Accounts
from app.gateway.accounts.pricing import Pricing
from app.gateway.accounts.terms import Terms
from app.gateway.outcome import Outcome
from app.providers.pricing.book import PriceBook

TERMS = Terms(UTC, Rate(7.0), (50, 80, 100))


def without_database(told: Callable[[Outcome], None] | None = None) -> Accounts:
    """Accounts that tell `told` of each outcome."""
    return Accounts(Pricing(PriceBook()), TERMS, "test", expects_database=False, told=told)
