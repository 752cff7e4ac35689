"""The page of budgets and prices, driven by mouse and keyboard."""

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desktop.presenters.budgets import BudgetsPresenter
from app.desktop.presenters.editing import Undo
from app.desktop.program.failure import ProgramError
from app.desktop.windows.settings.pages.budgets import BudgetsPage
from app.settings.schema import Settings
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.desktop.windows.settings.pages.away import put_away
from tests.desktop.windows.settings.pages.names import nameless
from tests.fakes.program import FakeConfiguration, FakePeople, fake_program

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self, people: FakePeople | None = None, settings: Settings | None = None) -> None:
        self.people = people or FakePeople()
        self.configuration = FakeConfiguration(settings)
        program = fake_program(people=self.people, configuration=self.configuration)
        self.presenter = BudgetsPresenter(program)
        self.offered: list[Undo] = []
        self.presenter.undoable.connect(self.offered.append)
        self.page = BudgetsPage(program, Opened(), self.presenter)
        self.page.resize(680, 1000)
        self.page.show()

    async def ready(self) -> None:
        await until(
            lambda: (
                self.presenter.state.known
                and not self.presenter.state.pricing
                and not self.page._soon.isActive()
            )
        )


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.ready()
    yield made
    await put_away(made.page, made.presenter)


def prices(desk: Desk) -> list[list[str]]:
    model = desk.page.prices.list.lines
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


async def test_a_budget_says_what_is_spent_of_what_and_when_it_begins_anew(desk: Desk) -> None:
    card = desk.page.cards["bud_month"]
    assert card.heading.text() == "Profile: default"
    assert card.spent.text() == "$31.20 of $50.00 this month (62 %)"
    assert card.resets.text().startswith("Begins anew ")
    assert card.meter.share == pytest.approx(0.624)
    assert card.meter.accessibleName() == card.spent.text()
    assert desk.page.cards["bud_lin"].badge.text() == "Stops requests"


async def test_a_spent_budget_says_what_that_means() -> None:
    people = FakePeople()
    people.spent = {budget.id: (budget.limit_micros, 0) for budget in people.all_budgets}
    desk = Desk(people)
    await desk.ready()
    assert desk.page.cards["bud_month"].badge.text() == "Spent"
    assert desk.page.cards["bud_lin"].badge.text() == "Spent: requests are refused"
    await put_away(desk.page, desk.presenter)


async def test_a_budget_is_added_by_keyboard_and_taken_back(desk: Desk) -> None:
    editor = desk.page.editor
    QTest.mouseClick(desk.page.new, LEFT)
    QTest.mouseClick(editor.scope.button("provider"), LEFT)
    assert editor.subject.value == "deepseek"
    editor.limit.setFocus()
    editor.limit.selectAll()
    QTest.keyClicks(editor.limit, "12.5")
    QTest.keyClick(editor.limit, Qt.Key.Key_Return)
    await until(lambda: not editor.isVisible() and len(desk.page.cards) == 3)
    assert desk.people.called("add_budget") == [
        ("provider", "deepseek", "month", 12_500_000, False)
    ]
    desk.offered[0].call()
    await until(lambda: len(desk.page.cards) == 2)


async def test_what_is_wrong_with_a_new_budget_is_told_at_its_field(desk: Desk) -> None:
    editor = desk.page.editor
    QTest.mouseClick(desk.page.new, LEFT)
    QTest.mouseClick(editor.save, LEFT)
    await until(lambda: bool(editor.limit.property("wrong")))
    assert editor.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


async def test_a_scope_that_nobody_is_in_says_where_people_come_from() -> None:
    people = FakePeople()
    people.all_users, people.all_budgets = [], []
    desk = Desk(people)
    await desk.ready()
    await until(lambda: desk.page.empty.isVisible())
    QTest.mouseClick(desk.page.empty.button, LEFT)
    await until(lambda: not desk.page.empty.isVisible())
    QTest.mouseClick(desk.page.editor.scope.button("user"), LEFT)
    assert not desk.page.editor.subject.isEnabled()
    QTest.mouseClick(desk.page.editor.save, LEFT)
    await until(lambda: bool(desk.page.editor.subject.property("wrong")))
    await put_away(desk.page, desk.presenter)


async def test_a_budget_is_changed_switched_off_and_removed_in_place(desk: Desk) -> None:
    card = desk.page.cards["bud_month"]
    assert not card.limit.isVisible()
    QTest.mouseClick(card.change, LEFT)
    card.limit.setFocus()
    card.limit.selectAll()
    QTest.keyClicks(card.limit, "80")
    QTest.keyClick(card.limit, Qt.Key.Key_Return)
    await until(lambda: "$80.00" in card.spent.text())
    QTest.mouseClick(card.active, LEFT)
    await until(lambda: card.badge.text() == "Switched off")
    assert list(desk.page.cards) == ["bud_month", "bud_lin"]
    QTest.mouseClick(card.remove, LEFT)
    await until(lambda: list(desk.page.cards) == ["bud_lin"])
    desk.offered[-1].call()
    await until(lambda: len(desk.page.cards) == 2)


