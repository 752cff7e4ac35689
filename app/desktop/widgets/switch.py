"""On and off."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.desktop.theme.theme import theme
from app.desktop.widgets.focus import has_ring, note_focus

_WIDTH, _HEIGHT, _MARGIN = 34, 20, 3
_MOTION_MS = 110


class Switch(QAbstractButton):
    """A switch that says its state by the knob's place first and by colour second.

    `flipped` is told when a person flips it; Qt's `toggled` of every change.
    """

    flipped = Signal(bool)

    def __init__(self, name: str, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._place = 1.0 if checked else 0.0
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(_MOTION_MS)
        self._motion.valueChanged.connect(self._move)
        self.toggled.connect(self._glide)
        self.clicked.connect(self.flipped)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The knob's track with room for the focus ring."""
        return QSize(_WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Track, knob and, with the keyboard on it, a ring."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, 0, _WIDTH, _HEIGHT)
        track.moveCenter(QRectF(self.rect()).center())
        on = self._place
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_between(look.color("faint"), look.color("accent"), on))
        if not self.isEnabled():
            painter.setOpacity(0.45)
        painter.drawRoundedRect(track, _HEIGHT / 2, _HEIGHT / 2)
        knob = _HEIGHT / 2 - 3
        left = track.left() + _HEIGHT / 2 + on * (_WIDTH - _HEIGHT)
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QPointF(left, track.center().y()), knob, knob)
        if has_ring(self):
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = track.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a ring to the keyboard."""
        note_focus(self, event)
        super().focusInEvent(event)

    def _glide(self, checked: bool) -> None:
        end = 1.0 if checked else 0.0
        self._motion.stop()
        if theme().motion and self.isVisible():
            self._motion.setStartValue(self._place)
            self._motion.setEndValue(end)
            self._motion.start()
        else:
            self._move(end)

    def _move(self, place: float) -> None:
        self._place = place
        self.update()


def _between(first: QColor, second: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )
