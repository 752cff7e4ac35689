from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.desktop.presenters.usage_span import Days
from app.desktop.presenters.usage_state import Slot, UsageState
from app.desktop.program.people import BudgetState
from app.desktop.windows.usage import words
from app.storage.records import Budget, Period
from app.storage.totals import OTHERS, Totals

TODAY = date(2026, 11, 21)
STATE = UsageState(Days(TODAY, TODAY))


def test_values_are_said_as_what_they_are() -> None:
    said = [
        (words.value_words(state, 1_841_200), words.exact_words(state, 1_841_200))
        for state in (STATE, replace(STATE, measure="tokens"), replace(STATE, measure="requests"))
    ]
    assert said == [
        ("$1.84", "$1.8412"),
        ("1.8 M", "1,841,200"),
        ("1,841,200", "1,841,200"),
    ]


def test_a_model_has_its_provider_beside_it_where_two_share_the_name() -> None:
    among = ["deepseek/v4", "openrouter/deepseek/v4", "glm/glm-5"]
    assert words.part_words("glm/glm-5", "model", among) == "glm-5"
    assert words.part_words("deepseek/v4", "model", among) == "v4 (deepseek)"
    assert words.part_words("openrouter/deepseek/v4", "model", among) == "v4 (openrouter)"
    assert words.part_words(OTHERS, "model", among) == "Others"
    assert words.part_words("", "client") == "Unknown client"


def test_bars_are_hours_or_days() -> None:
    slot = Slot(0, datetime(2026, 11, 19, 14, tzinfo=UTC), {})
    assert words.slot_words(STATE, slot) == ("14:00", "Thu 19 Nov 14:00")
    week = replace(STATE, days=Days(date(2026, 11, 15), TODAY))
    assert words.slot_words(week, slot) == ("19 Nov", "Thu 19 Nov 2026")


def test_money_of_another_currency_stands_beside_the_sum_with_the_rate() -> None:
    own = replace(STATE, totals=Totals(cost={"USD": 1_840_000}))
    assert words.spend_words(own) == ("$1.84", "")
    both = replace(STATE, totals=Totals(cost={"USD": 1_000_000, "CNY": 7_100_000}))
    assert words.spend_words(both) == ("≈ $2.00", "$1.00 + ¥7.10, at 7.1 CNY for a USD")


def test_what_a_sum_leaves_out_or_guesses_is_told() -> None:
    assert words.uncertainty(Totals()) == ""
    told = words.uncertainty(Totals(unpriced=1200, estimated=3))
    assert told == "Without a price, and not in it: 1,200. Estimated: 3."


@pytest.mark.parametrize(
    ("period", "end"), [("day", "today"), ("week", "this week"), ("month", "this month")]
)
def test_a_budget_is_said_with_its_period(period: Period, end: str) -> None:
    budget = Budget("b", "user", "u", period, 5_000_000, "USD", 0)
    state = replace(STATE, budget=BudgetState(budget, "Lin", 4_100_000, 0))
    assert words.budget_words(state) == f"Lin: $4.10 of $5.00 {end}"
    assert words.budget_words(STATE) == ""
