"""Whether the server is on, where it is found, and what to do when it is not."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.server_page import ServerPageState, ServerPresenter
from app.desktop.program.server import Power
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.row import Row
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.wording import amounts, translate

_TONES = {Power.ON: "ok", Power.FAILED: "bad", Power.PAUSED: "warn"}


class PowerCard(Card):
    """The switch, the address, and a sentence for every state that is not plainly on or off."""

    def __init__(
        self, presenter: ServerPresenter, key: CopyButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.switch = Switch(translate("Server", "Server on"))
        self.switch.flipped.connect(lambda _: presenter.toggle())
        self.badge = Badge()
        self.address = Heading()
        self.copy_address = CopyButton(
            lambda: presenter.state.server.address, translate("Server", "Copy address")
        )
        self.copy_key = key
        line = Row(self.badge, self.address)
        for part in (self.copy_address, key, self.switch):
            line.add_last(part)
        self.body.addWidget(line)
        self.sentence = Secondary()
        self.body.addWidget(self.sentence)
        self.trouble = Body()
        self.trouble.tone("bad")
        self.body.addWidget(self.trouble)
        self.free_port = Button(translate("Server", "Use a free port"), "primary")
        self.free_port.clicked.connect(presenter.use_free_port)
        self.again = Button(translate("Server", "Try again"))
        self.again.clicked.connect(presenter.toggle)
        self._ways_out = Row(self.free_port, self.again)
        self.body.addWidget(self._ways_out)
        self.changed = Secondary()  # the window itself offers the restart, on every page
        self.body.addWidget(self.changed)

    def refresh(self, state: ServerPageState) -> None:
        """Show what holds now."""
        server = state.server
        self.switch.setChecked(server.power in (Power.ON, Power.STARTING))
        self.switch.setEnabled(server.power is not Power.STOPPING)
        self.badge.show_state(_word(server.power), _TONES.get(server.power, "quiet"))
        self.address.set(server.address.partition("://")[2] or server.address)
        self.sentence.set(_sentence(state))
        self.sentence.setVisible(bool(self.sentence.text()))
        failed = server.power is Power.FAILED
        self.trouble.set(_trouble(state) if failed else "")
        self.trouble.setVisible(failed)
        self._ways_out.setVisible(failed)
        self.changed.set(_waiting(state))
        self.changed.setVisible(server.restart_needed and server.power is Power.ON)


def _word(power: Power) -> str:
    return {
        Power.OFF: translate("Server", "Off"),
        Power.STARTING: translate("Server", "Starting"),
        Power.ON: translate("Server", "On"),
        Power.STOPPING: translate("Server", "Stopping"),
        Power.PAUSED: translate("Server", "Paused"),
        Power.FAILED: translate("Server", "Not running"),
    }[power]


def _sentence(state: ServerPageState) -> str:
    server = state.server
    match server.power:
        case Power.ON if server.running:
            return translate("Server", "Requests in progress: {count}").format(count=server.running)
        case Power.ON:
            return translate("Server", "It waits for requests. Every one of them needs a key.")
        case Power.STOPPING:
            return translate("Server", "Running answers get up to {seconds} s to finish.").format(
                seconds=f"{state.settings.drain:g}"
            )
        case Power.PAUSED if server.resumes_at_ms is not None:
            return translate("Server", "Clients get no answer until {time}.").format(
                time=amounts.moment(server.resumes_at_ms)
            )
        case Power.OFF | Power.PAUSED:
            return translate("Server", "Clients that are connected get no answer while it is off.")
        case _:
            return ""


def _trouble(state: ServerPageState) -> str:
    holder = (
        translate("Server", "{program} has port {port}.").format(
            program=state.blocker, port=state.settings.port
        )
        if state.blocker and state.blocker not in state.server.trouble
        else ""
    )
    return " ".join(filter(None, (state.server.trouble, holder)))


def _waiting(state: ServerPageState) -> str:
    if state.server.running:
        return translate(
            "Server",
            "What you changed holds after a restart. Running answers get {seconds} s to finish.",
        ).format(seconds=f"{state.settings.drain:g}")
    return translate("Server", "What you changed holds after a restart of the server.")
