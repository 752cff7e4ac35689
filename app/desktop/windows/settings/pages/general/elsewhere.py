"""Settings taken to another machine, and back to the beginning; folders and logs."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desktop.presenters.general import GeneralPresenter, GeneralState
from app.desktop.program.configuration import ImportPlan
from app.desktop.program.system import Folder
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card, Rule
from app.desktop.widgets.emptying import empty
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Heading, Secondary, Text
from app.desktop.wording import amounts, translate

_NAME = "dragoman-settings.toml"


class FoldersCard(Card):
    """Where everything is, and how much of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("General", "Folders")))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE.s)
        self.body.addLayout(self._lines)
        self._shown: tuple[Folder, ...] | None = None
        self.buttons: dict[str, Button] = {}

    def refresh(self, state: GeneralState) -> None:
        """Show what holds now."""
        if state.folders == self._shown:
            return
        self._shown = state.folders
        self.buttons = {}
        empty(self._lines)
        if not state.folders:
            self._lines.addWidget(Secondary(translate("General", "Measuring…")))
        for folder in state.folders:
            self._lines.addWidget(self._line(folder))

    def _line(self, folder: Folder) -> Row:
        name = Text(_folder_words(folder.name))
        name.setMinimumWidth(80)
        line = Row(name)
        line.add_wide(Secondary(str(folder.path)))
        line.add_last(Text(amounts.size(folder.size)))
        button = Button(translate("General", "Open"), icon="folder")
        words = translate("General", "Open the folder of {what}")
        button.setAccessibleName(words.format(what=_folder_words(folder.name)))
        button.clicked.connect(lambda: _browse(folder.path))
        self.buttons[folder.name] = button
        line.add_last(button)
        return line


class ElsewhereCard(Card):
    """Export, import with its plan in place, reset."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.dialog: QFileDialog | None = None
        self.body.addWidget(Heading(translate("General", "Take your settings along")))
        self.body.addWidget(
            Secondary(
                translate(
                    "General",
                    "An export holds no key and no place of one: after an import you paste keys "
                    "again. Usage, people and transcripts stay where they are.",
                )
            )
        )
        self.export = Button(translate("General", "Export…"))
        self.export.clicked.connect(self._export)
        self.import_it = Button(translate("General", "Import…"))
        self.import_it.clicked.connect(self._import)
        self.body.addWidget(Row(self.export, self.import_it))
        self.plan = Body()
        self.body.addWidget(self.plan)
        self.yes = Button(translate("General", "Import now"), "primary")
        self.yes.clicked.connect(presenter.confirm_import)
        self.no = Button(translate("General", "Leave it"))
        self.no.clicked.connect(presenter.cancel_import)
        self._answers = Row(self.yes, self.no)
        self.body.addWidget(self._answers)
        self.body.addWidget(Rule())
        self.reset = Button(translate("General", "Reset settings"), "danger")
        self.reset.clicked.connect(presenter.reset)
        line = Row()
        line.add_wide(
            Secondary(
                translate(
                    "General",
                    "Providers, profiles and everything on these pages go back to the beginning. "
                    "You can undo it. Keys stay in your keyring, usage stays.",
                )
            )
        )
        line.add_last(self.reset)
        self.body.addWidget(line)

    def refresh(self, state: GeneralState) -> None:
        """Show what holds now."""
        pending = state.pending
        self.plan.set(_plan(pending.path, pending.plan) if pending is not None else "")
        self.plan.setVisible(pending is not None)
        self._answers.setVisible(pending is not None)
        self.yes.setEnabled(not state.busy)
        for button in (self.import_it, self.reset):
            button.setEnabled(not state.read_only)

    def _export(self) -> None:
        dialog = self._ask(translate("General", "Export settings"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(lambda path: self._presenter.export_to(Path(path)))
        dialog.open()

    def _import(self) -> None:
        dialog = self._ask(translate("General", "Import settings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._presenter.plan_import(Path(path)))
        dialog.open()

    def _ask(self, title: str) -> QFileDialog:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = QFileDialog(self, title, str(Path.home()))
        self.dialog.setNameFilters(
            [
                translate("General", "Settings (*.toml)"),
                translate("General", "All files (*)"),
            ]
        )
        return self.dialog


def _plan(path: Path, plan: ImportPlan) -> str:
    lines = [translate("General", "{name} would do this:").format(name=path.name)]
    for words, names in (
        (translate("General", "New providers: {names}"), plan.new),
        (translate("General", "Replaced providers: {names}"), plan.replaced),
        (translate("General", "Unchanged: {names}"), plan.other),
        (translate("General", "Need a key afterwards: {names}"), plan.missing_keys),
    ):
        if names:
            lines.append("•  " + words.format(names=", ".join(names)))
    profiles = translate("General", "Profiles and the other settings are taken over, too.")
    return "\n".join([*lines, f"•  {profiles}"])


def _folder_words(name: str) -> str:
    return {
        "settings": translate("General", "Settings"),
        "data": translate("General", "Data"),
        "logs": translate("General", "Logs"),
    }.get(name, name)


def _browse(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
