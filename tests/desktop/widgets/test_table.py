from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from app.desktop.widgets.table import Table


class Counting(QStringListModel):
    """Knows which rows it was asked for."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__(rows)
        self.asked: set[int] = set()

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        self.asked.add(index.row())
        return super().data(index, role)


def model() -> QStandardItemModel:
    made = QStandardItemModel()
    for row in (("deepseek", "1"), ("glm", "2"), ("kimi", "3")):
        made.appendRow([QStandardItem(cell) for cell in row])
    return made


def test_chosen_rows_are_copied_as_cells(qtbot: QtBot) -> None:
    rows = model()
    table = Table(rows, "Providers")
    qtbot.addWidget(table)
    flags = QItemSelectionModel.SelectionFlag
    for row in (2, 0):
        table.selectionModel().select(rows.index(row, 0), flags.Select | flags.Rows)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "deepseek\t1\nkimi\t3"
    assert table.accessibleName() == "Providers"


def test_a_hundred_thousand_rows_ask_for_those_that_are_seen(qtbot: QtBot) -> None:
    rows = Counting([f"row {at}" for at in range(100_000)])
    table = Table(rows, "Rows")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    qtbot.waitExposed(table)
    table.grab()
    assert 0 < len(rows.asked) < 60
    table.scrollToBottom()
    table.grab()
    assert 99_999 in rows.asked
    assert len(rows.asked) < 120
