"""The table below the charts."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.models.usage_table import UsageTable
from app.desktop.presenters.usage_state import UsageState
from app.desktop.widgets.card import Card
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.table import Table
from app.desktop.widgets.text import Heading
from app.desktop.wording import translate

_MOST_ROWS = 10
_FEWEST_ROWS = 3
_NAME_WIDTH = 190
_PROVIDER_WIDTH = 110
_NUMBER_WIDTH = 76
_LAST_WIDTH = 170


class Details(Card):
    """`opened` is told the key of a row, by a double click or Enter."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = UsageTable()
        self.table = _Rows(self.model, translate("Usage", "Usage by group"))
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.table.doubleClicked.connect(self._open)
        self.table.entered_row.connect(self._open)
        self.search = SearchField(translate("Usage", "Search"))
        self.search.searched.connect(self.model.search)
        head = QHBoxLayout()
        head.addWidget(Heading(translate("Usage", "In numbers")))
        head.addStretch(1)
        head.addWidget(self.search)
        head.addWidget(CopyButton(self.table.all_as_text))
        self.body.addLayout(head)
        self.body.addWidget(self.table)
        self._by = ""

    def show_state(self, state: UsageState) -> None:
        """Show the groups of these days."""
        self.model.show_groups(state.groups, state.by, lambda totals: state.money(totals.cost))
        if state.by != self._by:
            self._by = state.by
            self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
            self._lay_out_columns()
        rows = min(_MOST_ROWS, max(_FEWEST_ROWS, self.model.rowCount()))
        height = rows * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 2)

    def _lay_out_columns(self) -> None:
        columns = self.table.horizontalHeader()
        for at in range(self.model.columnCount()):
            title = str(self.model.headerData(at, Qt.Orientation.Horizontal))
            wide = self.table.fontMetrics().horizontalAdvance(title)
            columns.resizeSection(at, max(_NUMBER_WIDTH, wide + 28))
        if self._by == "model":
            columns.resizeSection(1, _PROVIDER_WIDTH)
        columns.resizeSection(self.model.columnCount() - 1, _LAST_WIDTH)
        self.table.widen_names()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.model.group(index.row()).key)


class _Rows(Table):
    entered_row = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.widen_names()

    def widen_names(self) -> None:
        """Give the first column what is left; where that is too little, the table scrolls."""
        columns = self.horizontalHeader()
        others = sum(columns.sectionSize(at) for at in range(1, columns.count()))
        columns.resizeSection(0, max(_NAME_WIDTH, self.viewport().width() - others))

    def all_as_text(self) -> str:
        """Every row and the titles, with tabs between the cells."""
        model = self.model()
        columns = range(model.columnCount())
        titles = (str(model.headerData(at, Qt.Orientation.Horizontal)) for at in columns)
        rows = (
            "\t".join(str(model.index(row, at).data() or "") for at in columns)
            for row in range(model.rowCount())
        )
        return "\n".join(("\t".join(titles), *rows))
