"""A word or two about a state."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.widgets.text import Text


class Badge(Text):
    """`tone` is "quiet", "ok", "warn", "bad" or "accent"; the words say the same as the colour."""

    def __init__(self, text: str = "", tone: str = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("badge", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: str = "quiet") -> None:
        """Say something else; nothing is shown for ""."""
        self.set(text)
        self.tone(tone)
        if not text:
            self.hide()
        elif self.parent() is None:  # shown with the row that it will be put in, not as a window
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
            self.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, False)
        else:
            self.show()
