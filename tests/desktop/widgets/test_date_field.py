from datetime import date

from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.date_field import DateField


def test_a_day_is_typed(qtbot: QtBot) -> None:
    field = DateField("First day")
    qtbot.addWidget(field)
    field.show_day(date(2026, 11, 21))
    committed: list[date] = []
    field.committed.connect(committed.append)
    field.setDate(QDate(2026, 11, 20))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == [date(2026, 11, 20)]
    assert field.day == date(2026, 11, 20)


def test_a_day_is_taken_from_the_calendar(qtbot: QtBot) -> None:
    field = DateField("First day")
    qtbot.addWidget(field)
    field.show_day(date(2026, 11, 21))
    committed: list[date] = []
    field.committed.connect(committed.append)
    field.setDate(QDate(2026, 11, 3))
    field.calendarWidget().clicked.emit(QDate(2026, 11, 3))
    assert committed == [date(2026, 11, 3)]
    assert not field.grab().isNull()
