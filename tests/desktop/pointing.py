"""The mouse over a widget, wherever the display's own pointer is."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def point(widget: QWidget, place: QPoint) -> None:
    """Move the mouse to `place` in `widget`, with no button pressed."""
    none = Qt.MouseButton.NoButton
    local, window = QPointF(place), QPointF(widget.mapToGlobal(place))
    move = QMouseEvent(
        QEvent.Type.MouseMove, local, window, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, move)


def leave(widget: QWidget) -> None:
    """Take the mouse away from `widget`."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
