"""Shares of a whole, a bar each, with label, value and share in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import RADIUS, SPACE
from app.desktop.widgets.charts.chart import Chart

_ROW = 36
_TRACK = 5.0


@dataclass(frozen=True, slots=True)
class Share:
    """One part: its share from 0 to 1, and the words for its value and its share."""

    key: str
    label: str
    value: str
    percent: str
    share: float
    color: str


class ShareBars(Chart):
    """`clicked` is told a part's key. Up and down go through them, Enter clicks."""

    clicked = Signal(str)

    def __init__(self, name: str, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._empty = empty
        self._shares: tuple[Share, ...] = ()
        self._at: int | None = None
        self.setMinimumWidth(220)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As many rows as there are."""
        return QSize(300, max(2, len(self._shares)) * _ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height: a row that cannot be seen would be no share."""
        return QSize(220, self.sizeHint().height())

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Show these, in their order."""
        grown = len(shares) != len(self._shares)
        self._shares = tuple(shares)
        if self._at is not None and self._at >= len(self._shares):
            self._at = None
        if grown:
            self.updateGeometry()
        self.redraw()

    def row_rect(self, at: int) -> QRectF:
        """Where a row is."""
        return QRectF(0, at * _ROW, self.width(), _ROW)

    @property
    def highlighted(self) -> int | None:
        """The row under the mouse or the keyboard."""
        return self._at

    def draw(self, painter: QPainter) -> None:
        """Every row."""
        look, metrics = theme(), self.metrics()
        if not self._shares:
            painter.setPen(look.color("secondary"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, one in enumerate(self._shares):
            row = self.row_rect(at).adjusted(SPACE.s, 0, -SPACE.s, 0)
            words = f"{one.value}   {one.percent}"
            room = row.width() - metrics.horizontalAdvance(words) - SPACE.m
            base = row.top() + 7 + metrics.ascent()
            label = metrics.elidedText(one.label, Qt.TextElideMode.ElideMiddle, room)
            painter.setPen(look.color("text"))
            painter.drawText(QPointF(row.left(), base), label)
            painter.setPen(look.color("secondary"))
            left = row.right() - metrics.horizontalAdvance(words)
            painter.drawText(QPointF(left, base), words)
            track = QRectF(row.left(), row.bottom() - 10, row.width(), _TRACK)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
            track.setWidth(max(_TRACK, track.width() * one.share))
            painter.setBrush(look.color(one.color))
            painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)

    def draw_over(self, painter: QPainter) -> None:
        """The row under the mouse or the keyboard."""
        if self._at is not None:
            shade = theme().color("text")
            shade.setAlphaF(0.05)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRoundedRect(self.row_rect(self._at), RADIUS.control, RADIUS.control)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Highlight what is under the mouse."""
        at = self._under(event.position())
        pointing = Qt.CursorShape.PointingHandCursor
        self.setCursor(pointing if at is not None else Qt.CursorShape.ArrowCursor)
        self._highlight(at)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Highlight nothing."""
        super().leaveEvent(event)
        self._highlight(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a click on a row."""
        at = self._under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at is not None:
            self.clicked.emit(self._shares[at].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go through the rows."""
        last = len(self._shares) - 1
        if last >= 0 and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._highlight(0 if self._at is None else max(0, min(last, self._at + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.clicked.emit(self._shares[self._at].key)
        else:
            super().keyPressEvent(event)

    def _under(self, place: QPointF) -> int | None:
        at = int(place.y() // _ROW)
        return at if 0 <= at < len(self._shares) else None

    def _highlight(self, at: int | None) -> None:
        if at == self._at:
            return
        self._at = at
        if at is not None:
            one = self._shares[at]
            self.setAccessibleDescription(f"{one.label} {one.value} {one.percent}")
        self.update()
