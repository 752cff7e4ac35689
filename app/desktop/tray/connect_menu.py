"""The clients' submenu: what is connected, and text to copy for everything else."""

from PySide6.QtWidgets import QMenu, QWidget

from app.desktop.presenters.tray import TrayPresenter
from app.desktop.presenters.tray_state import TrayState
from app.desktop.program.clients import ClientState, Way
from app.desktop.tray import words
from app.desktop.tray.entries import Entries, Entry, Submenus, set_text
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate


class ConnectMenu(QMenu):
    """A submenu for each client that is installed here."""

    def __init__(self, presenter: TrayPresenter, open_: Opener, parent: QWidget) -> None:
        super().__init__(parent)
        self._none = self.addAction(translate("Tray", "No client found here"))
        self._none.setEnabled(False)
        end = self.addSeparator()
        self._clients = Submenus(self, end, lambda: _ClientMenu(presenter, open_, self))
        address = self.addAction(translate("Tray", "Copy base URL"))
        address.triggered.connect(presenter.copy_address)
        key = self.addAction(translate("Tray", "Copy key"))
        key.triggered.connect(presenter.copy_key)
        self._snippets = self.addMenu(translate("Tray", "Copy snippet"))
        self._titles = Entries(self._snippets, None, presenter.copy_snippet)
        self.addSeparator()
        more = self.addAction(translate("Tray", "Clients…"))
        more.triggered.connect(lambda: open_.settings("clients"))

    def show_state(self, state: TrayState) -> None:
        """Show what holds now."""
        set_text(self.menuAction(), words.connected(state))
        self._none.setVisible(not state.clients)
        for menu, client in zip(self._clients.of(len(state.clients)), state.clients, strict=True):
            menu.show_client(client)
        self._snippets.menuAction().setVisible(bool(state.snippets))
        self._titles.show([Entry(title, title) for title in state.snippets])


class _ClientMenu(QMenu):
    """One client. What has to be read before it is connected is read in its settings page."""

    def __init__(self, presenter: TrayPresenter, open_: Opener, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._open = presenter, open_
        self._client: ClientState | None = None
        self._switch = self.addAction("")
        self._switch.triggered.connect(self._switched)
        self._launch = self.addAction(translate("Tray", "Copy launch command"))
        self._launch.triggered.connect(self._copied)
        details = self.addAction(translate("Tray", "Details…"))
        details.triggered.connect(lambda: open_.settings("clients"))

    def show_client(self, client: ClientState) -> None:
        """Show how it is connected."""
        self._client = client
        set_text(self.menuAction(), words.client(client))
        set_text(self._switch, self._offer(client))
        self._launch.setVisible(Way.COMMAND in client.ways)

    @staticmethod
    def _offer(client: ClientState) -> str:
        if client.connected:
            return translate("Tray", "Disconnect")
        if _needs_reading(client):
            return translate("Tray", "Connect…")
        return translate("Tray", "Connect")

    def _switched(self) -> None:
        client = self._client
        if client is None:
            return
        if client.connected:
            self._presenter.disconnect(client.id)
        elif _needs_reading(client):
            self._open.settings("clients")
        else:
            self._presenter.connect(client.id)

    def _copied(self) -> None:
        if self._client is not None:
            self._presenter.copy_launch(self._client.id)


def _needs_reading(client: ClientState) -> bool:
    by_file = Way.DEFAULT in client.ways or Way.PROFILE_FILE in client.ways
    return bool(client.warning) or not by_file
