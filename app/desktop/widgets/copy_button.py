"""A button that copies, and says that it did."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.desktop.icons import icon
from app.desktop.widgets.button import Button
from app.desktop.wording import translate

_SAYS_SO_MS = 1_500


class CopyButton(Button):
    """Copies what `text_of` gives at that moment; "" is not copied."""

    def __init__(
        self, text_of: Callable[[], str], name: str = "", parent: QWidget | None = None
    ) -> None:
        words = name or translate("Widgets", "Copy")
        super().__init__(words, "plain", "copy", parent)
        self._words = words
        self._text_of = text_of
        self.clicked.connect(self._copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._as_before)

    def _copy(self) -> None:
        text = self._text_of()
        if text:
            self.copied(text)

    def copied(self, text: str) -> None:
        """Put `text` on the clipboard and say so for a moment."""
        QGuiApplication.clipboard().setText(text)
        self.setText(translate("Widgets", "Copied"))
        self.setIcon(icon("check", "ok"))
        self._back.start(_SAYS_SO_MS)

    def _as_before(self) -> None:
        self.setText(self._words)
        self.setIcon(icon("copy"))
