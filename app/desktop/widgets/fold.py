"""What few people need, behind a line that opens it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.desktop.icons import icon
from app.desktop.theme.tokens import SPACE


class Fold(QWidget):
    """A line of words with an arrow; `body` is a column that it shows and hides."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        self.line = QPushButton(words)
        self.line.setProperty("kind", "link")
        self.line.setAutoDefault(False)
        self.line.setCheckable(True)
        self.line.setIconSize(QSize(16, 16))
        column.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE.s)
        column.addWidget(self._inside)
        self.line.toggled.connect(self._show)
        self._show(opened=False)

    @property
    def opened(self) -> bool:
        """Whether its body is shown."""
        return self.line.isChecked()

    def open(self) -> None:
        """Show the body."""
        self.line.setChecked(True)

    def _show(self, opened: bool) -> None:
        self.line.setIcon(icon("chevron-down" if opened else "chevron-right", "accent_text"))
        self._inside.setVisible(opened)
