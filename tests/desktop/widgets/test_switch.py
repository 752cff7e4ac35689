from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.switch import Switch


def test_a_switch_is_flipped_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    switch = Switch("Start at login")
    qtbot.addWidget(switch)
    switch.show()
    flipped: list[bool] = []
    switch.flipped.connect(flipped.append)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert flipped == [True, False]
    assert switch.accessibleName() == "Start at login"


def test_showing_a_state_is_no_flip(qtbot: QtBot) -> None:
    switch = Switch("On", checked=True)
    qtbot.addWidget(switch)
    flipped: list[bool] = []
    switch.flipped.connect(flipped.append)
    switch.setChecked(False)
    assert flipped == []


def test_its_two_states_differ_in_shape_too(qtbot: QtBot) -> None:
    switch = Switch("On")
    qtbot.addWidget(switch)
    off = switch.grab().toImage().convertToFormat(switch.grab().toImage().Format.Format_Grayscale8)
    switch.setChecked(True)
    on = switch.grab().toImage().convertToFormat(off.format())
    assert off.pixel(10, 13) != on.pixel(10, 13)
    switch.setEnabled(False)
    assert switch.grab().toImage() != on
