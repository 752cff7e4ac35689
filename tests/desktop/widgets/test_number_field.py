from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import theme
from app.desktop.widgets.number_field import NumberField


def test_enter_commits_a_number_once(qtbot: QtBot) -> None:
    field = NumberField(0, 65_535, name="Port")
    qtbot.addWidget(field)
    committed: list[float] = []
    field.committed.connect(committed.append)
    field.show_number(8777)
    field.selectAll()
    qtbot.keyClicks(field, "9000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert committed == [9000.0]


def test_it_keeps_to_its_bounds(qtbot: QtBot) -> None:
    field = NumberField(1, 100)
    qtbot.addWidget(field)
    field.show_number(1000)
    assert field.value() == 100


def test_zeros_that_say_nothing_are_left_out(qtbot: QtBot) -> None:
    field = NumberField(0, 1000, decimals=2, suffix="s")
    qtbot.addWidget(field)
    field.show_number(10)
    assert field.text() == "10 s"
    field.show_number(7.1)
    assert field.text() == "7.1 s"
    whole = NumberField(0, 1000)
    qtbot.addWidget(whole)
    whole.show_number(100)
    assert whole.text() == "100"


def test_its_line_is_as_wide_as_the_field_under_the_style_sheet(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme().apply(qapp, "light")
    field = NumberField(0, 65_535)
    qtbot.addWidget(field)
    field.resize(200, 30)
    field.show()
    assert field.lineEdit().width() > 150
    theme().apply(qapp, "dark")
    assert field.lineEdit().width() > 150
    theme().apply(qapp, "light")
