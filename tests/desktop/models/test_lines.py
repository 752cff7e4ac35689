"""Rows that stay chosen while what they say changes."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.desktop.models.lines import Column, LinesModel


@dataclass(frozen=True)
class Fruit:
    id: int
    name: str
    weight: int


FRUIT = (Fruit(1, "pear", 180), Fruit(2, "Apple", 95), Fruit(3, "melon", 1200))


@pytest.fixture
def model(qapp: QApplication) -> LinesModel[Fruit]:
    assert qapp
    made = LinesModel[Fruit](
        [
            Column("Name", lambda fruit: fruit.name),
            Column(
                "Weight",
                lambda fruit: f"{fruit.weight} g",
                key=lambda fruit: fruit.weight,
                tone=lambda fruit: "warn" if fruit.weight > 1000 else "",
                number=True,
            ),
        ],
        identity=lambda fruit: fruit.id,
    )
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_lines(FRUIT)
    return made


def names(model: LinesModel[Fruit]) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_cells_say_what_their_column_says(model: LinesModel[Fruit]) -> None:
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Weight"
    assert model.index(2, 1).data() == "1200 g"
    assert model.index(2, 1).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.line(1) == FRUIT[1]
    assert model.line(-1) is None
    assert model.row_of(3) == 2
    assert model.row_of(9) == -1


def test_words_are_sorted_without_case_and_numbers_by_value(model: LinesModel[Fruit]) -> None:
    model.sort(0)
    assert names(model) == ["Apple", "melon", "pear"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["melon", "pear", "Apple"]


def test_a_row_is_followed_when_it_moves(model: LinesModel[Fruit]) -> None:
    pear = QPersistentModelIndex(model.index(0, 0))
    model.sort(0)
    assert pear.row() == 2
    assert pear.data() == "pear"


def test_lines_that_only_say_something_else_keep_their_rows(model: LinesModel[Fruit]) -> None:
    pear = QPersistentModelIndex(model.index(0, 0))
    model.show_lines([Fruit(1, "pear", 190), *FRUIT[1:]])
    assert pear.isValid()
    assert model.index(0, 1).data() == "190 g"


def test_new_lines_come_in_the_order_that_was_chosen(model: LinesModel[Fruit]) -> None:
    model.sort(0)
    model.show_lines([*FRUIT, Fruit(4, "cherry", 8)])
    assert names(model) == ["Apple", "cherry", "melon", "pear"]
