"""What the usage window shows, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from app.desktop.presenters.usage_span import Days, Span
from app.desktop.presenters.worth import worth
from app.desktop.program.people import BudgetState
from app.storage.totals import Group, Latency, Totals

By = Literal["model", "provider", "client"]
Measure = Literal["spend", "tokens", "requests"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the window is narrowed to; None is all. `model` is "provider/model"."""

    provider: str | None = None
    model: str | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One hour or day: when it begins, on the user's clock too, and its sums by part."""

    start_ms: int
    when: datetime
    parts: Mapping[str, Totals]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be filtered for: everything that was used in these days."""

    providers: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsageState:
    """Everything at once.

    `parts` are the keys of the series, the most costly first, `OTHERS` last where there are any.
    `known` is whether these days were read yet, `trouble` why they cannot be. `year` are the sums
    of each day of the last year with any requests. `currency` is the user's, with the rate.
    """

    days: Days
    span: Span = "today"
    by: By = "model"
    measure: Measure = "spend"
    filters: Filters = Filters()
    offer: Offer = Offer()
    currency: str = "USD"
    cny_per_usd: float = 7.1
    totals: Totals = field(default_factory=Totals)
    latency: Latency = field(default_factory=Latency)
    budget: BudgetState | None = None
    slots: tuple[Slot, ...] = ()
    parts: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    year: Mapping[date, Totals] = field(default_factory=dict)
    today: date = date(1970, 1, 1)
    loading: bool = False
    known: bool = False
    trouble: str = ""

    @property
    def bare(self) -> bool:
        """Whether there is nothing at all yet: nothing in these days and nothing in the year."""
        nothing = not self.totals.requests and not self.year
        return self.known and nothing and self.filters == Filters()

    def amount(self, totals: Totals) -> float:
        """What is measured of some sums: micros in the user's currency, tokens or requests."""
        if self.measure == "spend":
            return self.money(totals.cost)
        return totals.tokens if self.measure == "tokens" else totals.requests

    def money(self, by_currency: Mapping[str, int]) -> int:
        """Money in the user's currency."""
        return worth(by_currency, self.currency, self.cny_per_usd)
