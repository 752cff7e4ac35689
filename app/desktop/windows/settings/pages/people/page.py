"""The page of people and keys."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.people import PeoplePresenter
from app.desktop.program import Program
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.people.keys import KeysPart
from app.desktop.windows.settings.pages.people.users import UsersPart
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.wording import translate


class PeoplePage(PresentedPage):
    """Built once; what it shows is its presenter's state."""

    def __init__(
        self,
        program: Program,
        open_: Opener,
        presenter: PeoplePresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or PeoplePresenter(program)
        self.open = open_
        super().__init__(
            translate("People", "People and keys"),
            translate("People", "Who may use this gateway, and what each of their keys may do."),
            self.presenter,
            parent,
        )
        own = Card()
        self.copy_own = self.copy_button(
            translate("People", "Copy key"), self.presenter.copy_own_key
        )
        line = Row(Heading(translate("People", "This machine")))
        line.add_last(self.copy_own)
        own.body.addWidget(line)
        own.body.addWidget(
            Secondary(
                translate(
                    "People",
                    "Programs on this machine use a key of its own, which has no limits. "
                    "Clients that you connect get one each, listed below.",
                )
            )
        )
        self.trouble = Card()
        words = Body()
        words.tone("bad")
        self.trouble_words = words
        again = Button(translate("People", "Try again"), icon="refresh")
        again.clicked.connect(self.presenter.read)
        trouble_line = Row()
        trouble_line.add_wide(words)
        trouble_line.add_last(again)
        self.trouble.body.addWidget(trouble_line)
        self.again = again
        self.users = UsersPart(self.presenter)
        self.keys = KeysPart(self.presenter)
        for part in (self.trouble, own, self.users, self.keys):
            self.add(part)
        for ending in (
            self.presenter.to_copy.connect(self.copied),
            self.presenter.added.connect(self._added),
        ):
            self.presenter.watch(ending)
        self.refresh()

    def read(self) -> None:
        """Read everybody again."""
        self.presenter.read()

    def refresh(self) -> None:
        """Show what holds now."""
        state, problems = self.presenter.state, self.presenter.problems
        self.busy.busy(state.busy or not state.known)
        self.trouble.setVisible(bool(state.trouble))
        self.trouble_words.set(state.trouble)
        unread = bool(state.trouble) and not state.all_keys and not state.users
        self.users.setVisible(not unread)
        self.keys.setVisible(not unread)
        self.users.refresh(state, problems)
        self.keys.refresh(state, problems)

    def _added(self, identity: str) -> None:
        self.users.added(identity)
        self.keys.added(identity)
