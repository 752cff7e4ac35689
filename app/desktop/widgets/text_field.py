"""A line of text."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class TextField(QLineEdit):
    """`edited` hears every keystroke; `committed` the text on Enter or on leaving, if it is new."""

    edited = Signal(str)
    committed = Signal(str)

    def __init__(
        self, placeholder: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self._committed = ""
        self.textEdited.connect(self.edited)
        self.editingFinished.connect(self._commit)

    def show_text(self, text: str) -> None:
        """Show `text` as what holds now; what a person is typing is left alone."""
        self._committed = text
        if text == self.text():
            self.setModified(False)
        elif not self.isModified():
            self.setText(text)

    def _commit(self) -> None:
        self.setModified(False)
        if self.text() != self._committed:
            self._committed = self.text()
            self.committed.emit(self._committed)
