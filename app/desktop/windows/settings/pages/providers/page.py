"""The page of providers: their cards in the order that holds, and the gallery to add one."""

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.row import Row
from app.desktop.windows.opening import Opener
from app.desktop.windows.providers.gallery import Gallery
from app.desktop.windows.providers.key_entry import KeyEntry
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.windows.settings.pages.providers.provider_card import MIME, ProviderCard
from app.desktop.wording import translate


class ProvidersPage(PresentedPage):
    """Built once; what it shows is its presenter's state."""

    def __init__(
        self,
        program: Program,
        _open: Opener,
        presenter: ProvidersPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or ProvidersPresenter(program)
        super().__init__(
            translate("Providers", "Providers"),
            translate(
                "Providers",
                "Who answers. A model that no rule names goes to the default; the order is the "
                "one in which they are listed.",
            ),
            self.presenter,
            parent,
        )
        self.add_one = Button(translate("Providers", "Add provider"), "primary", "plus")
        self.add_one.clicked.connect(lambda: self.presenter.begin_adding())
        self.leave = Button(translate("Providers", "Back to the providers"), "link")
        self.leave.clicked.connect(lambda: self.presenter.begin_adding(begin=False))
        self.add(Row(self.add_one, self.leave))
        self.gallery = Gallery(self.presenter.adding)
        self.entry = KeyEntry(self.presenter.adding)
        self.add(self.gallery)
        self.add(self.entry)
        self.empty = EmptyState(
            translate("Providers", "No provider yet"),
            translate(
                "Providers",
                "Add one with its key, a model server that runs on this machine, or the built-in "
                "demo.",
            ),
            translate("Providers", "Add provider"),
            "providers",
        )
        self.empty.acted.connect(lambda: self.presenter.begin_adding())
        self.add(self.empty)
        self.list = _CardList(self.presenter)
        self.add(self.list)
        self.refresh()

    def read(self) -> None:
        """Take what is known now."""
        self.presenter.look()

    def refresh(self) -> None:
        """Show what holds now."""
        state = self.presenter.state
        choosing = state.adding and self.presenter.adding.state.chosen is None
        self.add_one.setVisible(not state.adding and bool(state.providers))
        self.leave.setVisible(state.adding)
        self.gallery.setVisible(choosing)
        self.entry.setVisible(state.adding and not choosing)
        self.empty.setVisible(not state.adding and not state.providers)
        self.list.setVisible(not state.adding)
        self.gallery.refresh()
        self.entry.refresh()
        self.list.refresh()


class _CardList(QWidget):
    """The cards; one that is dragged is dropped before the one under the mouse."""

    def __init__(self, presenter: ProvidersPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.setAcceptDrops(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)
        self.cards: dict[str, ProviderCard] = {}

    def refresh(self) -> None:
        """Bring the cards into today's order and state."""
        statuses = self._presenter.state.providers
        names = [status.name for status in statuses]
        for name in [name for name in self.cards if name not in names]:
            card = self.cards.pop(name)
            card.hide()
            card.deleteLater()
        for place, status in enumerate(statuses):
            card = self.cards.get(status.name) or self._made(status.name)
            if self._column.indexOf(card) != place:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)
            card.refresh(status)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own
        """Take cards, and nothing else."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own
        """Put the card where it was let go."""
        name = bytes(event.mimeData().data(MIME).data()).decode()
        y = event.position().y()
        others = [card for other, card in self.cards.items() if other != name]
        self._presenter.move(name, sum(card.geometry().center().y() < y for card in others))
        event.acceptProposedAction()

    def _made(self, name: str) -> ProviderCard:
        card = self.cards[name] = ProviderCard(name, self._presenter)
        card.moved.connect(lambda by: self._move(name, by))
        return card

    def _move(self, name: str, by: int) -> None:
        names = [status.name for status in self._presenter.state.providers]
        self._presenter.move(name, names.index(name) + by)
        self.cards[name].handle.setFocus()
