"""A line for a secret, which it forgets once it was taken."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from app.desktop.icons import icon
from app.desktop.wording import translate


class SecretField(QLineEdit):
    """Masked, and shown only while its eye is on. `edited` is told that there is something or not.

    The words never leave by a signal: `take` hands them out once. There is no undo of the typing,
    and no input method learns them.
    """

    edited = Signal(bool)

    def __init__(
        self, placeholder: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self._eye = QAction(icon("eye", "secondary"), translate("Widgets", "Show"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(lambda text: self.edited.emit(bool(text.strip())))

    def take(self) -> str:
        """What was entered, without blanks around; the line is empty and masked afterwards."""
        entered = self.text().strip()
        self.clear()
        self._eye.setChecked(False)
        return entered

    def _show(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
