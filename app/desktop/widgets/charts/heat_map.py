"""A year of days, a column a week, the darker the more."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme.style import mixed
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.charts.chart import Chart, Line

_WEEKS, _DAYS = 53, 7
_GAP = 2.0
_SMALLEST, _LARGEST = 8.0, 14.0
_STRENGTHS = (0.22, 0.45, 0.7, 1.0)
_MOVES = {
    Qt.Key.Key_Left: -7,
    Qt.Key.Key_Right: 7,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
}


class HeatMap(Chart):
    """`clicked` is told a `date`. Arrow keys go through the days, Enter clicks.

    Strength says where a day stands among the days with anything: a quarter of them each.
    """

    clicked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._last = date(2000, 1, 1)
        self._first = self._last
        self._values: Mapping[date, float] = {}
        self._bounds: tuple[float, ...] = ()
        self._words: Callable[[date, float], tuple[str, str]] = lambda day, _value: (str(day), "")
        self._months: tuple[str, ...] = ()
        self._weekdays: tuple[str, ...] = ()
        self._at: date | None = None
        self._side = _LARGEST
        self._left = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Seven rows of the largest cells, and the months."""
        return QSize(760, round(self._top() + _DAYS * (_LARGEST + _GAP)) + SPACE.xs)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Cells that can still be hit."""
        return QSize(round(_WEEKS * (_SMALLEST + _GAP)) + 44, self.sizeHint().height())

    def show_year(
        self,
        last: date,
        values: Mapping[date, float],
        words: Callable[[date, float], tuple[str, str]],
        months: tuple[str, ...],
        weekdays: tuple[str, ...],
    ) -> None:
        """Show the year that ends with `last`.

        `words` gives a day's title and its value in words; `months` are twelve short names, and
        `weekdays` seven from Monday on, where "" leaves one out.
        """
        same = (last, dict(values), months) == (self._last, self._values, self._months)
        self._last = last
        monday = last - timedelta(days=last.weekday())
        self._first = monday - timedelta(weeks=_WEEKS - 1)
        self._values, self._words = dict(values), words
        self._months, self._weekdays = months, weekdays
        known = sorted(value for value in values.values() if value > 0)
        steps = range(1, len(_STRENGTHS))
        self._bounds = tuple(known[len(known) * step // 4] for step in steps) if known else ()
        self._lay_out()
        if not same:
            self.redraw()

    @property
    def highlighted(self) -> date | None:
        """The day under the mouse or the keyboard."""
        return self._at

    def cell(self, day: date) -> QRectF:
        """Where a day is."""
        week, weekday = divmod((day - self._first).days, _DAYS)
        step = self._side + _GAP
        return QRectF(
            self._left + week * step, self._top() + weekday * step, self._side, self._side
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the cells' size."""
        super().resizeEvent(event)
        self._lay_out()

    def draw(self, painter: QPainter) -> None:
        """Names and days."""
        look, metrics = theme(), self.metrics()
        painter.setPen(look.color("secondary"))
        for weekday, name in enumerate(self._weekdays):
            row = self.cell(self._first + timedelta(days=weekday))
            height = row.center().y() + metrics.ascent() / 2 - 1
            painter.drawText(QPointF(0, height), name)
        self._draw_months(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground, accent = look.tokens.hover, look.tokens.accent
        colors = [QColor(ground)] + [QColor(mixed(accent, ground, s)) for s in _STRENGTHS]
        day = self._first
        while day <= self._last:
            painter.setBrush(colors[self._strength(day)])
            painter.drawRoundedRect(self.cell(day), 2, 2)
            day += timedelta(days=1)

    def draw_over(self, painter: QPainter) -> None:
        """The day under the mouse or the keyboard."""
        if self._at is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cell = self.cell(self._at)
        painter.drawRoundedRect(cell, 2, 2)
        title, words = self._words(self._at, self._values.get(self._at, 0.0))
        self.draw_card(painter, cell.center(), title, [Line(words, "")])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Highlight the day under the mouse."""
        day = self._under(event.position())
        pointing = Qt.CursorShape.PointingHandCursor
        self.setCursor(pointing if day is not None else Qt.CursorShape.ArrowCursor)
        self._highlight(day)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Highlight nothing."""
        super().leaveEvent(event)
        self._highlight(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a click on a day."""
        day = self._under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and day is not None:
            self.clicked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go through the days."""
        days = _MOVES.get(Qt.Key(event.key()))
        if days is not None:
            day = self._last if self._at is None else self._at + timedelta(days=days)
            self._highlight(max(self._first, min(self._last, day)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.clicked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _draw_months(self, painter: QPainter) -> None:
        metrics, free = self.metrics(), 0.0
        for week in range(_WEEKS):
            day = self._first + timedelta(weeks=week)
            begins = day.day <= _DAYS
            left = self._left + week * (self._side + _GAP)
            if begins and self._months and left >= free:
                name = self._months[day.month - 1]
                painter.drawText(QPointF(left, metrics.ascent()), name)
                free = left + metrics.horizontalAdvance(name) + SPACE.s

    def _strength(self, day: date) -> int:
        value = self._values.get(day, 0.0)
        if value <= 0:
            return 0
        return 1 + sum(value > bound for bound in self._bounds)

    def _under(self, place: QPointF) -> date | None:
        step = self._side + _GAP
        week = int((place.x() - self._left) // step)
        weekday = int((place.y() - self._top()) // step)
        if not (0 <= week < _WEEKS and 0 <= weekday < _DAYS):
            return None
        day = self._first + timedelta(days=week * _DAYS + weekday)
        return day if day <= self._last else None

    def _highlight(self, day: date | None) -> None:
        if day == self._at:
            return
        self._at = day
        if day is not None:
            title, words = self._words(day, self._values.get(day, 0.0))
            self.setAccessibleDescription(f"{title} {words}")
        self.update()

    def _top(self) -> float:
        return self.metrics().height() + 4

    def _lay_out(self) -> None:
        widths = (self.metrics().horizontalAdvance(name) for name in self._weekdays)
        self._left = max(widths, default=0.0) + SPACE.s
        fitting = (self.width() - self._left) / _WEEKS - _GAP
        self._side = float(max(_SMALLEST, min(_LARGEST, int(fitting))))
