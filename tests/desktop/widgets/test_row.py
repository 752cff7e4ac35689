"""Widgets beside each other."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel

from app.desktop.widgets.row import Row


def test_widgets_stand_in_their_order_and_the_last_at_the_end(qapp: QApplication) -> None:
    first, second, last = QLabel("first"), QLabel("second"), QLabel("last")
    row = Row(first, second)
    row.add_last(last)
    row.resize(QSize(600, 40))
    row.show()
    qapp.processEvents()
    assert first.x() < second.x() < 200
    assert last.geometry().right() > 590


def test_a_wide_one_takes_the_room_that_is_left(qapp: QApplication) -> None:
    wide, last = QLabel("wide"), QLabel("last")
    row = Row()
    row.add_wide(wide)
    row.add_last(last)
    row.resize(QSize(600, 40))
    row.show()
    qapp.processEvents()
    assert wide.width() > 450
