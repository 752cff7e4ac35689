"""Step three: the clients on this machine, each with a switch."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.first_run import FirstRunPresenter, FirstRunState
from app.desktop.program.clients import ClientState, Way
from app.desktop.program.history import Request
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.diff_view import DiffView
from app.desktop.widgets.row import Row
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Body, Heading, Secondary, Text
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate


class ClientLine(QWidget):
    """A client: its name, what connecting changes, its switch."""

    def __init__(
        self,
        client: ClientState,
        presenter: FirstRunPresenter,
        open_: Opener,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._id = client.id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        column.setSpacing(SPACE.xs)
        self.switch = Switch(translate("FirstRun", "Connect {client}").format(client=client.name))
        self.switch.flipped.connect(lambda on: presenter.connect_client(client.id, on))
        self.what = Button("", "link")
        self.what.clicked.connect(lambda: presenter.preview(client.id))
        line = Row(Heading(client.name), Secondary(client.version))
        self.other_way = Button(translate("FirstRun", "Start it through Dragoman"), "link")
        self.other_way.setToolTip(
            translate("FirstRun", "It has no settings of its own for this: a command starts it.")
        )
        self.other_way.clicked.connect(lambda: open_.settings("clients"))
        for part in (self.what, self.other_way, self.switch):
            line.add_last(part)
        column.addWidget(line)
        self.warning = Secondary(client.warning)
        self.warning.setVisible(bool(client.warning))
        column.addWidget(self.warning)
        self.diff = DiffView(translate("FirstRun", "What connecting would change"))
        self.diff.hide()
        column.addWidget(self.diff)

    def refresh(self, client: ClientState, state: FirstRunState) -> None:
        """Show how it stands."""
        # Not disabled while it is busy: that would take the keyboard away from it.
        if client.id not in state.busy:
            self.switch.setChecked(client.connected is not None)
        preview = state.previews.get(client.id)
        by_settings = Way.DEFAULT in client.ways
        self.switch.setVisible(by_settings or client.connected is not None)
        self.other_way.setVisible(not by_settings)
        self.what.setVisible(by_settings and client.connected is None)
        self.what.setText(
            translate("FirstRun", "What will change?")
            if preview is None
            else translate("FirstRun", "Hide what will change")
        )
        self.diff.setVisible(preview is not None and client.connected is None)
        if preview is not None:
            text = "\n".join(change.diff for change in preview if change.diff)
            self.diff.show_diff(text or translate("FirstRun", "Nothing: it is set up so already."))


class ConnectStep(QWidget):
    """Which clients use Dragoman from now on; says when the first request came."""

    def __init__(
        self, presenter: FirstRunPresenter, open_: Opener, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._open = open_
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self.card = Card()
        self.none_found = Body(
            translate(
                "FirstRun",
                "No client that Dragoman knows was found on this machine. Anything that takes a "
                "base URL and a key can use it: give it the address below and the key from the "
                "settings.",
            )
        )
        self.card.body.addWidget(self.none_found)
        column.addWidget(self.card)
        self.address = Text()
        self.copy = CopyButton(
            lambda: presenter.state.address, translate("FirstRun", "Copy address")
        )
        self.more = Button(translate("FirstRun", "Keys and snippets"), "link")
        self.more.clicked.connect(lambda: open_.settings("clients"))
        below = Row(self.address, self.copy, self.more)
        column.addWidget(below)
        self.trouble = Body()
        self.trouble.tone("bad")
        self.server_page = Button(translate("FirstRun", "Open the settings of the server"))
        self.server_page.clicked.connect(lambda: open_.settings("server"))
        column.addWidget(self.trouble)
        column.addWidget(self.server_page)
        self.arrived = Card()
        self.working = Heading()
        self.working.tone("ok")
        self.see = Button(translate("FirstRun", "Look at it"), "link")
        self.see.clicked.connect(self._see)
        line = Row()
        line.add_wide(self.working)
        line.add_last(self.see)
        self.arrived.body.addWidget(line)
        column.addWidget(self.arrived)
        self.waiting = Secondary(
            translate("FirstRun", "Ask something with your client: its first request shows here.")
        )
        column.addWidget(self.waiting)
        column.addStretch(1)
        self.lines: dict[str, ClientLine] = {}

    def refresh(self) -> None:
        """Show what the presenter says."""
        state = self._presenter.state
        for client in state.clients:
            line = self.lines.get(client.id)
            if line is None:
                line = self.lines[client.id] = ClientLine(client, self._presenter, self._open)
                self.card.body.addWidget(line)
            line.refresh(client, state)
        self.none_found.setVisible(state.looked and not state.clients)
        self.card.setVisible(state.looked)
        self.address.set(translate("FirstRun", "Address: {url}").format(url=state.address))
        self.trouble.set(state.server_trouble)
        self.trouble.setVisible(bool(state.server_trouble))
        self.server_page.setVisible(bool(state.server_trouble))
        request = state.arrived
        self.arrived.setVisible(request is not None)
        connected = any(client.connected is not None for client in state.clients)
        self.waiting.setVisible(request is None and connected)
        if request is not None:
            self.working.set(*_arrival(request))

    def _see(self) -> None:
        request = self._presenter.state.arrived
        if request is not None:
            self._open.requests(request.row.request_id)


def _arrival(request: Request) -> tuple[str, str]:
    """What is said of a request that came, and the tone of it."""
    row = request.row
    client = row.client_program or request.key_name
    if request.running:
        words = translate("FirstRun", "A request arrived from {client}; it is being answered.")
        return words.format(client=client), ""
    if row.failure is not None:
        return translate("FirstRun", "A request arrived, and failed."), "bad"
    words = translate("FirstRun", "Working: {client} asked, {provider} answered.")
    return words.format(client=client, provider=row.provider or "…"), "ok"
