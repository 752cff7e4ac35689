from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop import widgets
from app.desktop.theme.theme import theme
from app.desktop.widgets.page import Page
from tests.desktop.widgets import gallery


def test_a_page_begins_with_what_it_is_and_keeps_its_order(qtbot: QtBot) -> None:
    page = Page("Providers", "Who answers.")
    qtbot.addWidget(page)
    first, second = QLabel("first"), QLabel("second")
    page.add(first)
    page.add(second)
    page.resize(600, 400)
    page.show()
    assert page.title.text() == "Providers"
    assert page.sentence.isVisible()
    assert first.y() < second.y()
    assert page.accessibleName() == "Providers"


def test_a_page_without_a_sentence_has_no_gap_for_it(qtbot: QtBot) -> None:
    page = Page("Providers")
    qtbot.addWidget(page)
    page.show()
    assert not page.sentence.isVisible()


def test_what_does_not_fit_is_scrolled(qtbot: QtBot) -> None:
    page = Page("Providers")
    qtbot.addWidget(page)
    tall = QLabel("tall")
    tall.setFixedHeight(2000)
    page.add(tall)
    page.resize(600, 400)
    page.show()
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 1000)


# Nothing to look at, or nothing without a model.
NO_WIDGETS = {"charts.axis", "charts.chart", "emptying", "focus", "row", "table", "window"}


def test_the_gallery_shows_every_widget(qtbot: QtBot, qapp: QApplication) -> None:
    folder = Path(widgets.__file__).parent
    parts = (path.relative_to(folder).with_suffix("").parts for path in folder.rglob("*.py"))
    names = {".".join(each) for each in parts if not each[-1].startswith("__")}
    source = Path(gallery.__file__).read_text("utf-8")
    missing = {name for name in names if f"from app.desktop.widgets.{name} import" not in source}
    assert missing <= NO_WIDGETS
    window = gallery.Gallery()
    qtbot.addWidget(window)
    appearances: tuple[Literal["dark", "light"], ...] = ("dark", "light")
    for appearance in appearances:
        theme().apply(qapp, appearance)
        assert not window.grab().isNull()
