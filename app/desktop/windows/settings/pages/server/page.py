"""The page of the server: on or off, its port, who may reach it, its limits."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.server_page import ADVANCED, ServerPresenter
from app.desktop.program import Program
from app.desktop.widgets.card import Card
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.settings_form import SettingsForm
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.windows.settings.pages.server.port import PortCard
from app.desktop.windows.settings.pages.server.power import PowerCard
from app.desktop.windows.settings.pages.server.reach import BrowserCard, NetworkCard
from app.desktop.windows.settings.pages.server.search import SearchCard
from app.desktop.wording import translate
from app.settings.schema import ServerSettings


class ServerPage(PresentedPage):
    """Built once; what it shows is its presenter's state."""

    def __init__(
        self,
        program: Program,
        open_: Opener,
        presenter: ServerPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or ServerPresenter(program)
        self.open = open_
        super().__init__(
            translate("Server", "Server"),
            translate("Server", "The server on this machine, which your clients talk to."),
            self.presenter,
            parent,
        )
        copy_key = translate("Server", "Copy key")
        self.power = PowerCard(
            self.presenter, self.copy_button(copy_key, self.presenter.copy_client_key)
        )
        self.port = PortCard(self.presenter)
        self.network = NetworkCard(self.presenter)
        copy_admin_key = translate("Server", "Copy admin key")
        self.browser = BrowserCard(
            self.presenter, self.copy_button(copy_admin_key, self.presenter.copy_admin_key)
        )
        self.browser.open.clicked.connect(self._open_admin)
        self.search = SearchCard(self.presenter)
        self.limits = Fold(translate("Server", "Limits and times"))
        card = Card()
        self.form = SettingsForm(ServerSettings, ADVANCED)
        self.form.edited.connect(self.presenter.edit)
        card.body.addWidget(self.form)
        self.limits.body.addWidget(card)
        for part in (self.power, self.port, self.network, self.browser, self.search, self.limits):
            self.add(part)
        self.presenter.watch(self.presenter.to_copy.connect(self.copied))
        self.refresh()

    def read(self) -> None:
        """Look for clients that know the port."""
        self.presenter.look()

    def refresh(self) -> None:
        """Show what holds now."""
        state, problems = self.presenter.state, self.presenter.problems
        self.power.refresh(state)
        self.port.refresh(state, problems)
        self.network.refresh(state, problems)
        self.browser.refresh(state, problems)
        self.search.refresh(state, problems)
        self.form.show_values(state.settings)
        self.form.problems(
            {name: problems[f"server.{name}"] for name in ADVANCED if f"server.{name}" in problems}
        )

    def _open_admin(self) -> None:
        QDesktopServices.openUrl(QUrl(f"{self.presenter.state.server.address}/admin"))
