"""A thin line that moves while something takes longer than a blink."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.theme.theme import theme

_AFTER_MS = 300
_FRAME_MS = 40


class BusyLine(QWidget):
    """Hidden until it was busy for 300 ms; its timer runs no longer than it is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._busy = False
        self._shown = False
        self._place = 0.0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._appear)
        self._frames = QTimer(self)
        self._frames.timeout.connect(self._move)

    def busy(self, busy: bool) -> None:
        """Say whether something is under way."""
        if busy == self._busy:
            return
        self._busy = busy
        if busy:
            self._wait.start(_AFTER_MS)
        else:
            self._wait.stop()
            self._frames.stop()
            self._shown = False
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own
        """A third of the line in the accent's colour."""
        if not self._shown:
            return
        painter = QPainter(self)
        width = self.width() / 3
        left = self._place * (self.width() + width) - width
        painter.fillRect(QRectF(left, 0, width, 2), theme().color("accent"))
        painter.end()

    def _appear(self) -> None:
        self._shown = True
        self._place = 0.5
        if theme().motion:
            self._frames.start(_FRAME_MS)
        self.update()

    def _move(self) -> None:
        self._place = (self._place + 0.03) % 1.0
        self.update()
