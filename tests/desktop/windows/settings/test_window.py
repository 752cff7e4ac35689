from collections.abc import AsyncIterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.program import Program
from app.desktop.windows.settings.pages.providers import ProvidersPage
from app.desktop.windows.settings.window import SettingsWindow
from app.settings.schema import Settings
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import FakeConfiguration, FakeServer, fake_program


def quieter(settings: Settings) -> Settings:
    return settings.model_copy(update={"log_level": "error"})


def is_shown(window: SettingsWindow, name: str) -> bool:
    return window.stack.currentWidget() is window.built[name]


@pytest.fixture
def program() -> Program:
    made = fake_program()
    made.system.remember("settings.page", "server")
    return made


@pytest.fixture
async def window(program: Program) -> AsyncIterator[SettingsWindow]:
    shown = SettingsWindow(program, Opened())
    shown.show()
    await until(lambda: shown.stack.count() == 1)
    yield shown
    shown.close()
    shown.deleteLater()


async def test_the_page_that_was_left_is_there_again(window: SettingsWindow) -> None:
    assert list(window.built) == ["server"]
    assert window.stack.currentWidget() is window.built["server"]


async def test_the_keyboard_turns_the_pages(
    window: SettingsWindow, program: Program, qtbot: QtBot
) -> None:
    qtbot.keyClick(window.list, Qt.Key.Key_Down)
    assert program.system.recall("settings.page") == "general"
    qtbot.keyClick(window.list, Qt.Key.Key_Up)
    assert window.stack.currentWidget() is window.built["server"]


async def test_every_page_can_be_turned_to_by_its_name(window: SettingsWindow) -> None:
    for entry in window.entries:
        window.show_page(entry.name)
        await until(partial(is_shown, window, entry.name))
    window.show_page("nowhere")
    assert window.stack.currentWidget() is window.built[window.entries[0].name]


async def test_a_change_is_told_and_taken_back(
    window: SettingsWindow, program: Program, qtbot: QtBot
) -> None:
    await program.configuration.change("Log less", quieter)
    assert window.bar.isVisible()
    assert window.bar.words.text() == "Log less"
    qtbot.mouseClick(window.bar.action, Qt.MouseButton.LeftButton)
    await window.presenter.settled()
    assert program.configuration.settings.log_level == "info"


async def test_ctrl_z_takes_the_last_change_back(
    window: SettingsWindow, program: Program, qtbot: QtBot
) -> None:
    await program.configuration.change("Log less", quieter)
    window.activateWindow()
    await until(window.isActiveWindow)
    qtbot.keySequence(window, "Ctrl+Z")
    await until(lambda: program.configuration.settings.log_level == "info")


async def test_what_waits_for_a_restart_is_told_with_a_button(qtbot: QtBot) -> None:
    server = FakeServer()
    window = SettingsWindow(fake_program(server=server), Opened())
    window.show()
    assert not window.notice.isVisible()
    server.become(restart_needed=True)
    assert window.notice.isVisible()
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    await until(lambda: not server.state.restart_needed)
    assert not window.notice.isVisible()
    window.close()
    window.deleteLater()


async def test_why_nothing_can_be_saved_is_told_and_what_fails_too(qtbot: QtBot) -> None:
    configuration = FakeConfiguration()
    configuration.read_only = "The settings file is of a newer version."
    program = fake_program(configuration=configuration)
    program.system.remember("settings.page", "providers")
    window = SettingsWindow(program, Opened())
    window.show()
    assert window.notice.isVisible()
    assert window.notice.words.text() == configuration.read_only
    await until(lambda: window.stack.count() == 1)
    page = window.built["providers"]
    assert isinstance(page, ProvidersPage)
    card = page.list.cards["deepseek"]
    card.switch.click()
    assert not card.switch.isChecked()
    await until(window.bar.isVisible)
    assert window.bar.words.text() == configuration.read_only
    await until(card.switch.isChecked)
    window.close()
    window.deleteLater()


class Appearances(QObject):
    """Notes what appears as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own
        if event.type() == QEvent.Type.Show and watched.isWidgetType():
            assert isinstance(watched, QWidget)
            if watched.isWindow():
                self.seen.append(watched)
        return False


async def test_no_part_of_a_page_is_ever_a_window_of_its_own(
    window: SettingsWindow, qapp: QApplication
) -> None:
    appearances = Appearances()
    qapp.installEventFilter(appearances)
    try:
        for entry in window.entries:
            window.show_page(entry.name)
            await until(partial(is_shown, window, entry.name))
    finally:
        qapp.removeEventFilter(appearances)
    assert appearances.seen == []
