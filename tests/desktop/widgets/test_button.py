from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.button import Button, IconButton


def test_a_button_is_pressed_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    button = Button("Connect", "primary", "link")
    qtbot.addWidget(button)
    button.show()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(pressed) == 2
    assert button.property("kind") == "primary"


def test_an_icon_alone_has_a_name(qtbot: QtBot) -> None:
    button = IconButton("play", "Start")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Start"
    button.show_icon("stop", "Stop")
    assert button.accessibleName() == button.toolTip() == "Stop"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
