"""Widgets taken away from where they stand."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop.widgets.emptying import empty, put_away


def test_a_widget_may_put_itself_away(qapp: QApplication) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    button, other = QPushButton("Remove"), QLineEdit()
    gone: list[str] = []
    column.addWidget(button)
    column.addWidget(other)
    button.destroyed.connect(lambda: gone.append("button"))
    button.clicked.connect(lambda: put_away(button))
    window.show()
    button.click()
    assert column.count() == 1
    assert not button.isVisible()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == ["button"]


def test_a_layout_is_emptied_and_can_be_filled_again(qapp: QApplication) -> None:
    assert qapp
    window = QWidget()
    row = QHBoxLayout(window)
    first = QLineEdit()
    row.addWidget(first)
    row.addStretch(1)
    empty(row)
    assert row.count() == 0
    assert first.isHidden()
    row.addWidget(QLineEdit())
    assert row.count() == 1
