"""When a page reads and paints, and what it copies."""

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.windows.settings.pages.presented import PresentedPage
from tests.desktop.waiting import until
from tests.desktop.windows.settings.pages.away import put_away
from tests.fakes.program import fake_program


class Counting(PresentedPage):
    def __init__(self, presenter: EditingPresenter) -> None:
        self.painted = 0
        self.asked = 0
        super().__init__("Page", "What it is for.", presenter)

    def refresh(self) -> None:
        self.painted += 1

    def read(self) -> None:
        self.asked += 1


@pytest.fixture
async def page() -> AsyncIterator[tuple[Counting, EditingPresenter]]:
    presenter = EditingPresenter(fake_program())
    made = Counting(presenter)
    yield made, presenter
    await put_away(made, presenter)


async def test_many_changes_of_one_turn_are_painted_once(
    page: tuple[Counting, EditingPresenter],
) -> None:
    made, presenter = page
    made.show()
    assert (made.painted, made.asked) == (1, 1)
    for _ in range(50):
        presenter.changed.tell(None)
    await until(lambda: made.painted > 1)
    assert made.painted == 2


async def test_a_page_that_is_not_seen_catches_up_when_it_is_shown(
    page: tuple[Counting, EditingPresenter],
) -> None:
    made, presenter = page
    presenter.changed.tell(None)
    assert (made.painted, made.asked) == (0, 0)
    made.show()
    made.hide()
    presenter.changed.tell(None)
    made.show()
    assert (made.painted, made.asked) == (2, 2)


async def test_the_button_that_asked_says_that_it_was_copied(
    page: tuple[Counting, EditingPresenter],
) -> None:
    made, _presenter = page
    first = made.copy_button("First", lambda: made.copied("one"))
    second = made.copy_button("Second", lambda: made.copied("two"))
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "two"
    assert (first.text(), second.text()) == ("First", "Copied")


async def test_the_tab_key_goes_as_one_reads_also_through_what_came_later(
    page: tuple[Counting, EditingPresenter],
) -> None:
    made, presenter = page
    first, last, later = QLineEdit(), QLineEdit(), QLineEdit()
    for widget in (first, last):
        made.add(widget)
    made.show()
    made.body.insertWidget(made.body.indexOf(last), later)
    presenter.changed.tell(None)
    await until(lambda: made.painted > 1)
    assert first.nextInFocusChain() is later
    assert later.nextInFocusChain() is last
