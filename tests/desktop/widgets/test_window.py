from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desktop.widgets.window import Window, reading_order


def button(name: str) -> QPushButton:
    made = QPushButton(name)
    made.setAutoDefault(False)
    return made


def window_of(*parts: QWidget) -> Window:
    window = Window()
    inside = QWidget()
    column = QVBoxLayout(inside)
    for part in parts:
        column.addWidget(part)
    window.setCentralWidget(inside)
    return window


def names(window: Window) -> list[str]:
    return [stop.text() for stop in reading_order(window) if isinstance(stop, QPushButton)]


def test_what_comes_later_is_reached_where_it_stands(qtbot: QtBot) -> None:
    window = window_of(button("first"), button("last"))
    qtbot.addWidget(window)
    inside = window.centralWidget()
    assert inside is not None
    layout = inside.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(1, button("between"))
    window.show()
    assert names(window) == ["first", "between", "last"]


def test_tab_goes_on_and_back_and_round(qtbot: QtBot) -> None:
    buttons = [button("one"), button("two")]
    window = window_of(*buttons)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    buttons[0].setFocus()
    for key, name in (
        (Qt.Key.Key_Tab, "two"),
        (Qt.Key.Key_Tab, "one"),
        (Qt.Key.Key_Backtab, "two"),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == name


def test_what_is_hidden_off_or_on_another_page_is_no_stop(qtbot: QtBot) -> None:
    hidden, off = button("hidden"), button("off")
    hidden.hide()
    off.setEnabled(False)
    pages = QStackedWidget()
    pages.addWidget(button("shown page"))
    pages.addWidget(button("other page"))
    window = window_of(hidden, off, pages)
    qtbot.addWidget(window)
    window.show()
    hidden.hide()
    assert names(window) == ["shown page"]


def test_areas_splitters_and_rows_are_read_from_their_beginning(qtbot: QtBot) -> None:
    split = QSplitter()
    split.addWidget(button("left"))
    split.addWidget(button("right"))
    row = QWidget()
    across = QHBoxLayout(row)
    across.addWidget(button("a"))
    across.addWidget(button("b"))
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(row)
    window = window_of(area, split)
    qtbot.addWidget(window)
    window.show()
    assert names(window) == ["a", "b", "left", "right"]


def test_a_window_without_any_stop_keeps_the_focus(qtbot: QtBot) -> None:
    window = window_of()
    qtbot.addWidget(window)
    window.show()
    assert not window.focusNextPrevChild(True)
