"""The page of client programs."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.clients import ClientCard, ClientsPresenter, ClientsState
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.emptying import empty, put_away
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Secondary
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.clients.card import ClientView
from app.desktop.windows.settings.pages.clients.snippets import SnippetsPart
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.wording import translate


class ClientsPage(PresentedPage):
    """A card for each client that is installed; those that are not share the last one."""

    def __init__(
        self,
        program: Program,
        open_: Opener,
        presenter: ClientsPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or ClientsPresenter(program)
        self.open = open_
        super().__init__(
            translate("Clients", "Clients"),
            translate(
                "Clients",
                "Programs on this machine that can use your providers through Dragoman. "
                "Each gets a key of its own.",
            ),
            self.presenter,
            parent,
        )
        self.trouble = Card()
        self.trouble_words = Body()
        self.trouble_words.tone("bad")
        self.again = Button(translate("Clients", "Look again"), icon="refresh")
        self.again.clicked.connect(self.presenter.look)
        line = Row()
        line.add_wide(self.trouble_words)
        line.add_last(self.again)
        self.trouble.body.addWidget(line)
        self.none = Secondary(
            translate(
                "Clients",
                "No client that Dragoman knows was found here. Any program that takes an address "
                "and a key can use it all the same.",
            )
        )
        self.views: dict[str, ClientView] = {}
        cards = QWidget()
        self._cards = QVBoxLayout(cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(SPACE.m)
        copy_key = self.copy_button(translate("Clients", "Copy key"), self.presenter.copy_key)
        self.snippets = SnippetsPart(self.presenter, copy_key)
        self.missing = Card()
        self.missing_links: dict[str, Button] = {}
        for part in (self.trouble, self.none, cards, self.snippets, self.missing):
            self.add(part)
        self.presenter.watch(self.presenter.to_copy.connect(lambda what: self.copied(what[1])))
        self.presenter.watch(
            program.server.changed.connect(lambda _: self.snippets.refresh(self.presenter.state))
        )
        self.refresh()

    def read(self) -> None:
        """Look for clients again."""
        self.presenter.look()

    def refresh(self) -> None:
        """Show what holds now."""
        state = self.presenter.state
        self.busy.busy(state.looking)
        self.trouble.setVisible(bool(state.trouble))
        self.trouble_words.set(state.trouble)
        here = [card for card in state.cards if card.installed]
        self.none.setVisible(state.known and not here and not state.trouble)
        self._show_cards(here, state)
        self._show_missing([card for card in state.cards if not card.installed])
        self.snippets.refresh(state)

    def _show_cards(self, cards: list[ClientCard], state: ClientsState) -> None:
        wanted = [card.client.id for card in cards]
        for identity in [each for each in self.views if each not in wanted]:
            put_away(self.views.pop(identity))
        for place, card in enumerate(cards):
            view = self.views.get(card.client.id)
            if view is None:
                view = ClientView(self.presenter, card, self.open, self.copy_button)
                self.views[card.client.id] = view
            if self._cards.indexOf(view) != place:
                self._cards.insertWidget(place, view)
            view.refresh(card, state.profiles)

    def _show_missing(self, cards: list[ClientCard]) -> None:
        self.missing.setVisible(bool(cards))
        if [card.client.id for card in cards] == list(self.missing_links):
            return
        empty(self.missing.body)
        self.missing_links = {}
        self.missing.body.addWidget(Secondary(translate("Clients", "Not found on this machine:")))
        for card in cards:
            name = Body(card.client.name)
            name.setEnabled(False)
            link = Button(translate("Clients", "Documentation"), "link", "external")
            words = translate("Clients", "Documentation of {client}")
            link.setAccessibleName(words.format(client=card.client.name))
            link.clicked.connect(lambda _=False, url=card.client.docs: _browse(url))
            if not card.client.docs:
                link.hide()
            line = Row()
            line.add_wide(name)
            line.add_last(link)
            self.missing.body.addWidget(line)
            self.missing_links[card.client.id] = link


def _browse(url: str) -> None:
    QDesktopServices.openUrl(QUrl(url))
