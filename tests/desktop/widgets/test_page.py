from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.widgets.page import Page


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
