"""What few people need, behind a line."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.desktop.widgets.fold import Fold


def test_the_line_shows_and_hides_the_body_by_mouse_and_keyboard(qapp: QApplication) -> None:
    assert qapp
    fold, inside = Fold("More"), QLabel("inside")
    fold.body.addWidget(inside)
    fold.show()
    assert not inside.isVisible()
    QTest.mouseClick(fold.line, Qt.MouseButton.LeftButton)
    assert inside.isVisible()
    assert fold.opened
    QTest.keyClick(fold.line, Qt.Key.Key_Space)
    assert not inside.isVisible()
    fold.open()
    assert inside.isVisible()
