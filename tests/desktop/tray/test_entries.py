from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.desktop.tray.entries import Entries, Entry, Submenus, set_text


def test_entries_are_renamed_in_place_and_come_before_the_end(qtbot: QtBot) -> None:
    menu, chosen = QMenu(), list[str]()
    qtbot.addWidget(menu)
    end = menu.addAction("end")
    entries = Entries(menu, end, chosen.append)
    entries.show([Entry("a", "A", checked=True), Entry("b", "B", checked=False)])
    first, second, last = menu.actions()
    assert (first.text(), second.text(), last) == ("A", "B", end)
    entries.show([Entry("c", "C & D"), Entry("d", "D", enabled=False), Entry("e", "E")])
    assert menu.actions()[:2] == [first, second]
    assert first.text() == "C && D"
    assert not first.isCheckable()
    assert not second.isEnabled()
    assert [action.text() for action in menu.actions()][2:] == ["E", "end"]
    entries.show([Entry("e", "E")])
    assert menu.actions() == [first, end]
    first.trigger()
    assert chosen == ["e"]


def test_a_mark_shows_what_is_and_not_what_was_clicked(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    entries = Entries(menu, None, lambda _: None)
    entries.show([Entry("a", "A", checked=False)])
    (action,) = menu.actions()
    action.trigger()
    assert not action.isChecked()


def test_submenus_are_kept_as_long_as_there_are_so_many(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menus = Submenus(menu, menu.addAction("end"), lambda: QMenu(menu))
    first, second = menus.of(2)
    assert list(menus.of(1)) == [first]
    assert len(menus.of(3)) == 3
    assert menus.of(3)[0] is first
    assert second not in menus.of(3)


def test_an_ampersand_is_no_shortcut(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction("")
    set_text(action, "R&D")
    assert action.text() == "R&&D"