async def test_currency_rate_and_warnings_are_saved_as_they_are_made(desk: Desk) -> None:
    money = desk.page.money
    QTest.mouseClick(money.currency.button("CNY"), LEFT)
    await until(lambda: desk.configuration.settings.accounting.currency == "CNY")
    assert desk.page.editor.limit.suffix() in (" CNY", " USD")
    await until(lambda: desk.page.editor.limit.suffix() == " CNY")
    money.warn_at.setFocus()
    money.warn_at.selectAll()
    QTest.keyClicks(money.warn_at, "half")
    await until(lambda: bool(money.warn_at.property("wrong")))
    money.warn_at.selectAll()
    QTest.keyClicks(money.warn_at, "90")
    QTest.keyClick(money.warn_at, Qt.Key.Key_Return)
    await until(lambda: desk.configuration.settings.accounting.warn_at == (90,))
    await until(lambda: not money.warn_at.property("wrong"))


async def test_a_time_zone_that_is_none_is_told_at_its_field(desk: Desk) -> None:
    zone = desk.page.money.zone
    zone.setFocus()
    QTest.keyClicks(zone, "Asia/Shang")
    await until(lambda: bool(zone.property("wrong")))
    QTest.keyClicks(zone, "hai")
    await until(lambda: not zone.property("wrong"))
    QTest.keyClick(zone, Qt.Key.Key_Return)
    await until(lambda: desk.configuration.settings.accounting.timezone == "Asia/Shanghai")


async def test_a_price_says_who_knows_it_and_none_is_never_free(desk: Desk) -> None:
    await until(lambda: len(prices(desk)) == 2)
    assert prices(desk)[0] == [
        "deepseek-v4-pro",
        "$0.435",
        "$0.0036",
        "$0.87",
        "genai-prices, 2026-11-01",
    ]
    desk.page.prices.provider.choose("siliconflow")
    desk.page.prices.provider.chosen.emit("siliconflow")
    await until(lambda: len(prices(desk)) == 1)
    assert prices(desk)[0][1] == "Unknown"
    assert "unpriced" in prices(desk)[0][4]


async def test_a_price_of_ones_own_wins_and_is_removed(desk: Desk) -> None:
    part = desk.page.prices
    await until(lambda: len(prices(desk)) == 2)
    part.list.choose("deepseek-v4-pro")
    part.list.setFocus()
    QTest.keyClick(part.list, Qt.Key.Key_Return)
    field = part.editor.fields["input"]
    assert field.text() == "0.435"
    field.selectAll()
    QTest.keyClicks(field, "x")
    assert field.property("wrong")
    field.selectAll()
    QTest.keyClicks(field, "1.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: prices(desk)[0][1] == "$1.5")
    assert not part.editor.isVisible()
    assert prices(desk)[0][4].startswith("Yours, ")
    await until(lambda: part.remove.isVisible())
    QTest.mouseClick(part.remove, LEFT)
    await until(lambda: prices(desk)[0][1] == "$0.435")


async def test_a_price_for_many_models_needs_a_name_and_both_rates(desk: Desk) -> None:
    part = desk.page.prices
    QTest.mouseClick(part.add, LEFT)
    QTest.mouseClick(part.editor.save, LEFT)
    assert part.editor.isVisible()
    assert part.editor.model.property("wrong")
    QTest.keyClicks(part.editor.model, "deepseek-v9*")
    QTest.keyClicks(part.editor.fields["input"], "1,5")
    QTest.keyClicks(part.editor.fields["output"], "-2")
    assert part.editor.fields["output"].property("wrong")
    part.editor.fields["output"].selectAll()
    QTest.keyClicks(part.editor.fields["output"], "2")
    QTest.mouseClick(part.editor.save, LEFT)
    await until(lambda: "deepseek-v9*" in desk.configuration.settings.providers["deepseek"].prices)
    assert desk.configuration.settings.providers["deepseek"].prices["deepseek-v9*"].input == 1.5


async def test_without_providers_it_says_where_prices_come_from() -> None:
    desk = Desk(settings=Settings())
    await desk.ready()
    await until(lambda: desk.page.prices.none.isVisible())
    assert "no providers" in desk.page.prices.none.text()
    assert not desk.page.prices.add.isVisible()
    await put_away(desk.page, desk.presenter)


async def test_a_database_that_is_away_is_told_and_prices_are_there_all_the_same() -> None:
    people = FakePeople()
    people.fail_with = ProgramError("The database cannot be reached.")
    desk = Desk(people)
    await desk.ready()
    await until(lambda: desk.page.trouble.isVisible())
    await until(lambda: len(prices(desk)) == 2)
    people.fail_with = None
    QTest.mouseClick(desk.page.again, LEFT)
    await until(lambda: len(desk.page.cards) == 2 and not desk.page.trouble.isVisible())
    await put_away(desk.page, desk.presenter)


async def test_every_control_has_a_name(desk: Desk) -> None:
    assert nameless(desk.page) == []
