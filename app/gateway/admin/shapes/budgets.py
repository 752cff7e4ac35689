"""Budgets."""

from typing import Annotated, Literal

from pydantic import Field

from app.gateway.admin.shapes.common import Change, Moment, Money, MoneyGiven, PageQuery, Shape

Scope = Literal["user", "key", "profile", "provider"]
Period = Literal["day", "week", "month"]


class BudgetQuery(PageQuery):
    """Which budgets."""

    scope: Scope | None = None
    subject: Annotated[
        str | None, Field(description="A user's or key's id, a profile's or provider's name.")
    ] = None


class NewBudget(Shape):
    """A budget to create."""

    scope: Scope
    subject: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="A user's or key's id, a profile's or provider's name.",
        ),
    ]
    period: Period
    limit: MoneyGiven
    hard: Annotated[bool, Field(description="Refuse requests once it is spent.")] = False


class BudgetChange(Change):
    """What to change of a budget."""

    limit: MoneyGiven = Field(default_factory=lambda: MoneyGiven(currency="USD"))
    hard: bool = False
    active: bool = True


class Budget(Shape):
    """A budget in its present period. `subject_name` is null where the subject is gone."""

    id: str
    scope: Scope
    subject: str
    subject_name: str | None
    period: Period
    limit: Money
    spent: Money
    percent: int
    hard: bool
    active: bool
    period_start: Moment
    resets_at: Moment
    created_at: Moment
