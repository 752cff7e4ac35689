"""How the page says whom a budget is for, what is spent, and what a model costs."""

from app.desktop.program.people import BudgetState
from app.desktop.program.prices import KnownPrice
from app.desktop.wording import amounts, translate
from app.storage.records import BudgetScope, Period

_SIGNS = {"USD": "$", "CNY": "¥"}


def scope(name: BudgetScope) -> str:
    """What kind of subject a budget has."""
    return {
        "user": translate("Budgets", "Person"),
        "key": translate("Budgets", "Key"),
        "profile": translate("Budgets", "Profile"),
        "provider": translate("Budgets", "Provider"),
    }[name]


def period(name: Period) -> str:
    """What a budget counts over."""
    return {
        "day": translate("Budgets", "Day"),
        "week": translate("Budgets", "Week"),
        "month": translate("Budgets", "Month"),
    }[name]


def title(state: BudgetState) -> str:
    """Whom a budget is for."""
    return translate("Budgets", "{scope}: {name}").format(
        scope=scope(state.budget.scope), name=state.subject_name
    )


def share(state: BudgetState) -> float:
    """How much of a budget is spent, 1 for all."""
    limit = state.budget.limit_micros
    return state.spent_micros / limit if limit > 0 else 0.0


def spent(state: BudgetState) -> str:
    """What is spent of what, and since when it counts."""
    budget = state.budget
    words = {
        "day": translate("Budgets", "{spent} of {limit} today ({share})"),
        "week": translate("Budgets", "{spent} of {limit} this week ({share})"),
        "month": translate("Budgets", "{spent} of {limit} this month ({share})"),
    }[budget.period]
    return words.format(
        spent=amounts.money(state.spent_micros, budget.currency),
        limit=amounts.money(budget.limit_micros, budget.currency),
        share=amounts.percent(share(state)),
    )


def resets(state: BudgetState) -> str:
    """When it counts from nothing again."""
    return translate("Budgets", "Begins anew {time}").format(
        time=amounts.moment(state.resets_at_ms)
    )


def state_of(state: BudgetState) -> tuple[str, str]:
    """A budget's badge."""
    budget = state.budget
    if not budget.active:
        return translate("Budgets", "Switched off"), "quiet"
    if state.spent_micros >= budget.limit_micros:
        if budget.hard:
            return translate("Budgets", "Spent: requests are refused"), "bad"
        return translate("Budgets", "Spent"), "warn"
    if budget.hard:
        return translate("Budgets", "Stops requests"), "accent"
    return translate("Budgets", "Only warns"), "quiet"


def rate(known: KnownPrice, name: str) -> str:
    """One of a price's rates per million tokens, "" where it has none of its own."""
    if known.price is None:
        return translate("Budgets", "Unknown") if name == "input" else ""
    value = getattr(known.price, name)
    if value is None:
        return ""
    return f"{_SIGNS[known.price.currency]}{value:,.6g}"


def source(known: KnownPrice) -> str:
    """Who says so, and of when."""
    if known.price is None:
        return translate("Budgets", "Nobody knows: counted as unpriced")
    who = translate("Budgets", "Yours") if known.source == "yours" else known.source
    return f"{who}, {known.date}" if known.date else who
