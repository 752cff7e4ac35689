"""The mark, painted for every size: two speech strokes meet in one point, below it the state's dot.

Shape tells the state first: a ring is off, a disc is on, an arc around it runs while requests do, a
notch in it is trouble. Nobody tells a program what colour the panel has that its icon lies on, so
each colour lies between: at least 3 to 1 in contrast (WCAG 2.2, 1.4.11) against a light panel and a
dark one. On macOS the icon is a mask that the system colours.
"""

import functools
import math
import sys

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from app.desktop.presenters.tray_state import Mark

FRAMES = 8  # of the arc's way around
ON = "#108ba0"
OFF = "#7b858b"
TROUBLE = "#ba7600"
_MASK = "#000000"
_SIZES = (16, 20, 22, 24, 32, 40, 44, 48, 64)
_GRID = 16  # the drawing's own units


@functools.lru_cache(64)
def mark_icon(mark: Mark, frame: int = 0, *, mask: bool = sys.platform == "darwin") -> QIcon:
    """The icon of a state, in every size that a panel asks for; `frame` moves the arc."""
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(mark_pixmap(mark, size, frame, mask=mask))
    icon.setIsMask(mask)
    return icon


def mark_pixmap(mark: Mark, size: int, frame: int = 0, *, mask: bool = False) -> QPixmap:
    """The icon in one size, on nothing."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing = _Drawing(painter, size)
    strokes = _MASK if mask else ON if mark.on else OFF
    dot = _MASK if mask else TROUBLE if mark.trouble else strokes
    drawing.strokes(QColor(strokes))
    drawing.dot(QColor(dot), mark, frame)
    painter.end()
    return pixmap


class _Drawing:
    """Lines lie on whole pixels, so that they are as sharp at 16 as at 64."""

    def __init__(self, painter: QPainter, size: int) -> None:
        self._painter = painter
        self._unit = size / _GRID
        self._size = size
        self._line = max(round(2 * self._unit), 1)

    def strokes(self, color: QColor) -> None:
        """What each of the two says, coming together in the middle."""
        unit, line, middle = self._unit, self._line, self._size / 2
        top = round(unit) + line / 2
        join = top + 5 * unit
        path = QPainterPath()
        for side in (-1, 1):
            path.moveTo(middle + side * (7 * unit - line / 2), top)
            path.lineTo(middle + side * 5 * unit, top)
            path.cubicTo(
                QPointF(middle + side * 2 * unit, top),
                QPointF(middle, top + 2 * unit),
                QPointF(middle, join),
            )
        pen = QPen(color, line)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.strokePath(path, pen)

    def dot(self, color: QColor, mark: Mark, frame: int) -> None:
        """The state."""
        unit, painter = self._unit, self._painter
        centre = QPointF(self._size / 2, self._size - 3.75 * unit)
        arc = mark.busy and mark.on
        radius = (1.9 if arc else 2.75) * unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        if mark.on:
            painter.drawEllipse(centre, radius, radius)
        else:
            thick = max(1.4 * unit, 1.25)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, thick))
            painter.drawEllipse(centre, radius - thick / 2, radius - thick / 2)
        if mark.trouble:
            self._notch(centre, radius)
        if arc:
            self._arc(color, centre, frame)

    def _notch(self, centre: QPointF, radius: float) -> None:
        """A wedge that is missing at the lower right."""
        wedge = QPainterPath(centre)
        for degrees in (-5.0, -85.0):
            angle = math.radians(degrees)
            reach = 2 * radius
            wedge.lineTo(centre + QPointF(reach * math.cos(angle), -reach * math.sin(angle)))
        wedge.closeSubpath()
        self._painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        self._painter.fillPath(wedge, Qt.GlobalColor.black)
        self._painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _arc(self, color: QColor, centre: QPointF, frame: int) -> None:
        radius = 3.25 * self._unit
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        pen = QPen(color, max(1.1 * self._unit, 1.0))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        start = -round(360 * 16 * (frame % FRAMES) / FRAMES)
        self._painter.drawArc(box, start, 120 * 16)
