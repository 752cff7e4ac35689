from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.presenters.first_run import FirstRunPresenter, Step
from app.desktop.program.providers import LocalServer
from app.desktop.windows.first_run.window import FirstRunWindow
from app.settings.schema import Settings
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import (
    FakeClients,
    FakeConfiguration,
    FakeHistory,
    FakeProviders,
    fake_program,
)
from tests.fakes.program.clients import SEVERAL
from tests.fakes.program.providers import BAD_KEY, GOOD_TEST
from tests.fakes.program.sample import NOW_MS, running

LEFT = Qt.MouseButton.LeftButton


class Shown:
    """The window over a machine on which nothing is set up yet."""

    def __init__(self) -> None:
        self.configuration = FakeConfiguration(Settings())
        self.providers = FakeProviders(self.configuration)
        self.providers.servers = (
            LocalServer("ollama", "Ollama", "http://127.0.0.1:11434/v1", ("llama3.3",)),
        )
        self.history = FakeHistory([])
        self.opened = Opened()
        self.clients = FakeClients(SEVERAL)
        program = fake_program(
            configuration=self.configuration,
            providers=self.providers,
            history=self.history,
            clients=self.clients,
        )
        self.window = FirstRunWindow(program, self.opened)


async def tabbed_to(window: QWidget, wanted: QWidget, qtbot: QtBot) -> QWidget:
    """Press Tab until `wanted` has the focus."""
    window.activateWindow()
    await until(window.isActiveWindow)
    for _ in range(80):
        focused = window.focusWidget()
        if focused is wanted:
            return wanted
        qtbot.keyClick(focused or window, Qt.Key.Key_Tab)
    raise AssertionError(f"the tab key does not come to {wanted!r}")


def step_of(presenter: FirstRunPresenter) -> Step:
    return presenter.state.step


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    made = Shown()
    made.window.show()
    await made.window.presenter.adding.settled()
    yield made
    made.window.close()
    made.window.deleteLater()


async def test_the_whole_way_by_mouse_and_keyboard(shown: Shown, qtbot: QtBot) -> None:
    window = shown.window
    qtbot.keyClicks(window.provider.gallery.search, "deepseek")
    tile = window.provider.gallery.tile("deepseek")
    await until(tile.isVisible)
    qtbot.mouseClick(tile, LEFT)
    assert window.provider.entry.isVisible()
    qtbot.keyClicks(window.provider.entry.key, "sk-secret")
    qtbot.keyClick(window.provider.entry.key, Qt.Key.Key_Return)
    await until(lambda: window.presenter.testing.state.passed is True)
    assert window.trial.verdict.text() == "Everything works."
    qtbot.mouseClick(window.on, LEFT)
    await until(lambda: bool(window.connect_step.lines))
    line = window.connect_step.lines["claude-code"]
    qtbot.mouseClick(line.what, LEFT)
    await until(line.diff.isVisible)
    assert "ANTHROPIC_AUTH_TOKEN" in line.diff.toPlainText()
    line.switch.click()
    await until(line.switch.isChecked)
    shown.history.begin()
    assert window.connect_step.arrived.isVisible()
    assert "is being answered" in window.connect_step.working.text()
    shown.history.end()
    assert window.connect_step.working.text().startswith("Working: ")
    qtbot.mouseClick(window.connect_step.see, LEFT)
    assert shown.opened.asked[0][0] == "requests"
    qtbot.mouseClick(window.on, LEFT)
    assert not window.isVisible()


async def test_a_server_on_this_machine_is_one_click_away(shown: Shown, qtbot: QtBot) -> None:
    found = shown.window.provider.gallery.found
    assert found.isVisible()
    qtbot.mouseClick(found.buttons[0], LEFT)
    await until(lambda: shown.window.presenter.state.step is Step.TEST)
    assert "ollama" in shown.configuration.settings.providers


async def test_the_demo_needs_nothing(shown: Shown, qtbot: QtBot) -> None:
    shown.providers.steps = GOOD_TEST[:1]
    qtbot.mouseClick(shown.window.provider.demo, LEFT)
    await until(lambda: shown.window.presenter.testing.state.passed is True)


