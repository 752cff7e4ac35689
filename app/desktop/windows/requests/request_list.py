"""The list of requests: two lines each, so that it stays narrow beside what is looked at.

A table of one column: a list view lays out all of its rows whenever some are added, which with
100,000 of them takes a second (Qt 6.11); a table's rows are all of one height and cost nothing.
"""

import math

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desktop.models.requests_table import CLIENT, COST, DURATION, MODEL, STATE, TIME, TOKENS
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import FONT, SPACE

_Index = QModelIndex | QPersistentModelIndex


class RequestList(QTableView):
    """Over the requests' table: one row of it in two lines. Ctrl+C copies rows with tabs."""

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        for column in range(model.columnCount()):
            self.setColumnHidden(column, column != MODEL)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(MODEL, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()
        self.setItemDelegate(_TwoLines(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def choose(self, row: int) -> None:
        """Make `row` the current one."""
        self.setCurrentIndex(self.model().index(row, MODEL))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own
        """Measure the rows again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Copy the chosen rows; everything else is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
            return
        super().keyPressEvent(event)

    def copied(self) -> str:
        """The chosen rows as text, a line each."""
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        columns = range(self.model().columnCount())
        return "\n".join(
            "\t".join(str(self.model().index(row, column).data() or "") for column in columns)
            for row in chosen
        )

    def _measure(self) -> None:
        """Room for two lines and some air."""
        line = math.ceil(QFontMetricsF(self.font()).lineSpacing())
        self.verticalHeader().setDefaultSectionSize(2 * line + SPACE.l)


class _TwoLines(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Model and time above, state, client, tokens, cost and duration below."""
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme().color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme().color("hover"))
        painter.setPen(theme().color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(SPACE.m, SPACE.s - 1, -SPACE.m, -SPACE.s)
        above = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        small = QFont(option.font)
        small.setPixelSize(FONT.secondary)
        left = _right(painter, above, _cell(index, TIME), small)
        _left(painter, left, _cell(index, MODEL), option.font, "text")
        below = above.translated(0, inner.height() / 2)
        figures = (_cell(index, column) for column in (TOKENS, COST, DURATION))
        left = _right(painter, below, "   ".join(filter(None, figures)), small)
        state = index.sibling(index.row(), STATE)
        brush = state.data(Qt.ItemDataRole.ForegroundRole)
        painter.setFont(small)
        painter.setPen(brush.color() if isinstance(brush, QBrush) else theme().color("secondary"))
        words = str(state.data() or "")
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, words)
        moved = QFontMetricsF(small).horizontalAdvance(words) + SPACE.s
        _left(painter, left.adjusted(moved, 0, 0, 0), _cell(index, CLIENT), small, "secondary")
        painter.restore()


def _cell(index: _Index, column: int) -> str:
    return str(index.sibling(index.row(), column).data() or "")


def _left(painter: QPainter, area: QRectF, words: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(theme().color(color))
    room = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideMiddle, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, room)


def _right(painter: QPainter, area: QRectF, words: str, font: QFont) -> QRectF:
    """Write at the right end; gives the room that is left."""
    painter.setFont(font)
    painter.setPen(theme().color("secondary"))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
    return area.adjusted(0, 0, -QFontMetricsF(font).horizontalAdvance(words) - SPACE.s, 0)
