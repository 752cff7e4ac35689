"""A few hundred things as a table's rows, each column a way to say something of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from app.desktop.theme.theme import theme

_Index = QModelIndex | QPersistentModelIndex
_Line = TypeVar("_Line")


def _plain(_line: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[_Line]):
    """`words` are what a cell says, `key` what it is sorted by, `tone` the colour's name or "".

    `number`: it stands at the right. `share` is its part of the width, beside the others'.
    """

    title: str
    words: Callable[[_Line], str]
    key: Callable[[_Line], Any] | None = None
    tone: Callable[[_Line], str] = field(default=_plain)
    number: bool = False
    share: int = 10


class LinesModel(QAbstractTableModel, Generic[_Line]):
    """`identity` tells which line is the same one after `show_lines`, so that it stays chosen."""

    def __init__(
        self,
        columns: Sequence[Column[_Line]],
        identity: Callable[[_Line], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._identity = identity
        self._lines: list[_Line] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def show_lines(self, lines: Sequence[_Line]) -> None:
        """Show these; where they are the same ones in the same order, rows stay chosen."""
        new = self._in_order(lines)
        if new == self._lines:
            return
        same = [self._identity(each) for each in new] == [
            self._identity(each) for each in self._lines
        ]
        if same:
            self._lines = new
            last = self.index(len(new) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._lines = new
            self.endResetModel()

    def shares(self) -> tuple[int, ...]:
        """The columns' parts of the width."""
        return tuple(column.share for column in self._columns)

    def line(self, row: int) -> _Line | None:
        """What stands in a row, None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, identity: object) -> int:
        """The row of a line, -1 where it is not shown."""
        known = [self._identity(each) for each in self._lines]
        return known.index(identity) if identity in known else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """One a line."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """The same for every line."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole and self._columns[section].number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, its colour and its side."""
        if not index.isValid():
            return None
        column, line = self._columns[index.column()], self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.words(line)
        if role == Qt.ItemDataRole.ForegroundRole and (tone := column.tone(line)):
            return QBrush(theme().color(tone))
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the lines by a column; -1 for as they came."""
        self._sorted = (column, order) if 0 <= column < len(self._columns) else None
        self.layoutAboutToBeChanged.emit()
        moved = self._in_order(self._lines)
        places = {self._identity(line): row for row, line in enumerate(moved)}
        for old in self.persistentIndexList():
            line = self._lines[old.row()]
            new = self.index(places[self._identity(line)], old.column())
            self.changePersistentIndex(old, new)
        self._lines = moved
        self.layoutChanged.emit()

    def _in_order(self, lines: Sequence[_Line]) -> list[_Line]:
        if self._sorted is None:
            return list(lines)
        column, order = self._columns[self._sorted[0]], self._sorted[1]
        key = column.key or (lambda line: column.words(line).casefold())
        return sorted(lines, key=key, reverse=order is Qt.SortOrder.DescendingOrder)
