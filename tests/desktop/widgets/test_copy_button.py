from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.desktop.widgets.copy_button import CopyButton


def test_it_copies_what_stands_there_now_and_says_so(qtbot: QtBot) -> None:
    texts = ["first"]
    button = CopyButton(lambda: texts[-1], "Copy the command")
    qtbot.addWidget(button)
    texts.append("second")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "second"
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy the command")


def test_nothing_is_not_copied(qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    button = CopyButton(lambda: "")
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "before"
