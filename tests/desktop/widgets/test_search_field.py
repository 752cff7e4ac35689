from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.search_field import SearchField


def test_words_are_told_as_they_are_typed_and_escape_takes_them_back(qtbot: QtBot) -> None:
    field = SearchField("Search providers")
    qtbot.addWidget(field)
    told: list[str] = []
    field.searched.connect(told.append)
    qtbot.keyClicks(field, "ds ")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["d", "ds", "ds", ""]
    assert field.accessibleName() == "Search providers"
