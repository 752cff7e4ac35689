"""The port, who has it, and the clients that know it."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.server_page import ServerPageState, ServerPresenter
from app.desktop.program.clients import ClientState
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Secondary
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import translate

_PATH = "server.port"
_HIGHEST = 65_535


class PortCard(Card):
    """Checked while it is typed; a number that is none is told as one."""

    def __init__(self, presenter: ServerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.field = TextField("8777")
        self.field.edited.connect(self._typed)
        self.field.committed.connect(self._committed)
        self.row = FieldRow(
            translate("Server", "Port"),
            self.field,
            translate("Server", "The port that clients connect to. 0 takes any free one."),
        )
        self.body.addWidget(self.row)
        self.holder = Body()
        self.holder.tone("warn")
        self.free_port = Button(translate("Server", "Use a free port"))
        self.free_port.clicked.connect(presenter.use_free_port)
        self._holder_line = Row()
        self._holder_line.add_wide(self.holder)
        self._holder_line.add_last(self.free_port)
        self.body.addWidget(self._holder_line)
        self.known = Secondary()
        self.body.addWidget(self.known)
        self.stale = Body()
        self.stale.tone("warn")
        self.reconnect = Button(translate("Server", "Connect again"), "primary")
        self.reconnect.clicked.connect(presenter.reconnect)
        self._stale_line = Row()
        self._stale_line.add_wide(self.stale)
        self._stale_line.add_last(self.reconnect)
        self.body.addWidget(self._stale_line)

    def refresh(self, state: ServerPageState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        self.row.problem(problems.get(_PATH, ""))
        if _PATH not in problems:
            self.field.show_text(str(state.settings.port))
        typed = state.asked != state.settings.port and _PATH not in problems
        self._holder_line.setVisible(bool(state.holder) and typed)
        self.holder.set(
            translate("Server", "{program} has port {port}.").format(
                program=state.holder, port=state.asked
            )
        )
        self.known.set(
            translate(
                "Server",
                "Connected to this port: {clients}. After a change, one click connects them again.",
            ).format(clients=_names(state.connected))
        )
        self.known.setVisible(bool(state.connected) and not state.stale)
        self.stale.set(
            translate("Server", "Still connected to another address: {clients}").format(
                clients=_names(state.stale)
            )
        )
        self._stale_line.setVisible(bool(state.stale))
        self.reconnect.setEnabled(not state.reconnecting)

    def _typed(self, text: str) -> None:
        port = _port(text)
        if port is None:
            self._presenter.blame(_PATH, _no_port())
        else:
            self._presenter.type_port(port)

    def _committed(self, text: str) -> None:
        port = _port(text)
        if port is None:
            self._presenter.blame(_PATH, _no_port())
        else:
            self._presenter.set_port(port)


def _port(text: str) -> int | None:
    word = text.strip()
    if not (word.isascii() and word.isdigit() and len(word) < 6):
        return None
    return int(word) if int(word) <= _HIGHEST else None


def _no_port() -> str:
    return translate("Server", "A port is a number from 0 to 65535.")


def _names(clients: Sequence[ClientState]) -> str:
    return ", ".join(client.name for client in clients)
