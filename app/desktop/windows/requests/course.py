"""A request's course, painted: each attempt as a bar from its beginning to its end."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.program.history import Timeline
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import SPACE
from app.desktop.wording import amounts, translate
from app.desktop.wording.failures import failure_words

_ROW = 24
_AXIS = 20
_BAR = 10


@dataclass(frozen=True, slots=True)
class _Bar:
    """One line: its words at the left, its span in milliseconds, words behind it, its colour."""

    label: str
    began: float
    ended: float
    words: str
    color: str


class Course(QWidget):
    """Says the same as text to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Requests", "Course of the request"))
        self._bars: tuple[_Bar, ...] = ()
        self._first_delta: int | None = None
        self._end = 1.0

    def show_timeline(self, timeline: Timeline, now_ms: float | None = None) -> None:
        """Show a course; `now_ms` is how long a request that still runs has taken."""
        end = timeline.ended_ms if timeline.ended_ms is not None else now_ms
        ends = [attempt.ended_ms for attempt in timeline.attempts]
        self._end = max(1.0, *(float(each) for each in (*ends, end or 0)))
        self._first_delta = timeline.first_delta_ms
        bars = []
        routed = timeline.routed_ms or timeline.guarded_ms
        if routed is not None:
            words = translate("Requests", "Guard and route")
            bars.append(_Bar(words, 0, routed, amounts.duration(routed), "faint"))
        for attempt in timeline.attempts:
            took = amounts.duration(max(0, attempt.ended_ms - attempt.began_ms))
            status = str(attempt.status) if attempt.status and attempt.failure else ""
            why = failure_words(attempt.failure) if attempt.failure else ""
            bars.append(
                _Bar(
                    f"{attempt.provider}/{attempt.model}",
                    attempt.began_ms,
                    attempt.ended_ms,
                    " ".join(filter(None, (took, status, why))),
                    "bad" if attempt.failure else "accent",
                )
            )
        self._bars = tuple(bars)
        told = [f"{bar.label}: {bar.words}" for bar in bars]
        if self._first_delta is not None:
            told.append(_first_words(self._first_delta))
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip(_first_words(self._first_delta) if self._first_delta is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """As high as it has lines."""
        return QSize(320, len(self._bars) * _ROW + (_AXIS if self._bars else 0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own
        """Labels, bars, the moment of the first words, and where it begins and ends."""
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        left = min(self.width() * 0.34, max(metrics.horizontalAdvance(b.label) for b in self._bars))
        left += SPACE.m
        behind = max(metrics.horizontalAdvance(bar.words) for bar in self._bars) + SPACE.s
        width = max(40.0, self.width() - left - behind)
        for number, bar in enumerate(self._bars):
            self._paint_bar(painter, metrics, bar, QRectF(0, number * _ROW, left, _ROW), width)
        self._paint_axis(painter, left, width)
        painter.end()

    def _paint_bar(
        self, painter: QPainter, metrics: QFontMetricsF, bar: _Bar, label: QRectF, width: float
    ) -> None:
        colors = theme()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(colors.color("secondary"))
        room = label.width() - SPACE.m
        words = metrics.elidedText(bar.label, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(label, middle, words)
        start = label.width() + width * bar.began / self._end
        length = max(3.0, width * (bar.ended - bar.began) / self._end)
        shape = QRectF(start, label.center().y() - _BAR / 2, length, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color(bar.color))
        painter.drawRoundedRect(shape, 3, 3)
        painter.setPen(colors.color("bad" if bar.color == "bad" else "secondary"))
        place = QRectF(label.width() + width + SPACE.s, label.top(), self.width(), _ROW)
        painter.drawText(place, middle, bar.words)

    def _paint_axis(self, painter: QPainter, left: float, width: float) -> None:
        colors = theme()
        bottom = len(self._bars) * _ROW
        if self._first_delta is not None:
            place = left + width * min(self._first_delta, self._end) / self._end
            painter.setPen(QPen(colors.color("text"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(place, 0), QPointF(place, bottom))
            words = _first_words(self._first_delta)
            room = QFontMetricsF(self.font()).horizontalAdvance(words)
            start = min(max(left, place - room / 2), left + width - room)
            painter.setPen(colors.color("secondary"))
            painter.drawText(QRectF(start, bottom, room + 4, _AXIS), words)


def _first_words(milliseconds: int) -> str:
    return translate("Requests", "first words after {time}").format(
        time=amounts.duration(milliseconds)
    )
