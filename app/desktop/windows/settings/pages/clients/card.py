"""One client that is installed: how it stands, and what can be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.clients import ClientCard, ClientsPresenter
from app.desktop.program.clients import Way
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.clients import words
from app.desktop.windows.settings.pages.clients.outcome import Findings, Report, Verification
from app.desktop.windows.settings.pages.clients.ways import Ways
from app.desktop.wording import translate


class ClientView(Card):
    """Opens in place; everything that goes wrong is told here."""

    def __init__(
        self,
        presenter: ClientsPresenter,
        card: ClientCard,
        open_: Opener,
        copy_button: Callable[[str, Callable[[], None]], CopyButton],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        identity = card.client.id
        self.setAccessibleName(card.client.name)
        self.badge = Badge()
        self.version = Secondary()
        self.version.setWordWrap(False)
        self.connect_it = Button(translate("Clients", "Connect"))
        self.connect_it.setCheckable(True)
        self.connect_it.toggled.connect(lambda _: self._show_ways())
        self.disconnect_it = Button(translate("Clients", "Disconnect"))
        self.disconnect_it.clicked.connect(lambda: presenter.disconnect(identity))
        line = Row(Heading(card.client.name), self.version, self.badge)
        line.add_last(self.connect_it)
        line.add_last(self.disconnect_it)
        self.body.addWidget(line)
        self.place = Secondary()
        self.body.addWidget(self.place)
        self.busy = BusyLine(self)
        self.unserved = Body()  # where it cannot be connected at all
        self.body.addWidget(self.unserved)
        self.trouble = Body()
        self.trouble.tone("bad")
        self.body.addWidget(self.trouble)
        self.stale = Body()
        self.stale.tone("warn")
        self.again = Button(translate("Clients", "Connect again"), "primary")
        self.again.clicked.connect(lambda: presenter.connect_again(identity))
        self._stale_line = Row()
        self._stale_line.add_wide(self.stale)
        self._stale_line.add_last(self.again)
        self.body.addWidget(self._stale_line)
        self.verify = Button(translate("Clients", "Verify"), icon="play")
        self.verify.clicked.connect(lambda: presenter.verify(identity))
        self.doctor = Button(translate("Clients", "Not working?"))
        self.doctor.clicked.connect(lambda: presenter.diagnose(identity))
        self.settings = Button(translate("Clients", "Change connection"))
        self.settings.setCheckable(True)
        self.settings.toggled.connect(lambda _: self._show_ways())
        self._actions = Row(self.verify, self.doctor, self.settings)
        self.body.addWidget(self._actions)
        self.ways = Ways(presenter, card, copy_button)
        self.verification = Verification(open_.requests, lambda: presenter.stop_verifying(identity))
        self.findings = Findings(
            lambda finding: presenter.fix(identity, finding),
            lambda: presenter.forget_findings(identity),
        )
        self.report = Report(lambda: presenter.dismiss_report(identity))
        for part in (self.ways, self.verification, self.findings, self.report):
            self.body.addWidget(part)
        for button in (
            self.connect_it,
            self.disconnect_it,
            self.again,
            self.verify,
            self.doctor,
            self.settings,
        ):
            button.setAccessibleDescription(card.client.name)
        self._way: Way | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Keep the busy line along the card's foot."""
        super().resizeEvent(event)
        self.busy.setGeometry(8, self.height() - 3, self.width() - 16, self.busy.height())

    def refresh(self, card: ClientCard, profiles: Sequence[str]) -> None:
        """Show what holds now."""
        client = card.client
        connected = client.connected is not None
        if client.connected is not self._way:  # it is done: the ways fold themselves away
            self._way = client.connected
            self.connect_it.setChecked(False)
            self.settings.setChecked(False)
        self.badge.show_state(*words.state(card))
        self.version.set(client.version)
        self.place.set("  ".join(filter(None, (client.binary, words.how(card)))))
        self.busy.busy(card.busy or card.verifying)
        self.trouble.set(card.trouble)
        self.trouble.setVisible(bool(card.trouble))
        self.stale.set(client.stale)
        self._stale_line.setVisible(connected and bool(client.stale))
        self.connect_it.setVisible(not connected and bool(client.ways))
        self.unserved.set(client.warning)
        self.unserved.setVisible(not client.ways and bool(client.warning))
        self.disconnect_it.setVisible(connected)
        self.disconnect_it.setEnabled(not card.busy)
        self.again.setEnabled(not card.busy)
        self._actions.setVisible(connected)
        self.verify.setEnabled(not card.verifying)
        self.doctor.setEnabled(not card.busy)
        self.ways.refresh(card, profiles)
        self.verification.refresh(card)
        self.findings.refresh(card)
        self.report.refresh(card)
        self._show_ways()

    def _show_ways(self) -> None:
        chosen = self.connect_it if self._way is None else self.settings
        self.ways.setVisible(chosen.isChecked())
