"""Our own icons: strokes on a 24 by 24 grid, drawn in a token's colour at the moment of painting.

An icon therefore follows the theme by being repainted, which a new style sheet makes happen.
"""

import functools

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.desktop.theme.theme import theme
from app.platform.resources import resources


def icon(name: str, color: str = "text") -> QIcon:
    """The icon `name` (a file in resources/icons) in the colour of a token.

    Raises `FileNotFoundError` where there is none of that name.
    """
    _drawing(name)
    return QIcon(_Engine(name, color))


def paint_icon(painter: QPainter, name: str, color: str, rect: QRectF) -> None:
    """Draw an icon into `rect`; for widgets that paint themselves. `color` is a token's name."""
    tinted(name, theme().color(color).name()).render(painter, rect)


@functools.cache
def _drawing(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")


@functools.lru_cache(256)
def tinted(name: str, color: str) -> QSvgRenderer:
    """An icon that is drawn in `color`, as #rrggbb."""
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))


class _Engine(QIconEngine):
    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name = name
        self._color = color

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State, /
    ) -> None:
        """Draw it in today's colours; faint where its control is disabled."""
        color = "faint" if mode is QIcon.Mode.Disabled else self._color
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        if rect.width() > rect.height():  # room that was asked for beside it
            square.moveLeft(rect.left())
        paint_icon(painter, self._name, color, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, /) -> QPixmap:
        """The same on a transparent ground."""
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, drawn.rect(), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        """What a copy of the icon draws with."""
        return _Engine(self._name, self._color)
