"""What one side said and the other got, beside each other, with what changed in the margin."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.core.outline import Line
from app.desktop.models.comparison_list import ROW, ComparisonList, kind_words
from app.desktop.presenters.side_by_side import Change, Row
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import SPACE

_MARGIN = 22
_MOST_LINES = 4
# So much of a text can be seen in four lines, whatever the width.
_SHOWN = 600
_SIGNS = {Change.SAME: "", Change.CHANGED: "≠", Change.LEFT_OUT: "−", Change.ADDED: "+"}
_TONES = {Change.CHANGED: "warn", Change.LEFT_OUT: "bad", Change.ADDED: "ok"}


class Comparison(QListView):
    """A row's whole text is shown elsewhere when it is chosen: here four lines of it are."""

    def __init__(self, model: ComparisonList, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(_Sides(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def choose(self, row: int | None) -> None:
        """Go to a row, where there is one."""
        if row is not None:
            index = self.model().index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)


class _Sides(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(  # noqa: N802 - Qt's own
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as the longer side, up to four lines below what it is."""
        row: Row = index.data(ROW)
        metrics = QFontMetricsF(option.font)
        # Qt asks before it has given the row a place: the view knows how wide it will be.
        half = max(80.0, (self._view.viewport().width() - _MARGIN) / 2 - SPACE.m)
        lines = max(_lines(side, metrics, half) for side in (row.left, row.right))
        return QSize(100, round((1 + lines) * _spacing(metrics)) + SPACE.s + 4)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Both sides and the sign between them."""
        row: Row = index.data(ROW)
        colors = theme()
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colors.color("selection"))
        elif row.change is not Change.SAME:
            wash = colors.color(_TONES[row.change])
            wash.setAlphaF(0.10)
            painter.fillRect(area, wash)
        half = (area.width() - _MARGIN) / 2
        middle = QRectF(area.left() + half, area.top(), _MARGIN, area.height())
        if row.change is not Change.SAME:
            painter.setPen(colors.color(_TONES[row.change]))
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, _SIGNS[row.change])
        self._side(painter, row.left, QRectF(area.left(), area.top(), half, area.height()))
        self._side(painter, row.right, QRectF(middle.right(), area.top(), half, area.height()))
        painter.setPen(colors.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()

    def _side(self, painter: QPainter, line: Line | None, area: QRectF) -> None:
        if line is None:
            return
        inner = area.adjusted(SPACE.s, SPACE.xs, -SPACE.xs, -SPACE.xs)
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme().color("secondary"))
        words = metrics.elidedText(kind_words(line), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, words)
        painter.setPen(theme().color("text"))
        below = inner.adjusted(0, _spacing(metrics), 0, 0)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.save()
        painter.setClipRect(below)
        painter.drawText(below, _beginning(line.text), option)
        painter.restore()


def _spacing(metrics: QFontMetricsF) -> float:
    """From line to line: Chinese comes from a font that is higher than the one asked for."""
    return metrics.lineSpacing() * 1.2


def _beginning(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _lines(line: Line | None, metrics: QFontMetricsF, width: float) -> int:
    if line is None or not line.text:
        return 0
    count = 0
    for words in _beginning(line.text).split("\n"):
        count += 1 + int(metrics.horizontalAdvance(words) * 1.04 // width)
        if count >= _MOST_LINES:
            return _MOST_LINES
    return count
