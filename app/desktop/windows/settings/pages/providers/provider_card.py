"""One provider: who it is and how it does, and all about it when it is opened."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program.providers import Health, ProviderStatus
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.button import IconButton
from app.desktop.widgets.card import Card
from app.desktop.widgets.row import Row
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Heading, Secondary
from app.desktop.windows.providers.words import TONES, health_words
from app.desktop.windows.settings.pages.handle import Handle
from app.desktop.windows.settings.pages.providers.details import Details
from app.desktop.wording import amounts, translate

MIME = "application/x-dragoman-provider"


class ProviderCard(Card):
    """`moved` is told by how many places a person moves it."""

    moved = Signal(int)

    def __init__(
        self, name: str, presenter: ProvidersPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._presenter = presenter
        words = translate("Providers", "Move {provider}: drag, or Alt+Up and Alt+Down")
        self.handle = Handle(words.format(provider=name), MIME, name.encode())
        self.handle.moved.connect(self.moved)
        self.heading = Heading(name)
        self.badge = Badge()
        self.default = Badge(translate("Providers", "default"), "accent")
        self.switch = Switch(translate("Providers", "Use {provider}").format(provider=name))
        self.switch.flipped.connect(lambda on: presenter.enable(name, on))
        self.toggle = IconButton("chevron-right", "")
        self.toggle.clicked.connect(lambda: presenter.open(name))
        head = Row(self.handle, self.heading, self.badge, self.default)
        head.add_last(self.switch)
        head.add_last(self.toggle)
        self.body.addWidget(head)
        self.facts = Secondary()
        self.body.addWidget(self.facts)
        self.reason = Secondary()
        self.body.addWidget(self.reason)
        self.details: Details | None = None

    def refresh(self, status: ProviderStatus) -> None:
        """Show how it does."""
        self.badge.show_state(health_words(status.health), TONES.get(status.health, "quiet"))
        self.default.setVisible(status.default)
        self.switch.setChecked(status.enabled)
        parts = [status.host, _models(status)]
        if any(status.spent.values()):
            spent = translate("Providers", "{money} this month")
            parts.append(spent.format(money=amounts.moneys(status.spent)))
        self.facts.set("  ·  ".join(filter(None, parts)))
        trouble = status.reason if status.health is not Health.OK else ""
        self.reason.set(trouble, TONES.get(status.health, ""))
        self.reason.setVisible(bool(trouble))
        opened = self._presenter.state.opened == self.name
        words = (
            translate("Providers", "Close {name}")
            if opened
            else translate("Providers", "Open {name}")
        )
        self.toggle.show_icon(
            "chevron-down" if opened else "chevron-right", words.format(name=self.name)
        )
        if opened and self.details is None:
            self.details = Details(self.name, self._presenter)
            self.body.addWidget(self.details)
        if self.details is not None:
            self.details.setVisible(opened)
            if opened:
                self.details.refresh(status)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own
        """A press on the head opens the card, or closes it."""
        if event.position().y() < self.facts.geometry().bottom():
            self._presenter.open(self.name)
            return
        super().mousePressEvent(event)


def _models(status: ProviderStatus) -> str:
    count = len(status.models)
    if count == 0:
        return ""
    if count == 1:
        return status.models[0]
    return translate("Providers", "{count} models").format(count=count)
