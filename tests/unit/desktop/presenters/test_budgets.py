from collections.abc import AsyncIterator
from datetime import date

import pytest

from app.desktop.presenters.budgets import BudgetsPresenter, thresholds
from app.desktop.presenters.editing import Undo
from app.desktop.program.failure import ProgramError
from app.settings.schema import Settings
from tests.fakes.program import FakeConfiguration, FakePeople, FakePrices, fake_program, sample

TODAY = date(2026, 11, 21)


class Desk:
    def __init__(self, settings: Settings | None = None) -> None:
        self.people = FakePeople()
        self.configuration = FakeConfiguration(settings)
        self.prices = FakePrices(self.configuration)
        self.presenter = BudgetsPresenter(
            fake_program(people=self.people, configuration=self.configuration, prices=self.prices),
            today=lambda: TODAY,
        )
        self.offered: list[Undo] = []
        self.told: list[str] = []
        self.failures: list[str] = []
        self.presenter.undoable.connect(self.offered.append)
        self.presenter.told.connect(self.told.append)
        self.presenter.failed.connect(self.failures.append)

    async def read(self) -> None:
        self.presenter.read()
        await self.presenter.settled()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.read()
    yield made
    made.presenter.close()


async def test_budgets_and_whom_they_can_be_for_are_read(desk: Desk) -> None:
    state = desk.presenter.state
    assert [each.budget.id for each in state.budgets] == ["bud_month", "bud_lin"]
    assert [each.name for each in state.subjects["user"]] == ["Lin Wei", "Sam Okafor"]
    assert [each.id for each in state.subjects["profile"]] == ["default", "cheap"]
    assert {each.id for each in state.subjects["provider"]} == {"deepseek", "siliconflow", "ollama"}
    assert "old-laptop" not in [each.name for each in state.subjects["key"]]


async def test_a_budget_is_added_and_taken_back(desk: Desk) -> None:
    desk.presenter.add("provider", "deepseek", "week", 12.5, hard=True)
    await desk.presenter.settled()
    assert desk.people.called("add_budget") == [("provider", "deepseek", "week", 12_500_000, True)]
    assert len(desk.presenter.state.budgets) == 3
    desk.offered[0].call()
    await desk.presenter.settled()
    assert len(desk.presenter.state.budgets) == 2


async def test_what_is_wrong_with_a_new_budget_is_told_at_its_field(desk: Desk) -> None:
    desk.presenter.add("user", "", "day", 1, hard=False)
    await desk.presenter.settled()
    assert list(desk.presenter.problems) == ["budget.subject"]
    desk.presenter.add("user", "usr_lin", "day", 0, hard=False)
    await desk.presenter.settled()
    assert desk.presenter.problems == {"budget.limit": "A budget is more than nothing."}
    assert desk.failures == []
    assert not desk.presenter.state.busy


async def test_a_changed_budget_changes_back(desk: Desk) -> None:
    budget = desk.people.all_budgets[0]
    desk.presenter.update(budget, limit=80, hard=True, active=True)
    await desk.presenter.settled()
    assert desk.people.all_budgets[0].limit_micros == 80_000_000
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.people.all_budgets[0] == budget


async def test_a_budget_that_is_off_stands_last(desk: Desk) -> None:
    desk.presenter.update(desk.people.all_budgets[0], limit=50, hard=False, active=False)
    await desk.presenter.settled()
    assert desk.offered[0].label == "A budget was switched off"
    assert [each.budget.id for each in desk.presenter.state.budgets] == ["bud_lin", "bud_month"]


async def test_the_same_values_again_change_nothing(desk: Desk) -> None:
    desk.presenter.update(desk.people.all_budgets[0], limit=50, hard=False, active=True)
    await desk.presenter.settled()
    assert desk.people.called("update_budget") == []


async def test_a_removed_budget_comes_back_as_it_was(desk: Desk) -> None:
    budget = desk.people.all_budgets[1]
    desk.presenter.remove(budget)
    await desk.presenter.settled()
    assert len(desk.presenter.state.budgets) == 1
    desk.offered[0].call()
    await desk.presenter.settled()
    again = desk.people.all_budgets[1]
    assert (again.subject, again.limit_micros, again.hard) == ("usr_lin", 5_000_000, True)


