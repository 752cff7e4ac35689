"""A table within a page."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.models.lines import Column
from app.desktop.windows.settings.pages.listing import Listing


@dataclass(frozen=True)
class Fruit:
    id: int
    name: str


FRUIT = (Fruit(1, "pear"), Fruit(2, "apple"), Fruit(3, "melon"))


@pytest.fixture
def listing(qapp: QApplication) -> Listing[Fruit]:
    assert qapp
    made: Listing[Fruit] = Listing(
        (Column("Name", lambda fruit: fruit.name, share=30), Column("Id", lambda f: str(f.id))),
        lambda fruit: fruit.id,
        "Fruit",
    )
    made.resize(400, 200)
    made.show()
    made.show_lines(FRUIT)
    return made


def test_the_chosen_line_stays_chosen_when_others_come_and_go(listing: Listing[Fruit]) -> None:
    listing.choose(3)
    listing.show_lines([Fruit(9, "fig"), *FRUIT[1:]])
    assert listing.chosen == FRUIT[2]
    listing.show_lines(FRUIT[:2])
    assert listing.chosen is None


def test_it_is_as_high_as_its_rows_up_to_a_measure(listing: Listing[Fruit]) -> None:
    three = listing.height()
    listing.show_lines([Fruit(number, "fig") for number in range(6)])
    six = listing.height()
    listing.show_lines([Fruit(number, "fig") for number in range(300)])
    assert three < six < listing.height() < 2.5 * six


def test_columns_share_the_width(listing: Listing[Fruit]) -> None:
    header = listing.horizontalHeader()
    assert header.sectionSize(0) == pytest.approx(3 * header.sectionSize(1), abs=3)
    assert header.sectionSize(0) + header.sectionSize(1) == listing.viewport().width()


def test_enter_opens_the_chosen_line_and_a_header_sorts(listing: Listing[Fruit]) -> None:
    opened: list[Fruit | None] = []
    listing.opened.connect(lambda: opened.append(listing.chosen))
    listing.choose(1)
    QTest.keyClick(listing, Qt.Key.Key_Return)
    assert opened == [FRUIT[0]]
    listing.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert listing.lines.line(0) == FRUIT[1]
    assert listing.chosen == FRUIT[0]
