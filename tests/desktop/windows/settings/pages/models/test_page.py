from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.windows.settings.pages.models import ModelsPage
from app.desktop.windows.settings.pages.models.sentence_card import MIME
from app.settings import change
from app.settings.schema import ModelRule
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import FakeConfiguration, fake_program

LEFT = Qt.MouseButton.LeftButton
PRO = "deepseek/deepseek-v4-pro"
QWEN = "siliconflow/Qwen/Qwen3-Coder-480B-A35B-Instruct"


class Shown:
    """The page over the sample's settings."""

    def __init__(self) -> None:
        self.configuration = FakeConfiguration()
        self.page = ModelsPage(fake_program(configuration=self.configuration), Opened())
        self.page.resize(860, 900)

    @property
    def opus(self) -> tuple[str, ...]:
        rules = self.configuration.settings.profiles["default"].models
        return next((rule.targets for rule in rules if rule.client == "claude-opus*"), ())


def words_of(page: QWidget) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel)}


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    made = Shown()
    made.page.show()
    yield made
    made.page.presenter.close()
    made.page.close()
    made.page.deleteLater()


async def test_the_question_is_answered_as_it_is_typed(shown: Shown, qtbot: QtBot) -> None:
    question = shown.page.question
    qtbot.keyClicks(question.field, "claude-opus-4-8")
    await until(lambda: "deepseek: deepseek-v4-pro" in question.answer.text())
    assert "claude-opus*" in question.why.text()


async def test_the_keyboard_orders_the_failover(shown: Shown, qtbot: QtBot) -> None:
    handle = shown.page.cards["claude-opus*"].targets.handles[1]
    qtbot.keyClick(handle, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    await until(lambda: shown.opus == (QWEN, PRO))


async def test_the_mouse_orders_the_failover(shown: Shown) -> None:
    targets = shown.page.cards["claude-opus*"].targets
    data = QMimeData()
    data.setData(MIME, b"claude-opus*\n1")
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    targets.dropEvent(QDropEvent(QPointF(10, 1), Qt.DropAction.MoveAction, data, *none))
    await until(lambda: shown.opus == (QWEN, PRO))


async def test_a_rule_is_added_and_removed(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    qtbot.keyClicks(page.client, "gpt-5*")
    qtbot.keyClicks(page.target, "ollama/qwen3:14b")
    qtbot.mouseClick(page.add_rule, LEFT)
    await until(lambda: "gpt-5*" in page.cards)
    assert page.client.text() == ""
    qtbot.mouseClick(page.cards["gpt-5*"].remove, LEFT)
    await until(lambda: "gpt-5*" not in page.cards)


async def test_a_rule_that_is_there_already_is_told_at_the_field(
    shown: Shown, qtbot: QtBot
) -> None:
    qtbot.keyClicks(shown.page.client, "claude-opus*")
    qtbot.keyClicks(shown.page.target, "ollama/qwen3:14b")
    qtbot.mouseClick(shown.page.add_rule, LEFT)
    await until(lambda: bool(shown.page.client.property("wrong")))
    assert shown.page.client.text() == "claude-opus*"


async def test_a_rule_that_is_there_twice_can_be_taken_away_alone(
    shown: Shown, qtbot: QtBot
) -> None:
    again = ModelRule(client="claude-opus*", targets=("ollama/qwen3:14b",))
    await shown.configuration.change(
        "twice",
        lambda settings: change.replace_profile(
            settings,
            "default",
            settings.profiles["default"].model_copy(
                update={"models": (*settings.profiles["default"].models, again)}
            ),
        ),
    )
    await until(lambda: "claude-opus* 1" in shown.page.cards)
    twin = shown.page.cards["claude-opus* 1"]
    assert not twin.more.isVisible()
    qtbot.mouseClick(twin.remove, LEFT)
    await until(lambda: "claude-opus* 1" not in shown.page.cards)
    assert shown.opus == (PRO, QWEN)


async def test_a_rule_gets_another_name_in_its_place(shown: Shown, qtbot: QtBot) -> None:
    field = shown.page.cards["claude-opus*"].client
    field.selectAll()
    qtbot.keyClicks(field, "claude-*")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: "claude-*" in shown.page.cards)


async def test_a_target_is_added_to_fall_back_on(shown: Shown, qtbot: QtBot) -> None:
    card = shown.page.cards["sonnet"]
    qtbot.keyClicks(card.more, "ollama/some-model-that-nobody-lists")
    qtbot.keyClick(card.more, Qt.Key.Key_Return)
    await until(lambda: len(card.targets.lines) == 2)
    assert card.more.text() == ""


async def test_what_is_offered_is_completed_and_taken_from_the_list(
    shown: Shown, qtbot: QtBot
) -> None:
    card = shown.page.cards["sonnet"]
    card.more.show_all()
    popup = card.more.completer().popup()
    assert popup is not None
    await until(popup.isVisible)
    assert popup.model() is not None
    assert popup.model().rowCount() == 3
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    await until(lambda: len(card.targets.lines) == 2)
    await until(lambda: card.more.text() == "")


async def test_a_target_that_cannot_be_is_told_as_it_is_typed(shown: Shown, qtbot: QtBot) -> None:
    card = shown.page.cards["sonnet"]
    qtbot.keyClicks(card.more, "nobody/gpt-5")
    await until(lambda: card.target_problem.text() == "There is no provider nobody.")
    qtbot.keyClick(card.more, Qt.Key.Key_Return)
    assert card.more.text() == "nobody/gpt-5"
    assert len(card.targets.lines) == 1


async def test_a_rule_that_another_one_takes_the_names_of_says_so(shown: Shown) -> None:
    await shown.configuration.change(
        "all", lambda s: change.map_model(s, "default", "claude-*", ["ollama/qwen3:14b"])
    )
    card = shown.page.cards["sonnet"]
    await until(lambda: "claude-*" in card.problem.text())
    assert shown.page.cards["claude-opus*"].problem.text() == ""


async def test_a_target_that_cannot_be_used_says_so(shown: Shown) -> None:
    await shown.configuration.change(
        "off",
        lambda settings: change.replace_provider(
            settings,
            "siliconflow",
            settings.providers["siliconflow"].model_copy(update={"enabled": False}),
        ),
    )
    await until(lambda: "switched off" in words_of(shown.page))


async def test_profiles_come_and_go(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    page.another.open()
    qtbot.keyClicks(page.name, "work")
    qtbot.mouseClick(page.add_profile, LEFT)
    await until(lambda: page.profile.value == "work")
    assert page.none.isVisible()
    qtbot.mouseClick(page.remove, LEFT)
    await until(lambda: page.profile.value == "default")
    assert not page.remove.isVisible()


async def test_everything_else_goes_where_a_person_says(shown: Shown) -> None:
    shown.page.provider.choose("ollama")
    shown.page.provider.chosen.emit("ollama")
    await until(lambda: shown.configuration.settings.default_provider == "ollama")


async def test_everything_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    nameless = [
        type(widget).__name__
        for widget in shown.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
