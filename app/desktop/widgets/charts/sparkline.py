"""A handful of tiny bars: how it went, without numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme.style import mixed
from app.desktop.theme.theme import theme
from app.desktop.widgets.charts.chart import Chart

_HEIGHT = 22
_SMALLEST = 1.5


class Sparkline(Chart):
    """Shows where values are high and low; the last one, which may still grow, is stronger."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._values: tuple[float, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as two lines of small words."""
        return QSize(80, _HEIGHT)

    def show_values(self, values: Sequence[float]) -> None:
        """Show these, the oldest first."""
        if tuple(values) != self._values:
            self._values = tuple(values)
            self.redraw()

    def draw(self, painter: QPainter) -> None:
        """The bars."""
        highest = max(self._values, default=0.0)
        if highest <= 0:
            return
        look = theme()
        slot = self.width() / len(self._values)
        width = max(1.0, min(10.0, slot * 0.7))
        rects = []
        for at, value in enumerate(self._values):
            height = max(_SMALLEST, value / highest * self.height()) if value else _SMALLEST
            rects.append(QRectF(slot * at, self.height() - height, width, height))
        quiet = mixed(look.tokens.accent, look.tokens.surface, 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(quiet))
        painter.drawRects(rects[:-1])
        painter.setBrush(look.color("accent"))
        painter.drawRects(rects[-1:])
