"""Language, appearance, starting and quitting, notifications."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.general import GeneralPresenter, GeneralState
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Heading
from app.desktop.wording import translate


class LooksCard(Card):
    """How the windows look."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The two languages are called what they call themselves, in every language.
        self.language = Choice(
            [
                ("system", translate("General", "As the system")),
                ("en", "English"),
                ("zh", "简体中文"),
            ]
        )
        self.language.chosen.connect(presenter.language)
        self.body.addWidget(FieldRow(translate("General", "Language"), self.language))
        self.theme = Segmented(
            [
                ("system", translate("General", "As the system")),
                ("light", translate("General", "Light")),
                ("dark", translate("General", "Dark")),
            ]
        )
        self.theme.chosen.connect(presenter.theme)
        self.body.addWidget(FieldRow(translate("General", "Appearance"), self.theme))

    def refresh(self, state: GeneralState) -> None:
        """Show what holds now."""
        self.language.choose(state.settings.desktop.language)
        self.theme.choose(state.settings.desktop.theme)


class LoginCard(Card):
    """What happens when the system starts, and when the program ends."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.login = Switch("")
        self.login.flipped.connect(presenter.start_at_login)
        self.row = FieldRow(
            translate("General", "Start at login"),
            self.login,
            translate("General", "Dragoman is in the tray as soon as you are signed in."),
        )
        self.body.addWidget(self.row)
        self.restore = Switch("")
        self.restore.flipped.connect(presenter.restore_at_quit)
        self.body.addWidget(
            FieldRow(
                translate("General", "Disconnect clients when quitting"),
                self.restore,
                translate(
                    "General",
                    "Your clients get their own settings back when Dragoman ends, and are "
                    "connected again when it starts.",
                ),
            )
        )

    def refresh(self, state: GeneralState) -> None:
        """Show what holds now."""
        self.login.setEnabled(state.at_login is not None)
        self.login.setChecked(bool(state.at_login))
        self.row.problem(state.login_trouble)
        self.restore.setChecked(state.settings.desktop.restore_at_quit)


class NotificationsCard(Card):
    """Each kind can be muted by itself."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("General", "Notifications")))
        labels = {
            "budget": translate("General", "When a budget is nearly or wholly spent"),
            "failover": translate("General", "When another provider stands in for the first"),
            "key_rejected": translate("General", "When a provider rejects its key"),
            "server": translate("General", "When the server cannot start, or stops by itself"),
        }
        self.switches: dict[str, Switch] = {}
        for kind, label in labels.items():
            switch = self.switches[kind] = Switch("")
            switch.flipped.connect(lambda on, kind=kind: presenter.notify(kind, on))
            self.body.addWidget(FieldRow(label, switch))

    def refresh(self, state: GeneralState) -> None:
        """Show what holds now."""
        notifications = state.settings.desktop.notifications
        for kind, switch in self.switches.items():
            switch.setChecked(bool(getattr(notifications, kind)))
