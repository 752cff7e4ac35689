"""Widgets beside each other, as high as they need to be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.theme.tokens import SPACE


class Row(QWidget):
    """From the left; the room that is left is empty, or taken by one that was added as wide."""

    def __init__(self, *widgets: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(SPACE.s)
        self.line.addStretch(1)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """Put a widget after those that are there."""
        self.line.insertWidget(self.line.count() - 1, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_wide(self, widget: QWidget) -> None:
        """Put a widget there that takes the room that is left."""
        self.line.insertWidget(self.line.count() - 1, widget, 1_000)

    def add_last(self, widget: QWidget) -> None:
        """Put a widget at the far end."""
        self.line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
