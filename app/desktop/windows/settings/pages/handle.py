"""What a thing in an ordered list is moved by: with the mouse, or by Alt and an arrow key."""

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from app.desktop.icons import icon


class Handle(QToolButton):
    """Drags `payload` as `mime`; `moved` is told the places that the keyboard moves it by."""

    moved = Signal(int)

    def __init__(self, name: str, mime: str, payload: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mime = mime
        self._payload = payload
        self._pressed = QPoint()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIcon(icon("drag", "faint"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """Where a drag would begin."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """Begin a drag once the mouse has gone far enough."""
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and far >= QApplication.startDragDistance():
            drag = QDrag(self)
            data = QMimeData()
            data.setData(self._mime, self._payload)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.MoveAction)
            self.setDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Alt with an arrow moves by one place."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)
