"""How the usage window says things."""

from collections.abc import Sequence

from app.desktop.models.usage_table import name_of
from app.desktop.presenters.usage_state import By, Slot, UsageState
from app.desktop.wording import amounts, translate
from app.storage.totals import OTHERS, Totals


def value_words(state: UsageState, value: float) -> str:
    """A value of what is measured."""
    if state.measure == "spend":
        return amounts.money(round(value), state.currency)
    return (
        amounts.tokens(round(value)) if state.measure == "tokens" else amounts.count(round(value))
    )


def exact_words(state: UsageState, value: float) -> str:
    """A value of what is measured, as exact as it is known."""
    if state.measure == "spend":
        return amounts.money(round(value), state.currency, exact=True)
    return amounts.count(round(value))


def part_words(key: str, by: By, among: Sequence[str] = ()) -> str:
    """A part's name in a legend: a model with its provider where two `among` them share it."""
    if key == OTHERS:
        return translate("Usage", "Others")
    if by == "model" and "/" in key:
        short = key.rpartition("/")[2]
        twice = sum(other.rpartition("/")[2] == short for other in among) > 1
        return f"{short} ({key.partition('/')[0]})" if twice else short
    return name_of(key, by)


def slot_words(state: UsageState, slot: Slot) -> tuple[str, str]:
    """A bar's words on the axis and in its card."""
    day = slot.when.date()
    if state.days.bucket == "day":
        return amounts.short_day(day), f"{amounts.weekday(day)} {amounts.day(day)}"
    clock = f"{slot.when:%H:%M}"
    return clock, f"{amounts.weekday(day)} {amounts.short_day(day)} {clock}"


def spend_words(state: UsageState) -> tuple[str, str]:
    """The spend in the user's currency, and the original beside it where that is another."""
    cost = state.totals.cost
    number = amounts.money(state.money(cost), state.currency)
    if set(cost) <= {state.currency}:
        return number, ""
    rate = translate("Usage", "{original}, at {rate} CNY for a USD")
    original = amounts.moneys(cost)
    return f"≈ {number}", rate.format(original=original, rate=f"{state.cny_per_usd:g}")


def uncertainty(totals: Totals) -> str:
    """What the sum leaves out or guesses, "" where it is exact."""
    words = []
    if totals.unpriced:
        told = translate("Usage", "Without a price, and not in it: {count}.")
        words.append(told.format(count=amounts.count(totals.unpriced)))
    if totals.estimated:
        told = translate("Usage", "Estimated: {count}.")
        words.append(told.format(count=amounts.count(totals.estimated)))
    return " ".join(words)


def budget_words(state: UsageState) -> str:
    """The tightest budget, "" where there is none."""
    if state.budget is None:
        return ""
    budget = state.budget.budget
    told = {
        "day": translate("Usage", "{spent} of {limit} today"),
        "week": translate("Usage", "{spent} of {limit} this week"),
        "month": translate("Usage", "{spent} of {limit} this month"),
    }[budget.period]
    spent = amounts.money(state.budget.spent_micros, budget.currency)
    limit = amounts.money(budget.limit_micros, budget.currency)
    return f"{state.budget.subject_name}: {told.format(spent=spent, limit=limit)}"
