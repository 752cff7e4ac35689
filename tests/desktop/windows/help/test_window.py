from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app.desktop.theme.tokens import SPACE
from app.desktop.windows.help.window import HelpWindow, guide
from tests.desktop.windows.opened import Opened
from tests.fakes.program import fake_program


@pytest.fixture
def window(qtbot: QtBot) -> HelpWindow:
    window = HelpWindow(fake_program(), Opened())
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def chinese() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN"))
    yield
    QLocale.setDefault(before)


def test_it_begins_with_the_first_steps(window: HelpWindow) -> None:
    assert window.page == "getting-started"
    assert "Getting started" in window._text.toPlainText()


def test_every_document_is_a_page(window: HelpWindow) -> None:
    for path in guide().glob("*.md"):
        window.show_page(path.stem)
        assert window.page == path.stem
        assert window._text.toPlainText()


def test_a_link_to_another_page_stays_inside(window: HelpWindow) -> None:
    window._text.anchorClicked.emit(QUrl("providers.md"))
    assert window.page == "providers"
    window._text.anchorClicked.emit(QUrl("no-such-page.md"))
    assert window.page == "providers"


def test_a_link_to_a_heading_turns_to_it(window: HelpWindow) -> None:
    window._text.anchorClicked.emit(QUrl("desktop.md#the-keyring"))
    assert window.page == "desktop"
    top = window._text.cursorForPosition(QPoint(20, SPACE.l)).block()
    assert top.text() == "The keyring"


def test_a_link_to_the_web_opens_in_the_browser_and_nothing_else_does(
    window: HelpWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window._text.anchorClicked.emit(QUrl("https://example.com/"))
    window._text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert opened == ["https://example.com/"]


def test_chinese_documents_are_shown_to_whoever_reads_chinese(chinese: None, qtbot: QtBot) -> None:
    window = HelpWindow(fake_program(), Opened())
    qtbot.addWidget(window)
    assert guide().name == "zh"
    assert any("\u4e00" <= character <= "\u9fff" for character in window._text.toPlainText())
