"""Who may reach the server: other machines, web pages, the administration page."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.server_page import ServerPageState, ServerPresenter
from app.desktop.program.server import Power
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card, Rule
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.row import Row
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import translate

_HOSTS = "server.allowed_hosts"
_ORIGINS = "server.cors_origins"


class NetworkCard(Card):
    """The switch for other machines, with its conditions in words before it is thrown."""

    def __init__(self, presenter: ServerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("Server", "Other machines")))
        self.switch = Switch("")
        self.switch.flipped.connect(presenter.share)
        self.body.addWidget(
            FieldRow(
                translate("Server", "Let other machines on the network use this server"),
                self.switch,
                translate("Server", "Off, only programs on this machine can reach it."),
            )
        )
        self.conditions = Secondary("\n".join(f"•  {sentence}" for sentence in _conditions()))
        self.body.addWidget(self.conditions)
        self.address = Body()
        self.copy = CopyButton(
            lambda: presenter.state.address_for_others, translate("Server", "Copy address")
        )
        self._address_line = Row()
        self._address_line.add_wide(self.address)
        self._address_line.add_last(self.copy)
        self.body.addWidget(self._address_line)
        self.field = TextField("desk, 192.168.1.20")
        self.field.edited.connect(presenter.type_hosts)
        self.field.committed.connect(presenter.set_hosts)
        self.hosts = FieldRow(
            translate("Server", "Names of this machine"),
            self.field,
            translate(
                "Server",
                "Other machines may call it by these names and addresses only. "
                "A request for any other name is refused.",
            ),
        )
        self.body.addWidget(self.hosts)

    def refresh(self, state: ServerPageState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        self.switch.setChecked(state.shared)
        self.hosts.setVisible(state.shared)
        self.hosts.problem(problems.get(_HOSTS, ""))
        if _HOSTS not in problems:
            self.field.show_text(", ".join(state.settings.allowed_hosts))
        address = state.address_for_others
        self._address_line.setVisible(state.shared)
        self.copy.setVisible(bool(address) and bool(state.settings.allowed_hosts))
        if not state.settings.allowed_hosts:
            words = translate("Server", "Name this machine below: until then nobody else gets in.")
            self.address.set(words, "warn")
        elif state.server.restart_needed or state.server.power is not Power.ON:
            words = translate("Server", "Others will find it at {address}")
            self.address.set(words.format(address=address), "")
        else:
            words = translate("Server", "Others find it at {address}")
            self.address.set(words.format(address=address), "")


class BrowserCard(Card):
    """Web pages that may call, and the page that administers."""

    def __init__(
        self, presenter: ServerPresenter, key: CopyButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("Server", "Browsers")))
        self.field = TextField("http://localhost:3000")
        self.field.edited.connect(presenter.type_origins)
        self.field.committed.connect(presenter.set_origins)
        self.origins = FieldRow(
            translate("Server", "Web pages that may call"),
            self.field,
            translate(
                "Server",
                "Origins, with commas between them. Empty: no web page can reach the server.",
            ),
        )
        self.body.addWidget(self.origins)
        self.body.addWidget(Rule())
        self.switch = Switch("")
        self.switch.flipped.connect(presenter.administer)
        self.body.addWidget(
            FieldRow(
                translate("Server", "Administration page"),
                self.switch,
                translate(
                    "Server",
                    "People, keys and budgets in a browser, at /admin. It has a key of its own, "
                    "which is worth more than any other: keep it to yourself.",
                ),
            )
        )
        self.open = Button(translate("Server", "Open in the browser"), icon="external")
        self.key = key
        self._ways = Row(self.open, key)
        self.body.addWidget(self._ways)

    def refresh(self, state: ServerPageState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        self.origins.problem(problems.get(_ORIGINS, ""))
        if _ORIGINS not in problems:
            self.field.show_text(", ".join(state.settings.cors_origins))
        on = bool(state.settings.admin)
        self.switch.setChecked(on)
        self._ways.setVisible(on)
        self.open.setEnabled(state.server.power is Power.ON and not state.server.restart_needed)


def _conditions() -> tuple[str, ...]:
    return (
        translate("Server", "Every machine needs a key, as on this one. Give each its own."),
        translate("Server", "It must call this machine by a name that stands below."),
        translate("Server", "The firewall of this machine has to let the port through."),
        translate(
            "Server",
            "Nothing is encrypted on the way: whoever listens on the network reads prompts and "
            "keys. Never switch it on in a public Wi-Fi.",
        ),
    )