async def test_a_rejected_key_is_replaced_in_place(shown: Shown, qtbot: QtBot) -> None:
    shown.providers.steps = BAD_KEY
    window = shown.window
    window.presenter.adding.choose("deepseek")
    qtbot.keyClicks(window.provider.entry.key, "sk-wrong")
    qtbot.mouseClick(window.provider.entry.add, LEFT)
    await until(lambda: window.presenter.testing.state.passed is False)
    assert window.trial.key.isVisible()
    shown.providers.steps = GOOD_TEST
    qtbot.keyClicks(window.trial.key, "sk-right")
    qtbot.mouseClick(window.trial.change_key, LEFT)
    await until(lambda: window.presenter.testing.state.passed is True)
    assert not window.trial.key.isVisible()
    assert shown.providers.keys == {"keyring:provider/deepseek": "sk-right"}


async def test_a_wrong_name_loses_no_key(shown: Shown, qtbot: QtBot) -> None:
    entry = shown.window.provider.entry
    shown.window.presenter.adding.choose("deepseek")
    entry.name.clear()
    qtbot.keyClicks(entry.name, "Not A Name")
    qtbot.keyClicks(entry.key, "sk-secret")
    qtbot.mouseClick(entry.add, LEFT)
    assert entry.key.text() == "sk-secret"
    assert shown.window.presenter.adding.state.problems["name"]


async def test_a_keyring_that_does_not_answer_has_a_way_out(shown: Shown, qtbot: QtBot) -> None:
    shown.providers.problem = "The keyring is locked. Unlock it and try again."
    shown.window.presenter.adding.look()
    await shown.window.presenter.adding.settled()
    shown.window.presenter.adding.choose("deepseek")
    entry = shown.window.provider.entry
    assert entry.reference_row.isVisible()
    assert entry.trouble.text() == "The keyring is locked. Unlock it and try again."
    assert entry.trouble.isVisible()
    qtbot.keyClicks(entry.reference, "env:DEEPSEEK_API_KEY")
    qtbot.mouseClick(entry.add, LEFT)
    await until(lambda: shown.window.presenter.state.step is Step.TEST)


async def test_the_keyboard_alone_is_enough(shown: Shown, qtbot: QtBot) -> None:
    window = shown.window
    search = window.provider.gallery.search
    search.setFocus()
    qtbot.keyClicks(search, "deepseek")
    await until(lambda: window.provider.gallery.tile("deepseek").isVisible())
    tile = await tabbed_to(window, window.provider.gallery.tile("deepseek"), qtbot)
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    assert window.focusWidget() is window.provider.entry.key
    qtbot.keyClicks(window.provider.entry.key, "sk-secret")
    qtbot.keyClick(window.provider.entry.key, Qt.Key.Key_Return)
    await until(lambda: window.presenter.testing.state.passed is True)
    qtbot.keyClick(await tabbed_to(window, window.on, qtbot), Qt.Key.Key_Space)
    await until(lambda: "claude-code" in window.connect_step.lines)
    line = window.connect_step.lines["claude-code"]
    qtbot.keyClick(await tabbed_to(window, line.switch, qtbot), Qt.Key.Key_Space)
    await until(lambda: shown.clients.states["claude-code"].connected is not None)


async def test_a_client_without_settings_of_its_own_is_started_by_a_command(
    shown: Shown, qtbot: QtBot
) -> None:
    shown.window.presenter.go(Step.CONNECT)
    await until(lambda: "aider" in shown.window.connect_step.lines)
    line = shown.window.connect_step.lines["aider"]
    assert not line.switch.isVisible()
    assert not line.what.isVisible()
    qtbot.mouseClick(line.other_way, LEFT)
    assert shown.opened.asked == [("settings", "clients")]


async def test_a_request_that_fails_is_no_good_news(shown: Shown) -> None:
    shown.window.presenter.go(Step.CONNECT)
    shown.history.end(replace(running(NOW_MS), failure="rate_limited", status=429))
    assert shown.window.connect_step.working.text() == "A request arrived, and failed."


async def test_it_can_be_left_at_every_step(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.window.later, LEFT)
    assert step_of(shown.window.presenter) is Step.CONNECT
    qtbot.mouseClick(shown.window.stages.buttons[Step.PROVIDER], LEFT)
    assert step_of(shown.window.presenter) is Step.PROVIDER
    assert not shown.window.on.isEnabled()


async def test_everything_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    shown.window.presenter.adding.choose("deepseek")
    for step in (Step.PROVIDER, Step.CONNECT):
        shown.window.presenter.go(step)
        await shown.window.presenter.settled()
        nameless = [
            type(widget).__name__
            for widget in shown.window.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == [], step
