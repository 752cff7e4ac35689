from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.widgets.segmented import Segmented

OPTIONS = [("today", "Today"), ("7", "7 days"), ("30", "30 days")]


def test_the_first_is_chosen_until_a_person_takes_another(qtbot: QtBot) -> None:
    row = Segmented(OPTIONS, "Days")
    qtbot.addWidget(row)
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    assert row.value == "today"
    qtbot.mouseClick(row.button("30"), Qt.MouseButton.LeftButton)
    assert row.value == "30"
    assert chosen == ["30"]


def test_arrow_keys_go_along_and_stop_at_the_ends(qtbot: QtBot) -> None:
    row = Segmented(OPTIONS)
    qtbot.addWidget(row)
    row.show()
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    row.button("today").setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(QApplication.focusWidget() or row.button(row.value), key)
    assert chosen == ["7", "30", "7"]


def test_it_is_one_stop_for_the_tab_key(qtbot: QtBot) -> None:
    row = Segmented(OPTIONS)
    qtbot.addWidget(row)
    row.choose("7")
    tab = Qt.FocusPolicy.TabFocus
    assert [bool(row.button(value).focusPolicy() & tab) for value, _ in OPTIONS] == [
        False,
        True,
        False,
    ]


def test_showing_a_choice_tells_nobody(qtbot: QtBot) -> None:
    row = Segmented(OPTIONS)
    qtbot.addWidget(row)
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    row.choose("7")
    row.choose("unheard-of")
    assert row.value == "7"
    assert chosen == []
