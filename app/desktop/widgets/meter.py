"""How much of something is used up."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme.theme import theme

_HEIGHT = 8


class Meter(QWidget):
    """A bar from nothing to all; the words beside it must say the same as its length.

    Marks stand where something happens on the way.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.share = 0.0
        self._tone = "accent"
        self._marks: tuple[float, ...] = ()

    def show_share(
        self, share: float, tone: str = "accent", words: str = "", marks: Sequence[float] = ()
    ) -> None:
        """Fill so much of it, from 0 to 1, as `marks` are too; `words` are for a screen reader."""
        self.share, self._tone = min(max(share, 0.0), 1.0), tone
        self._marks = tuple(mark for mark in marks if 0 < mark < 1)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A thin line."""
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The track, and what is used of it."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(look.color("pressed"))
        painter.drawRoundedRect(whole, _HEIGHT / 2, _HEIGHT / 2)
        if self.share > 0:
            used = QRectF(whole)
            used.setWidth(max(whole.width() * self.share, _HEIGHT))
            painter.setBrush(look.color(self._tone))
            painter.drawRoundedRect(used, _HEIGHT / 2, _HEIGHT / 2)
        for mark in self._marks:
            painter.fillRect(QRectF(whole.width() * mark, 0, 1.5, _HEIGHT), look.color("surface"))
        painter.end()
