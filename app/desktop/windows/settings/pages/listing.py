"""A table within a page: as high as its rows, one of them chosen, which stays so."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from app.desktop.models.lines import Column, LinesModel
from app.desktop.widgets.table import Table

_Line = TypeVar("_Line")
_MOST_ROWS = 9


class Listing(Table, Generic[_Line]):
    """`picked` is told when another row is chosen, `opened` on a double click or Enter."""

    picked = Signal()
    opened = Signal()

    def __init__(
        self,
        columns: Sequence[Column[_Line]],
        identity: Callable[[_Line], object],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        self._identity = identity
        self.lines: LinesModel[_Line] = LinesModel(columns, identity)
        super().__init__(self.lines, name, parent)
        self.lines.setParent(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self._wanted: object = None
        self.selectionModel().selectionChanged.connect(self._remember)
        self.lines.modelReset.connect(self._choose_again)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self._fit()

    @property
    def chosen(self) -> _Line | None:
        """The line that is chosen."""
        rows = self.selectionModel().selectedRows()
        return self.lines.line(rows[0].row()) if rows else None

    def show_lines(self, lines: Sequence[_Line]) -> None:
        """Show these."""
        self.lines.show_lines(lines)
        self._fit()
        self.picked.emit()

    def choose(self, identity: object) -> None:
        """Choose a line by what it is."""
        self._wanted = identity
        self._choose_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Enter opens the chosen row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Share the width among the columns."""
        super().resizeEvent(event)
        shares = self.lines.shares()
        left, whole = self.viewport().width(), sum(shares)
        for column, share in enumerate(shares):
            width = left * share // whole
            self.horizontalHeader().resizeSection(column, width)
            left, whole = left - width, whole - share

    def _remember(self) -> None:
        line = self.chosen
        if line is not None:
            self._wanted = self._identity(line)
        self.picked.emit()

    def _choose_again(self) -> None:
        row = self.lines.row_of(self._wanted) if self._wanted is not None else -1
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self.lines.index(row, 0))
        else:
            self.setCurrentIndex(QModelIndex())

    def _fit(self) -> None:
        rows = min(max(self.lines.rowCount(), 1), _MOST_ROWS)
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + rows * self.verticalHeader().defaultSectionSize() + 4)
