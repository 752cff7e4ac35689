"""The page of everything else."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.general import GeneralPresenter
from app.desktop.program import Program
from app.desktop.widgets.card import Card
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.general.about import AboutCard, LogsCard
from app.desktop.windows.settings.pages.general.elsewhere import ElsewhereCard, FoldersCard
from app.desktop.windows.settings.pages.general.kept import KeptCard
from app.desktop.windows.settings.pages.general.looks import (
    LoginCard,
    LooksCard,
    NotificationsCard,
)
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.wording import translate


class GeneralPage(PresentedPage):
    """Built once; what it shows is its presenter's state."""

    def __init__(
        self,
        program: Program,
        open_: Opener,
        presenter: GeneralPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or GeneralPresenter(program)
        self.open = open_
        super().__init__(
            translate("General", "General"),
            translate("General", "How Dragoman looks, what it tells you, and what it keeps."),
            self.presenter,
            parent,
        )
        self.looks = LooksCard(self.presenter)
        self.login = LoginCard(self.presenter)
        self.notifications = NotificationsCard(self.presenter)
        self.kept = KeptCard(self.presenter)
        self.folders = FoldersCard()
        self.logs = LogsCard(self.presenter)
        self.elsewhere = ElsewhereCard(self.presenter)
        self.about = AboutCard(self.presenter)
        cards: tuple[Card, ...] = (
            self.looks,
            self.login,
            self.notifications,
            self.kept,
            self.folders,
            self.logs,
            self.elsewhere,
            self.about,
        )
        for card in cards:
            self.add(card)
        self.refresh()

    def read(self) -> None:
        """Ask the machine again."""
        self.presenter.read()

    def refresh(self) -> None:
        """Show what holds now."""
        state, problems = self.presenter.state, self.presenter.problems
        self.busy.busy(state.busy or not state.folders)
        self.looks.refresh(state)
        self.login.refresh(state)
        self.notifications.refresh(state)
        self.kept.refresh(state, problems)
        self.folders.refresh(state)
        self.logs.refresh(state, problems)
        self.elsewhere.refresh(state)
        self.about.refresh(state)
