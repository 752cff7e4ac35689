"""The list of requests as a table's model: read row by row, older pages on demand."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QBrush

from app.desktop.presenters.requests import RequestsPresenter, RowsChange
from app.desktop.program.history import Request
from app.desktop.theme.theme import theme
from app.desktop.wording import amounts, translate
from app.desktop.wording.failures import failure_words

_Index = QModelIndex | QPersistentModelIndex
REQUEST_ID = Qt.ItemDataRole.UserRole


TIME, CLIENT, MODEL, STATE, TOKENS, COST, DURATION = range(7)
_NUMBERS = (TOKENS, COST, DURATION)


class RequestsTable(QAbstractTableModel):
    """Shows what the presenter lists; `REQUEST_ID` is the role that gives a row's request."""

    def __init__(self, presenter: RequestsPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._columns = _columns()
        self._count = len(presenter.rows)
        self._end = presenter.rows_changed.connect(self._changed)

    def close(self) -> None:
        """Follow the presenter no more."""
        self._end()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """As many as are loaded."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """The same for every row."""
        return 0 if parent.isValid() else len(self._columns)

    def canFetchMore(self, parent: _Index) -> bool:  # noqa: N802 - Qt's own
        """Whether older ones are left."""
        return not parent.isValid() and self._presenter.more and not self._presenter.loading

    def fetchMore(self, parent: _Index) -> None:  # noqa: N802 - Qt's own
        """Ask for the next older ones; they come as rows when they are read."""
        if not parent.isValid():
            self._presenter.load_more()

    def headerData(  # noqa: N802 - Qt's own
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if not index.isValid() or index.row() >= len(self._presenter.rows):
            return None
        request = self._presenter.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[index.column()][1](request)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case Qt.ItemDataRole.ForegroundRole:
                return _brush(request, index.column())
            case Qt.ItemDataRole.ToolTipRole if index.column() in (CLIENT, MODEL):
                return self._columns[index.column()][1](request)
            case Qt.ItemDataRole.UserRole:
                return request.row.request_id
        return None

    def _changed(self, change: RowsChange) -> None:
        match change.kind:
            case "reset":
                self.beginResetModel()
                self._count = len(self._presenter.rows)
                self.endResetModel()
            case "inserted":
                self.beginInsertRows(QModelIndex(), change.first, change.last)
                self._count = len(self._presenter.rows)
                self.endInsertRows()
            case _:
                last = self.index(change.last, len(self._columns) - 1)
                self.dataChanged.emit(self.index(change.first, 0), last)


def _columns() -> tuple[tuple[str, Callable[[Request], str]], ...]:
    return (
        (translate("Requests", "Time"), lambda request: amounts.moment(request.row.started_ms)),
        (translate("Requests", "Client"), _client),
        (translate("Requests", "Model"), _models),
        (translate("Requests", "State"), state_words),
        (translate("Requests", "Tokens"), _tokens),
        (translate("Requests", "Cost"), cost_words),
        (translate("Requests", "Time taken"), _duration),
    )


def _client(request: Request) -> str:
    return request.row.client_program or request.key_name or "–"


def _models(request: Request) -> str:
    row = request.row
    if not row.provider:
        return row.client_model
    served = f"{row.provider}/{row.model}"
    return served if row.client_model in (served, row.model) else f"{row.client_model} → {served}"


def state_words(request: Request) -> str:
    """How a request ended, in a word or two."""
    row = request.row
    if request.running:
        return translate("Requests", "running")
    if row.failure is not None:
        return " ".join(filter(None, (str(row.status or ""), failure_words(row.failure))))
    if row.failovers:
        return translate("Requests", "OK, by failover")
    return translate("Requests", "OK")


def _tokens(request: Request) -> str:
    row = request.row
    if row.accuracy == "none":
        return ""
    about = "~" if row.accuracy == "estimated" else ""
    asked = amounts.tokens(row.fresh + row.cache_read + row.cache_write)
    return f"{about}{asked} → {amounts.tokens(row.output)}"


def cost_words(request: Request) -> str:
    """What a request cost, or that nobody knows."""
    row = request.row
    if row.cost_micros is not None:
        return amounts.money(row.cost_micros, row.currency)
    return translate("Requests", "unpriced") if row.fresh + row.output else ""


def _duration(request: Request) -> str:
    return "" if request.running else amounts.duration(request.row.duration_ms)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _brush(request: Request, column: int) -> QBrush | None:
    if column == STATE:
        if request.running:
            return QBrush(theme().color("accent_text"))
        if request.row.failure is not None:
            return QBrush(theme().color("bad"))
        if request.row.failovers or request.row.loss_count:
            return QBrush(theme().color("warn"))
    if column in (TIME, CLIENT):
        return QBrush(theme().color("secondary"))
    return None
