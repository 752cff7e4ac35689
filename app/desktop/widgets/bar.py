"""The bar at a window's foot: what happened, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.text import Body
from app.desktop.wording import translate

_STAYS_MS = 12_000


class Bar(QFrame):
    """Hidden while there is nothing to say; sentences about trouble stay until they are closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "true")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        self.words = Body()
        row.addWidget(self.words, 1)
        self.action = Button("", "link")
        self.action.clicked.connect(self._act)
        row.addWidget(self.action)
        close = IconButton("close", translate("Widgets", "Close"))
        close.clicked.connect(self.hide)
        row.addWidget(close)
        self._call: Callable[[], object] | None = None
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.timeout.connect(self.hide)
        self.hide()

    def tell(self, sentence: str, tone: str = "bad") -> None:
        """Say something; "" for a fault of ours, whose words are in the log."""
        ours = translate("Widgets", "Something went wrong. The log says what.")
        self._show(sentence or ours, tone, "", None)

    def offer_undo(self, label: str, call: Callable[[], object]) -> None:
        """Say what was done, with a button that takes it back."""
        self._show(label, "", translate("Widgets", "Undo"), call)

    def offer(self, sentence: str, action: str, call: Callable[[], object]) -> None:
        """Say something, with a button that does something about it; it stays."""
        self._show(sentence, "warn", action, call)

    def _show(
        self, sentence: str, tone: str, action: str, call: Callable[[], object] | None
    ) -> None:
        self.words.set(sentence, tone)
        self.action.setText(action)
        self.action.setVisible(call is not None)
        self._call = call
        if tone in ("bad", "warn"):
            self._leave.stop()
        else:
            self._leave.start(_STAYS_MS)
        self.show()

    def _act(self) -> None:
        call = self._call
        self.hide()
        if call is not None:
            call()
