"""What was used: sums, series, and single requests."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from app.core.money import Currency
from app.gateway.admin.shapes.common import (
    IsoDate,
    Moment,
    Money,
    PageQuery,
    Shape,
    Whole,
    moneys,
)
from app.settings import notation
from app.storage import totals as sums
from app.storage.names import storable

Bucket = Literal["hour", "day"]
SeriesGrouping = Literal["user", "key", "profile", "provider", "model", "client", "endpoint"]


def _term(text: str) -> str:
    if not storable(text):
        raise ValueError("must be text without NUL characters")
    return text


def _in_range(day: date) -> date:
    if not 1970 <= day.year <= 9000:
        raise ValueError("must be between 1970-01-01 and 9000-12-31")
    return day


Term = Annotated[str, Field(max_length=500), AfterValidator(_term)]
Day = Annotated[date, IsoDate, AfterValidator(_in_range)]
Zone = Annotated[str, Field(max_length=100), AfterValidator(notation.timezone)]


class DateQuery(Shape):
    """From one day to another, both included."""

    start_date: Annotated[Day | None, Field(description="The first day.")] = None
    end_date: Annotated[Day | None, Field(description="The last day, included.")] = None
    timezone: Annotated[
        Zone | None, Field(description="Whose days they are; the server's where empty.")
    ] = None


class UsageQuery(DateQuery):
    """Which requests: all for which everything that is named holds; empty is a value too."""

    user_id: Term | None = None
    key_id: Term | None = None
    profile: Term | None = None
    provider: Term | None = None
    model: Term | None = None
    client: Annotated[Term | None, Field(description="A client program's name.")] = None
    endpoint: Term | None = None
    conversation: Term | None = None


class UsagePageQuery(UsageQuery, PageQuery):
    """Which requests, and which page of them."""


class SeriesQuery(UsageQuery):
    """Which requests, in which steps, and which groups one by one."""

    bucket: Bucket = "day"
    by: SeriesGrouping | None = None
    top: Annotated[
        int, Whole, Field(ge=1, le=50, description="How many groups one by one; '*' is the rest.")
    ] = 8


class Tokens(Shape):
    """Tokens by kind: `input` is fresh, cache_read and cache_write; `output` has `reasoning`."""

    fresh: int
    cache_read: int
    cache_write: int
    input: int
    output: int
    reasoning: int
    total: int


class Totals(Shape):
    """Sums over requests. The cost is without unpriced ones: nobody knows what they cost."""

    requests: int
    failures: int
    partials: int
    tokens: Tokens
    cost: list[Money]
    saved: list[Money]
    unpriced_requests: int
    estimated_requests: int
    cache_share: float | None
    mean_duration_ms: float | None
    losses: int


class Milliseconds(Shape):
    """The median and the 95th percentile; null where there is none."""

    p50: int | None
    p95: int | None


class Total(Totals):
    """Sums over all requests of a selection."""

    first_delta_ms: Milliseconds


class Group(Totals):
    """Requests that have `key` in common; `label` is the name that belongs to it."""

    key: str
    label: str


class DayTotals(Totals):
    """Requests of one day."""

    date: str
    start: Moment


class Point(Totals):
    """A group's requests of one hour or day; the key '*' is all groups not shown one by one."""

    start: Moment
    key: str
    label: str


class Series(Shape):
    """A selection over time; steps without a request are left out."""

    bucket: Bucket
    by: SeriesGrouping | None
    timezone: str
    items: list[Point]


def totals_of(found: sums.Totals) -> dict[str, Any]:
    """The fields of `Totals`."""
    return {
        "requests": found.requests,
        "failures": found.failures,
        "partials": found.partials,
        "tokens": Tokens(
            fresh=found.fresh,
            cache_read=found.cache_read,
            cache_write=found.cache_write,
            input=found.input,
            output=found.output,
            reasoning=found.reasoning,
            total=found.tokens,
        ),
        "cost": moneys(found.cost),
        "saved": moneys(found.saved),
        "unpriced_requests": found.unpriced,
        "estimated_requests": found.estimated,
        "cache_share": found.cache_share,
        "mean_duration_ms": found.duration_ms / found.requests if found.requests else None,
        "losses": found.losses,
    }


def total_of(found: sums.Totals, latency: sums.Latency) -> Total:
    """Sums with how long answers take to begin."""
    first = Milliseconds(p50=latency.p50_ms, p95=latency.p95_ms)
    return Total(**totals_of(found), first_delta_ms=first)


class Loss(Shape):
    """What could not be carried to the provider or back."""

    what: str
    where: str
    weight: str
    note: str


class RowTokens(Shape):
    """One request's tokens; `reasoning` is null where the provider does not tell it."""

    fresh: int
    cache_read: int
    cache_write: int
    input: int
    output: int
    reasoning: int | None
    total: int


class UsageRow(Shape):
    """One request that asked a model, however it ended. `cost` is null where it is unpriced."""

    request_id: str
    started_at: Moment
    gateway: str
    user_id: str | None
    key_id: str | None
    profile: str
    client: str
    client_version: str
    conversation: str | None
    endpoint: str
    client_model: str
    provider: str
    model: str
    client_dialect: str
    provider_dialect: str
    lane: str
    stream: bool
    status: int
    failure: str | None
    partial: bool
    attempts: int
    failovers: int
    accuracy: Literal["exact", "estimated", "none"]
    tokens: RowTokens
    cost: Money | None
    saved: Money | None
    price_source: str | None
    price_date: str | None
    first_delta_ms: int | None
    duration_ms: int
    request_bytes: int
    response_bytes: int
    loss_count: int


class UsageDetail(UsageRow):
    """One request with all that was recorded of it: the provider's own usage object too."""

    raw_usage: Any
    losses: list[Loss]


class Allowance(Shape):
    """A budget that applies to the caller, in its present period."""

    scope: Literal["user", "key", "profile"]
    period: Literal["day", "week", "month"]
    limit: Money
    spent: Money
    percent: int
    hard: bool
    resets_at: Moment


class OwnUsage(Shape):
    """What the caller's own user has used, or the key alone where it is nobody's."""

    user_id: str | None
    user_name: str | None
    key_id: str
    timezone: str
    currency: Currency
    total: Total
    days: list[DayTotals]
    models: list[Group]
    budgets: list[Allowance]


class KeyUsage(Shape):
    """What one client key has used."""

    key_id: str
    name: str | None
    total: Total
    models: list[Group]


class ConversationUsage(Shape):
    """What one conversation has used."""

    conversation: str
    total: Total
    models: list[Group]
