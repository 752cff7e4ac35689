import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.focus import has_ring
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.switch import Switch

REASON = Qt.FocusReason


def focused(widget: QWidget, reason: Qt.FocusReason) -> None:
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusIn, reason))


@pytest.mark.parametrize("make", [lambda: Button("Use"), lambda: IconButton("more", "More")])
def test_a_click_leaves_no_ring_and_the_keyboard_shows_one(qtbot: QtBot, make) -> None:  # type: ignore[no-untyped-def]
    button = make()
    qtbot.addWidget(button)
    focused(button, REASON.MouseFocusReason)
    assert button.property("quiet") is True
    focused(button, REASON.ActiveWindowFocusReason)
    assert button.property("quiet") is True
    focused(button, REASON.TabFocusReason)
    assert button.property("quiet") is False


def test_what_paints_itself_keeps_to_the_same(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    switch, days = Switch("On"), Segmented([("a", "A"), ("b", "B")])
    row.addWidget(switch)
    row.addWidget(days)
    window.show()
    window.activateWindow()
    switch.setFocus(REASON.TabFocusReason)
    qtbot.waitUntil(switch.hasFocus)
    assert has_ring(switch)
    qtbot.mouseClick(days.button("b"), Qt.MouseButton.LeftButton)
    assert days.button("b").property("quiet") is True
    assert not has_ring(switch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    switch.setFocus(REASON.MouseFocusReason)
    assert not has_ring(switch)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked() is False
