"""The log's level, the version, and the libraries that the program stands on."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.desktop.models.lines import Column
from app.desktop.presenters.general import GeneralPresenter, GeneralState
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.settings_form import SettingsForm
from app.desktop.widgets.text import Heading, Secondary
from app.desktop.windows.settings.pages.listing import Listing
from app.desktop.wording import translate
from app.platform.licences import Library
from app.settings.schema import LogSettings

_LOGS = ("files", "file_bytes", "file_count", "format")


class LogsCard(Card):
    """How much is logged; the rest is for few people."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Choice(
            [
                ("error", translate("General", "Errors only")),
                ("warning", translate("General", "Warnings")),
                ("info", translate("General", "Normal")),
                ("debug", translate("General", "Everything")),
            ]
        )
        self.level.chosen.connect(presenter.log_level)
        self.body.addWidget(
            FieldRow(
                translate("General", "Log"),
                self.level,
                translate("General", "No level logs a key or a word of a conversation."),
            )
        )
        self.more = Fold(translate("General", "Log files"))
        self.form = SettingsForm(LogSettings, _LOGS)
        self.form.edited.connect(lambda name, value: presenter.keep(f"logs.{name}", value))
        self.more.body.addWidget(self.form)
        self.body.addWidget(self.more)

    def refresh(self, state: GeneralState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        self.level.choose(state.settings.log_level)
        self.form.show_values(state.settings.logs)
        self.form.problems(
            {name: problems[f"logs.{name}"] for name in _LOGS if f"logs.{name}" in problems}
        )


class AboutCard(Card):
    """Which program this is."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.version = Heading()
        self.body.addWidget(self.version)
        self.body.addWidget(
            Secondary(
                translate(
                    "General",
                    "Free software under the MIT licence. It calls nobody but "
                    "the providers that you set up.",
                )
            )
        )
        self.more = Fold(translate("General", "Libraries and their licences"))
        self.more.line.toggled.connect(
            lambda opened: presenter.read_libraries() if opened else None
        )
        self.list: Listing[Library] = Listing(
            (
                Column(translate("General", "Library"), lambda library: library.name),
                Column(translate("General", "Version"), lambda library: library.version, share=6),
                Column(translate("General", "Licence"), lambda library: library.licence, share=18),
            ),
            lambda library: library.name,
            translate("General", "Libraries and their licences"),
        )
        self.more.body.addWidget(self.list)
        self.body.addWidget(self.more)

    def refresh(self, state: GeneralState) -> None:
        """Show what holds now."""
        self.version.set(f"Dragoman {state.version}")
        self.list.show_lines(state.libraries)
