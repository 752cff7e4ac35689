"""A provider and a model of it: typed, completed, or taken from the list of what is offered."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.desktop.icons import icon
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import translate

_ROWS = 12


class TargetField(TextField):
    """`chosen` hears "provider/model" on Enter and when one of the list is taken.

    What is not in the list may be typed too: providers have models that they list nowhere.
    """

    chosen = Signal(str)

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(placeholder, name, parent)
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_ROWS)
        self.setCompleter(completer)
        all_of_them = QAction(
            icon("chevron-down", "secondary"), translate("Models", "Show what is offered"), self
        )
        all_of_them.triggered.connect(self.show_all)
        self.addAction(all_of_them, QLineEdit.ActionPosition.TrailingPosition)
        # The line takes the completion over after this signal; what hears of it may empty the line.
        completer.activated.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.returnPressed.connect(self._take)

    @property
    def value(self) -> str:
        """What is there, without blanks around it."""
        return self.text().strip()

    def offer(self, targets: Sequence[str]) -> None:
        """Complete these."""
        if self._offered.stringList() != list(targets):
            self._offered.setStringList(list(targets))

    def show_all(self) -> None:
        """Open the list of all that is offered, whatever is typed."""
        self.setFocus()
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()

    def _take(self) -> None:
        if self.value:
            self.chosen.emit(self.value)
