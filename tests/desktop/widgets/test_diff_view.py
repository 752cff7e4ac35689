from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import theme
from app.desktop.widgets.diff_view import DiffView


def test_it_shows_a_diff_as_text_with_its_lines_tinted(qtbot: QtBot) -> None:
    view = DiffView("What changes")
    qtbot.addWidget(view)
    view.show_diff("@@ -1 +1 @@\n-old\n+<b>new</b>\n same\n")
    assert view.toPlainText() == "@@ -1 +1 @@\n-old\n+<b>new</b>\n same"
    assert view.isReadOnly()
    colors = []
    block = view.document().begin()
    while block.isValid():
        formats = block.layout().formats()
        colors.append(formats[0].format.foreground().color() if formats else None)
        block = block.next()
    look = theme()
    assert colors == [look.color("secondary"), look.color("bad"), look.color("ok"), None]


def test_its_words_can_be_selected_by_keyboard(qtbot: QtBot) -> None:
    view = DiffView()
    qtbot.addWidget(view)
    view.show_diff("+new")
    view.selectAll()
    cursor: QTextCursor = view.textCursor()
    assert cursor.selectedText() == "+new"


def test_a_long_diff_scrolls(qtbot: QtBot) -> None:
    view = DiffView()
    qtbot.addWidget(view)
    view.show_diff("+line\n" * 500)
    assert view.height() < 600
