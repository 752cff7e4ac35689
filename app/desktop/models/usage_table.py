"""The sums of the usage window as a table: sorted and searched, a row a group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.desktop.presenters.usage_state import By
from app.desktop.theme.theme import theme
from app.desktop.wording import amounts, translate
from app.storage.totals import Group, Totals

Index = QModelIndex | QPersistentModelIndex
Money = Callable[[Totals], int]

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its cells in words, and what it is sorted by."""

    title: str
    words: Callable[[Group], str]
    order: Callable[[Group], Any]
    number: bool = True


class UsageTable(QAbstractTableModel):
    """Rows are made when they are looked at, so that a hundred thousand cost no more than ten."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[Group, ...] = ()
        self._rows: list[Group] = []
        self._by: By = "model"
        self._money: Money = lambda totals: sum(totals.cost.values())
        self._search = ""
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._columns = _columns("model", self._money)

    def show_groups(self, groups: Sequence[Group], by: By, money: Money) -> None:
        """Show these; `money` makes one number of what they cost, to sort by."""
        if tuple(groups) == self._groups and by == self._by:
            return
        self.beginResetModel()
        if by != self._by:
            self._sorted = None
        self._groups, self._by, self._money = tuple(groups), by, money
        self._columns = _columns(by, money)
        self._arrange()
        self.endResetModel()

    def search(self, words: str) -> None:
        """Keep the rows whose name holds `words`."""
        self.beginResetModel()
        self._search = words.casefold()
        self._arrange()
        self.endResetModel()

    def group(self, row: int) -> Group:
        """What a row is about."""
        return self._rows[row]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many rows are left by the search."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many columns this grouping has."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words and looks."""
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(self._rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = index.column() == len(self._columns) - 1
            return QColor(theme().color("secondary")) if quiet else None
        if role == Qt.ItemDataRole.ToolTipRole and not column.number:
            return column.words(self._rows[index.row()])
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """A column's title."""
        if orientation is Qt.Orientation.Horizontal and section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if self._columns[section].number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (-1) the most costly come first."""
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order) if 0 <= column < len(self._columns) else None
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        rows = [
            group for group in self._groups if self._search in (group.label or group.key).casefold()
        ]
        if self._sorted is not None:
            column, order = self._sorted
            backwards = order is Qt.SortOrder.DescendingOrder
            rows.sort(key=self._columns[column].order, reverse=backwards)
        self._rows = rows


def name_of(key: str, by: By, label: str = "") -> str:
    """How a group is called: a model without its provider."""
    if not key:
        return {
            "model": translate("Usage", "No model"),
            "provider": translate("Usage", "No provider"),
            "client": translate("Usage", "Unknown client"),
        }[by]
    if by == "model":
        provider, _, model = key.partition("/")
        return model or provider
    return label or key


def certainty(totals: Totals) -> str:
    """How sure the money is, in words."""
    words = []
    if totals.unpriced:
        told = translate("Usage", "{count} without a price")
        words.append(told.format(count=amounts.count(totals.unpriced)))
    if totals.estimated:
        told = translate("Usage", "{count} estimated")
        words.append(told.format(count=amounts.count(totals.estimated)))
    return ", ".join(words) or translate("Usage", "exact")


def _columns(by: By, money: Money) -> tuple[Column, ...]:
    def name(group: Group) -> str:
        return name_of(group.key, by, group.label)

    titles = {
        "model": translate("Usage", "Model"),
        "provider": translate("Usage", "Provider"),
        "client": translate("Usage", "Client"),
    }
    first = [Column(titles[by], name, lambda group: name(group).casefold(), number=False)]
    if by == "model":
        first.append(Column(titles["provider"], _provider, _provider, number=False))
    return (
        *first,
        Column(translate("Usage", "Requests"), _requests, lambda group: group.totals.requests),
        Column(translate("Usage", "Failed"), _failures, lambda group: group.totals.failures),
        Column(
            translate("Usage", "Input"),
            lambda group: amounts.tokens(group.totals.input),
            lambda group: group.totals.input,
        ),
        Column(translate("Usage", "Cached"), _cached, lambda g: g.totals.cache_share or 0.0),
        Column(
            translate("Usage", "Output"),
            lambda group: amounts.tokens(group.totals.output),
            lambda group: group.totals.output,
        ),
        Column(translate("Usage", "Cost"), _cost, lambda group: money(group.totals)),
        Column(
            translate("Usage", "Counted"),
            lambda group: certainty(group.totals),
            lambda group: (group.totals.unpriced, group.totals.estimated),
            number=False,
        ),
    )


def _provider(group: Group) -> str:
    return group.key.partition("/")[0]


def _requests(group: Group) -> str:
    return amounts.count(group.totals.requests)


def _failures(group: Group) -> str:
    return amounts.count(group.totals.failures) if group.totals.failures else "–"


def _cached(group: Group) -> str:
    share = group.totals.cache_share
    return amounts.percent(share) if share else "–"


def _cost(group: Group) -> str:
    totals = group.totals
    if not totals.cost and totals.unpriced:
        return "–"
    return amounts.moneys(totals.cost)