async def test_a_budget_in_another_currency_cannot_come_back(desk: Desk) -> None:
    desk.presenter.currency("CNY")
    await desk.presenter.settled()
    desk.presenter.remove(desk.people.all_budgets[0])
    await desk.presenter.settled()
    assert desk.offered == []
    assert desk.told == ["The budget was removed."]


async def test_currency_rate_and_warnings_are_settings(desk: Desk) -> None:
    desk.presenter.currency("CNY")
    desk.presenter.rate(7.25)
    desk.presenter.warn_at("90 %, 60")
    await desk.presenter.settled()
    accounting = desk.configuration.settings.accounting
    assert (accounting.currency, accounting.cny_per_usd) == ("CNY", 7.25)
    assert accounting.warn_at == (60, 90)
    await desk.configuration.undo()
    assert desk.configuration.settings.accounting.warn_at == (50, 80, 100)


@pytest.mark.parametrize("text", ["half", "50; 80", "0", "101", "1e9999"])
async def test_warnings_that_are_no_percents_are_told_while_typed(desk: Desk, text: str) -> None:
    desk.presenter.type_thresholds(text)
    assert list(desk.presenter.problems) == ["accounting.warn_at"]
    desk.presenter.warn_at(text)
    await desk.presenter.settled()
    assert desk.configuration.called("change") == []
    desk.presenter.type_thresholds("75")
    assert desk.presenter.problems == {}


async def test_a_day_begins_where_a_person_says(desk: Desk) -> None:
    desk.presenter.type_timezone("Mars/Base")
    assert list(desk.presenter.problems) == ["accounting.timezone"]
    desk.presenter.timezone(" Asia/Shanghai ")
    await desk.presenter.settled()
    assert desk.configuration.settings.accounting.timezone == "Asia/Shanghai"
    desk.presenter.timezone("")
    await desk.presenter.settled()
    assert desk.configuration.settings.accounting.timezone is None


def test_thresholds_may_be_empty_and_are_sorted_once_each() -> None:
    assert thresholds("") == ()
    assert thresholds("100，80、80 %") == (80, 100)


async def test_prices_of_a_provider_say_who_knows_them(desk: Desk) -> None:
    assert desk.presenter.state.provider == "deepseek"
    known = {each.model: each for each in desk.presenter.state.prices}
    assert known["deepseek-v4-pro"].source == "genai-prices"
    desk.presenter.show_prices("siliconflow")
    assert not desk.presenter.state.prices
    await desk.presenter.settled()
    assert [each.price for each in desk.presenter.state.prices] == [None]
    assert not desk.presenter.state.pricing


async def test_a_price_of_ones_own_is_set_dated_and_removed(desk: Desk) -> None:
    desk.presenter.set_price("deepseek-v4-pro", {"input": 1.0, "output": 2.0, "currency": "CNY"})
    await desk.presenter.settled()
    own = next(each for each in desk.presenter.state.prices if each.model == "deepseek-v4-pro")
    assert (own.source, own.date) == ("yours", "2026-11-21")
    desk.presenter.remove_price("deepseek-v4-pro")
    await desk.presenter.settled()
    again = next(each for each in desk.presenter.state.prices if each.model == "deepseek-v4-pro")
    assert again.source == "genai-prices"
    assert desk.configuration.last_change == "No price of one's own for deepseek-v4-pro"


async def test_a_wrong_price_is_told_at_its_field(desk: Desk) -> None:
    assert not desk.presenter.check_price({"input": -1.0, "output": 2.0})
    assert list(desk.presenter.problems) == ["price.input"]
    desk.presenter.set_price("deepseek-v4-pro", {"input": 1.0})
    assert list(desk.presenter.problems) == ["price.output"]
    await desk.presenter.settled()
    assert desk.configuration.called("change") == []


async def test_without_providers_there_are_no_prices() -> None:
    desk = Desk(Settings())
    await desk.read()
    assert desk.presenter.state.provider == ""
    assert desk.presenter.state.prices == ()
    desk.presenter.close()


async def test_a_database_that_cannot_be_read_is_told(desk: Desk) -> None:
    desk.people.fail_with = ProgramError("The database cannot be reached.")
    await desk.read()
    assert desk.presenter.state.trouble == "The database cannot be reached."
    assert desk.presenter.state.prices
    assert sample.BUDGETS[0].id in [each.budget.id for each in desk.presenter.state.budgets]
