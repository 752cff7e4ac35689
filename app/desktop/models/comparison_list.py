"""Two sides of a translation as a list's model: a row each, with the change between them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.outline import Line
from app.desktop.presenters.side_by_side import Change, Row
from app.desktop.wording import translate

_Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class ComparisonList(QAbstractListModel):
    """`ROW` is the role that gives the presenter's row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; what is shown already stays, with its place."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """All of them."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, and what a screen reader says of it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                line = row.left or row.right
                words = [change_words(row.change), kind_words(line) if line else ""]
                words += [side.text for side in (row.left, row.right) if side is not None]
                return ": ".join(filter(None, words))
        return None

    def find(self, text: str, after: int) -> int | None:
        """The next row behind `after`, around the end, in which `text` stands; None where none."""
        wanted = text.lower()
        count = len(self._rows)
        for step in range(1, count + 1):
            row = self._rows[(after + step) % count]
            sides = (side.text for side in (row.left, row.right) if side is not None)
            if any(wanted in words.lower() for words in sides):
                return (after + step) % count
        return None

    def next_change(self, after: int) -> int | None:
        """The next row behind `after`, around the end, whose sides differ; None where none does."""
        count = len(self._rows)
        places = ((after + step) % count for step in range(1, count + 1))
        return next((at for at in places if self._rows[at].change is not Change.SAME), None)

    @property
    def changes(self) -> int:
        """How many rows' sides differ."""
        return sum(row.change is not Change.SAME for row in self._rows)


def change_words(change: Change) -> str:
    """What happened to a line, "" for nothing."""
    return {
        Change.SAME: "",
        Change.CHANGED: translate("Requests", "changed"),
        Change.LEFT_OUT: translate("Requests", "left out"),
        Change.ADDED: translate("Requests", "added"),
    }[change]


def kind_words(line: Line) -> str:
    """What a line is, with the name of the tool or the option."""
    kinds = {
        "model": translate("Requests", "Model"),
        "instructions": translate("Requests", "Instructions"),
        "user": translate("Requests", "User"),
        "assistant": translate("Requests", "Assistant"),
        "thinking": translate("Requests", "Thinking"),
        "refusal": translate("Requests", "Refusal"),
        "image": translate("Requests", "Image"),
        "audio": translate("Requests", "Audio"),
        "document": translate("Requests", "Document"),
        "tool call": translate("Requests", "Tool call"),
        "tool result": translate("Requests", "Tool result"),
        "tool": translate("Requests", "Tool"),
        "option": translate("Requests", "Option"),
        "other": translate("Requests", "Other"),
        "end": translate("Requests", "End"),
        "usage": translate("Requests", "Tokens"),
    }
    return " ".join(filter(None, (kinds.get(line.kind, line.kind), line.name)))
