"""Step one: who answers."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.first_run import FirstRunPresenter
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.button import Button
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Secondary
from app.desktop.windows.providers.gallery import Gallery
from app.desktop.windows.providers.key_entry import KeyEntry
from app.desktop.wording import translate


class ProviderStep(QWidget):
    """The gallery, then the key of the chosen one.

    `demo_line` is for the window, below what scrolls: the demo is always there.
    """

    def __init__(self, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self._busy = BusyLine()
        column.addWidget(self._busy)
        self.gallery = Gallery(presenter.adding)
        column.addWidget(self.gallery)
        self.entry = KeyEntry(presenter.adding)
        column.addWidget(self.entry)
        self.demo = Button(translate("FirstRun", "Try the demo"), "link", "play")
        self.demo.clicked.connect(presenter.adding.try_demo)
        words = translate("FirstRun", "No key at hand? The built-in demo answers offline.")
        self.demo_line = Row()
        self.demo_line.add_wide(Secondary(words))
        self.demo_line.add_last(self.demo)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show what the presenter says."""
        state = self._presenter.adding.state
        self._busy.busy(state.looking or state.adding)
        choosing = state.chosen is None
        was_hidden = self.entry.isHidden()
        self.gallery.setVisible(choosing)
        self.entry.setVisible(not choosing)
        self.gallery.refresh()
        self.entry.refresh()
        if not choosing and was_hidden:
            field = self.entry.url if state.needs_url else self.entry.key
            (self.entry.add if state.is_demo else field).setFocus()
