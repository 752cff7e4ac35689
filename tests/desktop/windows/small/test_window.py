from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.program.notices import NoticeKind
from app.desktop.program.server import Power
from app.desktop.windows.small.window import SmallWindow
from app.settings.schema import Settings
from tests.desktop.desk import Desk
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened


class Small:
    def __init__(self, settings: Settings | None = None) -> None:
        self.desk, self.opened = Desk(settings), Opened()
        self.window = SmallWindow(self.desk.presenter, self.opened)
        self.window.show()

    def button(self, beginning: str) -> QPushButton:
        return next(
            each
            for each in self.window.findChildren(QPushButton)
            if each.text().startswith(beginning)
        )

    def said(self) -> set[str]:
        buttons = self.window.findChildren(QPushButton)
        return {each.text() for each in buttons if each.isVisible()}

    async def end(self) -> None:
        self.window.close_down()
        await self.desk.end()


@pytest.fixture
async def small(qapp: QApplication) -> AsyncIterator[Small]:
    qapp.setQuitOnLastWindowClosed(False)
    small = Small()
    yield small
    await small.end()


async def test_it_says_what_the_menu_says(small: Small) -> None:
    await until(lambda: "Lin Wei: $4.10 of $5.00 today" in small.said())
    assert small.window._power.text() == "On   127.0.0.1:8777"
    assert "DeepSeek → deepseek-v4-pro" in small.said()
    assert any(text.startswith("$") for text in small.said())


async def test_why_the_server_is_not_on_is_said_once_and_as_a_whole(small: Small) -> None:
    trouble = "Port 8777 is taken by python, process 2207. Stop that program, or choose another."
    small.desk.server.become(power=Power.FAILED, trouble=trouble)
    small.desk.notices.give(NoticeKind.SERVER, trouble)
    await until(lambda: small.window._trouble.text() == trouble)
    assert not any("2207" in text for text in small.said())


async def test_the_switch_turns_the_server_off_and_on(small: Small, qtbot: QtBot) -> None:
    switch = small.window._switch
    assert switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    await until(lambda: small.window._power.text() == "Off")
    assert not switch.isChecked()
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    await until(lambda: small.window._power.text() == "On   127.0.0.1:8777")
    assert small.desk.server.called("stop") == small.desk.server.called("start") == [()]


async def test_a_server_that_started_elsewhere_moves_the_switch_and_is_not_stopped(
    small: Small,
) -> None:
    small.desk.server.become(power=Power.OFF)
    await until(lambda: not small.window._switch.isChecked())
    small.desk.server.become(power=Power.ON)
    await until(small.window._switch.isChecked)
    assert small.desk.server.calls == []


async def test_trouble_is_told_in_a_sentence(small: Small) -> None:
    small.desk.server.become(power=Power.FAILED, trouble="Port 8777 is taken by nginx.")
    await until(small.window._trouble.isVisible)
    assert small.window._trouble.text() == "Port 8777 is taken by nginx."


async def test_pausing_and_resuming(small: Small, qtbot: QtBot) -> None:
    qtbot.mouseClick(small.button("Pause"), Qt.MouseButton.LeftButton)
    await until(lambda: "Resume" in small.said())
    qtbot.mouseClick(small.button("Resume"), Qt.MouseButton.LeftButton)
    await until(lambda: "Pause for an hour" in small.said())


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Requests", ("requests", "")),
        ("Usage", ("usage", None)),
        ("Settings", ("settings", "")),
        ("Help", ("help", "")),
        ("Quit", ("quit", None)),
    ],
)
async def test_every_window_has_its_button(
    small: Small, qtbot: QtBot, words: str, asked: tuple[str, object]
) -> None:
    qtbot.mouseClick(small.button(words), Qt.MouseButton.LeftButton)
    assert small.opened.asked == [asked]


async def test_the_last_error_opens_its_request_and_goes(small: Small, qtbot: QtBot) -> None:
    small.desk.notices.give(
        NoticeKind.FAILURE, "429 from SiliconFlow", request_id="req_1", at_ms=small.desk.now_ms
    )
    await until(lambda: "429 from SiliconFlow, just now" in small.said())
    qtbot.mouseClick(small.button("429"), Qt.MouseButton.LeftButton)
    assert small.opened.asked == [("requests", "req_1")]
    await until(lambda: "429 from SiliconFlow, just now" not in small.said())


async def test_the_route_opens_its_menu_or_the_first_steps(small: Small, qtbot: QtBot) -> None:
    qtbot.mouseClick(small.button("DeepSeek"), Qt.MouseButton.LeftButton)
    assert small.window._route_menu.isVisible()
    small.window._route_menu.close()
    empty = Small(Settings())
    qtbot.mouseClick(empty.button("Set up a provider…"), Qt.MouseButton.LeftButton)
    assert empty.opened.asked == [("first_run", None)]
    await empty.end()


async def test_copied_text_lands_on_the_clipboard_while_it_is_shown(small: Small) -> None:
    small.desk.presenter.copy_address()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8777"


async def test_closing_hides_it_and_showing_it_again_works(small: Small) -> None:
    small.window.close()
    assert not small.window.isVisible()
    small.window.show()
    assert small.window.isVisible()


async def test_the_keyboard_reaches_everything(small: Small, qtbot: QtBot) -> None:
    small.window.activateWindow()
    reached = set()
    for _ in range(30):
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton):
            reached.add(focused.text())
        qtbot.keyClick(focused or small.window, Qt.Key.Key_Tab)
    assert small.said() <= reached
