"""Bars over time, what they consist of stacked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.charts.axis import ticks
from app.desktop.widgets.charts.chart import Chart, Line

_STEPS = 4
_DOT = 8.0
_WIDEST_BAR = 48.0


@dataclass(frozen=True, slots=True)
class Series:
    """One part of the bars; `color` is a token's name ("series0")."""

    key: str
    label: str
    color: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: when its time begins, its words on the axis and in the card, its parts by key."""

    start_ms: int
    label: str
    title: str
    values: Mapping[str, float]

    @property
    def total(self) -> float:
        """The height of the whole bar."""
        return sum(self.values.values())


class StackedBars(Chart):
    """`clicked` is told a bar's time and a part's key, "" for the bar as a whole.

    Left and right go from bar to bar, up and down through its parts, Enter clicks.
    """

    clicked = Signal(object, str)

    def __init__(self, name: str, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._empty = empty
        self._series: tuple[Series, ...] = ()
        self._bars: tuple[Bar, ...] = ()
        self._words: Callable[[float], str] = str
        self._exact: Callable[[float], str] = str
        self._total_words = ""
        self._whole = False
        self._at: int | None = None
        self._part = ""
        self._mouse: QPointF | None = None
        self._rects: dict[str, list[QRectF]] = {}
        self._plot = QRectF()
        self._ticks: list[float] = []
        self.setMinimumSize(320, 180)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a few ticks."""
        return QSize(640, 240)

    def show_bars(
        self,
        series: Sequence[Series],
        bars: Sequence[Bar],
        words: Callable[[float], str],
        total_words: str = "",
        exact: Callable[[float], str] | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Show these. `words` says a value on the axis, `exact` in the card.

        `total_words` names the sum there; `whole` is for what can only be counted.
        """
        self._series, self._bars, self._words = tuple(series), tuple(bars), words
        self._total_words, self._whole, self._exact = total_words, whole, exact or words
        if self._at is not None and self._at >= len(self._bars):
            self._at = None
        if self._part not in {one.key for one in self._series}:
            self._part = ""
        self._lay_out()
        self.redraw()

    def bar_rect(self, at: int, key: str = "") -> QRectF:
        """Where a bar is, or one part of it; empty where it has none."""
        if key:
            return self._rects[key][at]
        slot = self._plot.width() / max(1, len(self._bars))
        return QRectF(self._plot.left() + slot * at, self._plot.top(), slot, self._plot.height())

    @property
    def highlighted(self) -> tuple[int | None, str]:
        """The bar and the part under the mouse or the keyboard."""
        return self._at, self._part

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put everything where it belongs now."""
        super().resizeEvent(event)
        self._lay_out()

    def draw(self, painter: QPainter) -> None:
        """The grid, the bars and the legend."""
        look = theme()
        if not any(bar.total for bar in self._bars):
            painter.setPen(look.color("secondary"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty)
            return
        self._draw_grid(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        for one in self._series:
            painter.setBrush(look.color(one.color))
            painter.drawRects([rect for rect in self._rects[one.key] if rect.height() > 0])
        self._draw_labels(painter)
        self._draw_legend(painter)

    def draw_over(self, painter: QPainter) -> None:
        """The bar under the mouse or the keyboard, and its card."""
        if self._at is None or not any(bar.total for bar in self._bars):
            return
        bar = self._bars[self._at]
        shade = theme().color("text")
        shade.setAlphaF(0.06)
        painter.fillRect(self.bar_rect(self._at), shade)
        if self._part and self._rects[self._part][self._at].height() > 0:
            painter.setPen(QPen(theme().color("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._rects[self._part][self._at])
        lines = [
            Line(one.label, self._exact(bar.values[one.key]), one.color)
            for one in reversed(self._series)
            if bar.values.get(one.key)
        ]
        if len(lines) != 1:
            lines.append(Line(self._total_words, self._exact(bar.total)))
        slot = self.bar_rect(self._at)
        height = self._mouse.y() if self._mouse else slot.center().y()
        self.draw_card(painter, QPointF(slot.center().x(), height), bar.title, lines)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Highlight what is under the mouse."""
        self._mouse = event.position()
        at, part = self._under(event.position())
        if self._bars:
            pointing = at is not None
            shape = Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
        self._highlight(at, part)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Highlight nothing."""
        super().leaveEvent(event)
        self._mouse = None
        self._highlight(None, "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a click on a bar."""
        at, part = self._under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at is not None:
            self.clicked.emit(self._bars[at].start_ms, part)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go through the bars and their parts."""
        last = len(self._bars) - 1
        key = event.key()
        if last < 0:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            start = last if self._at is None and step < 0 else 0
            at = start if self._at is None else max(0, min(last, self._at + step))
            self._mouse = None
            self._highlight(at, self._part)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._at is not None:
            parts = [
                "",
                *(one.key for one in self._series if self._bars[self._at].values.get(one.key)),
            ]
            now = parts.index(self._part) if self._part in parts else 0
            step = 1 if key == Qt.Key.Key_Up else -1
            self._highlight(self._at, parts[(now + step) % len(parts)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.clicked.emit(self._bars[self._at].start_ms, self._part)
        else:
            super().keyPressEvent(event)

    def _under(self, place: QPointF) -> tuple[int | None, str]:
        if not self._bars or not self._plot.contains(place):
            return None, ""
        slot = self._plot.width() / len(self._bars)
        at = min(len(self._bars) - 1, int((place.x() - self._plot.left()) / slot))
        near = (
            one.key
            for one in self._series
            if (rect := self._rects[one.key][at]).top() <= place.y() <= rect.bottom()
            and rect.height() > 0
        )
        return at, next(near, "")

    def _highlight(self, at: int | None, part: str) -> None:
        if (at, part) == (self._at, self._part) and self._mouse is None:
            return
        self._at, self._part = at, part
        if at is not None:
            bar = self._bars[at]
            label = next((one.label for one in self._series if one.key == part), "")
            value = bar.values.get(part, 0.0) if part else bar.total
            self.setAccessibleDescription(f"{bar.title} {label} {self._exact(value)}")
        self.update()

    def _lay_out(self) -> None:
        highest = max((bar.total for bar in self._bars), default=0.0)
        self._ticks = ticks(highest, _STEPS, self._whole)
        metrics = self.metrics()
        axis = max(metrics.horizontalAdvance(self._words(tick)) for tick in self._ticks)
        legend = self._legend_rows() * (metrics.height() + 4) + SPACE.s
        self._plot = QRectF(
            axis + SPACE.l,
            metrics.height() / 2 + SPACE.s,
            self.width() - axis - SPACE.l - SPACE.s,
            self.height() - legend - metrics.height() * 1.5 - SPACE.l,
        )
        slot = self._plot.width() / max(1, len(self._bars))
        width = min(_WIDEST_BAR, slot * 0.72) if slot > 3 else slot
        scale = self._plot.height() / self._ticks[-1]
        self._rects = {one.key: [] for one in self._series}
        for at, bar in enumerate(self._bars):
            left = self._plot.left() + slot * at + (slot - width) / 2
            bottom = self._plot.bottom()
            for one in self._series:
                height = bar.values.get(one.key, 0.0) * scale
                # A pixel of ground between parts keeps them apart for eyes that see no hue.
                gap = 1.0 if height > 3 else 0.0
                self._rects[one.key].append(
                    QRectF(left, bottom - height + gap, width, max(0.0, height - gap))
                )
                bottom -= height

    def _draw_grid(self, painter: QPainter) -> None:
        look, plot = theme(), self._plot
        scale = plot.height() / self._ticks[-1]
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in self._ticks:
            height = round(plot.bottom() - tick * scale) + 0.5
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
            painter.setPen(look.color("secondary"))
            box = QRectF(0, height - 10, plot.left() - SPACE.s, 20)
            painter.drawText(box, flags, self._words(tick))

    def _draw_labels(self, painter: QPainter) -> None:
        metrics, plot = self.metrics(), self._plot
        slot = plot.width() / len(self._bars)
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._bars) + SPACE.l
        every = max(1, -(-int(widest) // max(1, int(slot))))
        painter.setPen(theme().color("secondary"))
        top = plot.bottom() + 4
        for at in range(len(self._bars) - 1, -1, -every):  # the newest has its label
            center = plot.left() + slot * (at + 0.5)
            width = metrics.horizontalAdvance(self._bars[at].label)
            left = min(max(0.0, center - width / 2), self.width() - width)
            painter.drawText(QPointF(left, top + metrics.ascent()), self._bars[at].label)

    def _legend(self) -> list[tuple[float, int, Series, str]]:
        metrics, placed = self.metrics(), []
        left, row, room = 0.0, 0, max(1.0, self.width() - 2.0 * SPACE.s)
        for one in self._series:
            label = metrics.elidedText(one.label, Qt.TextElideMode.ElideMiddle, 220)
            width = _DOT + 6 + metrics.horizontalAdvance(label) + SPACE.l
            if left and left + width > room:
                left, row = 0.0, row + 1
            placed.append((left + SPACE.s, row, one, label))
            left += width
        return placed

    def _legend_rows(self) -> int:
        placed = self._legend()
        return placed[-1][1] + 1 if placed else 0

    def _draw_legend(self, painter: QPainter) -> None:
        look, metrics = theme(), self.metrics()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = metrics.height() + 4
        placed = self._legend()
        top = self.height() - height * self._legend_rows() - SPACE.xs
        for left, row, one, label in placed:
            line = top + row * height
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(one.color))
            painter.drawRoundedRect(QRectF(left, line + (height - _DOT) / 2, _DOT, _DOT), 2, 2)
            painter.setPen(look.color("secondary"))
            painter.drawText(QPointF(left + _DOT + 6, line + 2 + metrics.ascent()), label)
