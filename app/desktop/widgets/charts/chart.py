"""What every chart shares: a picture that is drawn once, and what moves over it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from app.desktop.theme.style import mixed
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import FONT, RADIUS, SPACE
from app.desktop.widgets.focus import has_ring, note_focus

_DOT = 8.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card beside the mouse; `color` is a token's name, "" for no dot."""

    label: str
    value: str
    color: str = ""


class Chart(QWidget):
    """Draws its picture when the data, the size or the theme changed, and only copies it else.

    `name` is what a screen reader says; what is under the mouse or the keyboard is its description.
    Subclasses draw in `draw` (the picture) and `draw_over` (what is highlighted now).
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture: QPixmap | None = None

    def draw(self, painter: QPainter) -> None:
        """Draw everything that stays."""

    def draw_over(self, painter: QPainter) -> None:
        """Draw what is highlighted."""

    def redraw(self) -> None:
        """The data are others: draw anew, with the next frame."""
        self._picture = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy the picture, and draw the highlight."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            on_picture = QPainter(self._picture)
            on_picture.setFont(self.small_font())
            self.draw(on_picture)
            on_picture.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setFont(self.small_font())
        self.draw_over(painter)
        if has_ring(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("focus"), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, RADIUS.control, RADIUS.control)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw anew in another theme, font or language."""
        super().changeEvent(event)
        kinds = (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange)
        if event.type() in kinds:
            self.redraw()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a ring to the keyboard."""
        note_focus(self, event)
        super().focusInEvent(event)

    def small_font(self) -> QFont:
        """The font of axes and legends."""
        font = QFont(self.font())
        font.setPixelSize(FONT.secondary)
        return font

    def metrics(self) -> QFontMetricsF:
        """How wide words are in that font."""
        return QFontMetricsF(self.small_font())

    def draw_card(self, painter: QPainter, at: QPointF, title: str, lines: Sequence[Line]) -> None:
        """A small card with exact values beside `at`, wholly inside the chart where it fits."""
        look, metrics = theme(), self.metrics()
        strong = QFont(self.small_font())
        strong.setWeight(QFont.Weight.DemiBold)
        row = metrics.height() + 3
        gap, pad = float(SPACE.l), float(SPACE.s)
        labels = max((metrics.horizontalAdvance(line.label) for line in lines), default=0.0)
        values = max((metrics.horizontalAdvance(line.value) for line in lines), default=0.0)
        inner = max(
            QFontMetricsF(strong).horizontalAdvance(title), _DOT + 6 + labels + gap + values
        )
        card = QRectF(0, 0, inner + 2 * pad, row * (len(lines) + 1) + 2 * pad)
        card.moveTo(at.x() + 12, at.y() - card.height() / 2)
        if card.right() > self.width() - 1:
            card.moveRight(at.x() - 12)
        card.moveLeft(max(1.0, min(card.left(), self.width() - card.width() - 1)))
        card.moveTop(max(1.0, min(card.top(), self.height() - card.height() - 1)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(mixed(look.tokens.text, look.tokens.raised, 0.18))
        painter.setPen(QPen(edge, 1))
        painter.setBrush(look.color("raised"))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.control, RADIUS.control)
        painter.setFont(strong)
        painter.setPen(look.color("text"))
        box = QRectF(card.left() + pad, card.top() + pad, inner, row)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self.small_font())
        for line in lines:
            box.translate(0, row)
            left = 0.0
            if line.color:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color(line.color))
                dot = QRectF(box.left(), box.center().y() - _DOT / 2, _DOT, _DOT)
                painter.drawRoundedRect(dot, 2, 2)
                left = _DOT + 6
            painter.setPen(look.color("secondary"))
            words = box.adjusted(left, 0, 0, 0)
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, line.label)
            painter.setPen(look.color("text"))
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, line.value)
