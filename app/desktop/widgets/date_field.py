"""A day, typed or taken from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton, QWidget

from app.desktop.icons import icon, paint_icon

_ARROW = 14
_AROUND = 15


class DateField(QDateEdit):
    """`committed` hears a `date` on Enter, on leaving, or when one is taken from the calendar."""

    committed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setMinimumWidth(130)
        self._committed = self.day
        self.editingFinished.connect(self._commit)
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, QTextCharFormat())  # red is for what is broken
        for name, arrow in (("prev", "left"), ("next", "right")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(icon(f"chevron-{arrow}"))
        calendar.clicked.connect(lambda _day: self._commit())

    @property
    def day(self) -> date:
        """The day that stands there."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show `day` as what holds now; what a person is typing is left alone."""
        self._committed = day
        if not self.hasFocus():
            self.setDate(QDate(day.year, day.month, day.day))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a line of text."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + _AROUND)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height, so that rows of fields are even."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The field as it is styled, and our own arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        box = QRectF(0, 0, _ARROW, _ARROW)
        box.moveCenter(QRectF(self.rect()).center())
        box.moveLeft(self.width() - _ARROW - 8)
        paint_icon(painter, "chevron-down", "secondary", box)
        painter.end()

    def _commit(self) -> None:
        if self.day != self._committed:
            self._committed = self.day
            self.committed.emit(self._committed)
