from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets.text_field import TextField


def test_typing_is_edited_and_enter_commits_once(qtbot: QtBot) -> None:
    field = TextField("deepseek", "Name")
    qtbot.addWidget(field)
    edited: list[str] = []
    committed: list[str] = []
    field.edited.connect(edited.append)
    field.committed.connect(committed.append)
    qtbot.keyClicks(field, "glm")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert edited == ["g", "gl", "glm"]
    assert committed == ["glm"]
    assert field.accessibleName() == "Name"


def test_leaving_commits_and_showing_does_not(qtbot: QtBot) -> None:
    window = QWidget()
    row = QHBoxLayout(window)
    field, other = TextField(), TextField()
    row.addWidget(field)
    row.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    committed: list[str] = []
    field.committed.connect(committed.append)
    field.show_text("saved")
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "!")
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert committed == ["saved!"]


def test_what_is_being_typed_is_left_alone(qtbot: QtBot) -> None:
    field = TextField()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "mine")
    field.show_text("theirs")
    assert field.text() == "mine"
