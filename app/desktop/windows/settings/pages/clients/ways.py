"""Three ways to connect a client, the least invasive first; the last shows what it would change."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.clients import ClientCard, ClientsPresenter
from app.desktop.program.clients import Way
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Rule
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.diff_view import DiffView
from app.desktop.widgets.emptying import empty
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Secondary
from app.desktop.wording import translate


class Ways(QWidget):
    """What a person may press to connect one client."""

    def __init__(
        self,
        presenter: ClientsPresenter,
        card: ClientCard,
        copy_button: Callable[[str, Callable[[], None]], CopyButton],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        identity, ways = card.client.id, card.client.ways
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self.warning = Body(card.client.warning)
        self.warning.tone("warn")
        if not card.client.warning:
            self.warning.hide()
        column.addWidget(self.warning)
        self.profile = Choice()
        self.profile.chosen.connect(lambda name: presenter.choose_profile(identity, name))
        self._profile_row = FieldRow(
            translate("Clients", "Profile"),
            self.profile,
            translate("Clients", "It decides which models this client gets."),
        )
        column.addWidget(self._profile_row)
        column.addWidget(Rule())
        self.copy = copy_button(
            translate("Clients", "Copy launch command"), lambda: presenter.copy_launch(identity)
        )
        self.write = Button(translate("Clients", "Write profile file"))
        self.write.clicked.connect(lambda: presenter.write_profile_file(identity))
        self.default = Button(translate("Clients", "Show what changes"))
        self.default.clicked.connect(lambda: presenter.preview(identity))
        self._rows = {
            Way.COMMAND: FieldRow(
                translate("Clients", "Only when started by a command"),
                self.copy,
                translate("Clients", "No file is touched. The command holds this client's key."),
            ),
            Way.PROFILE_FILE: FieldRow(
                translate("Clients", "By a file of Dragoman's own"),
                self.write,
                translate("Clients", "Its own settings stay as they are; it is told of our file."),
            ),
            Way.DEFAULT: FieldRow(
                translate("Clients", "By default"),
                self.default,
                translate(
                    "Clients",
                    "Changes single keys in {files} and nothing else. Disconnect puts them back.",
                ).format(files=", ".join(card.client.config_files)),
            ),
        }
        for way, row in self._rows.items():
            if way not in ways:
                row.hide()
            column.addWidget(row)
        self.preview = Preview()
        self.preview.do.clicked.connect(lambda: presenter.make_default(identity))
        self.preview.leave.clicked.connect(lambda: presenter.forget_preview(identity))
        column.addWidget(self.preview)

    def refresh(self, card: ClientCard, profiles: Sequence[str]) -> None:
        """Show what holds now."""
        self.profile.offer([(name, name) for name in profiles])
        self.profile.choose(card.profile)
        for button in (self.copy, self.write, self.default, self.preview.do):
            button.setEnabled(not card.busy)
        self.preview.refresh(card)
        self._rows[Way.DEFAULT].setVisible(Way.DEFAULT in card.client.ways and card.preview is None)


class Preview(QWidget):
    """The files that would be changed, line by line, before anything is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.s)
        self._files = QVBoxLayout()
        self._files.setSpacing(SPACE.s)
        column.addLayout(self._files)
        self.do = Button(translate("Clients", "Make default"), "primary")
        self.leave = Button(translate("Clients", "Leave it as it is"))
        column.addWidget(Row(self.do, self.leave))
        self.hide()

    def refresh(self, card: ClientCard) -> None:
        """Show the preview of a card, where it has one."""
        self.setVisible(card.preview is not None)
        if card.preview == self._shown:
            return
        self._shown = card.preview
        empty(self._files)
        for change in card.preview or ():
            words = (
                translate("Clients", "{path} will change:")
                if change.exists
                else translate("Clients", "{path} will be made:")
            )
            if change.diff:
                self._files.addWidget(Secondary(words.format(path=change.path)))
                view = DiffView(str(change.path))
                view.show_diff(change.diff)
                self._files.addWidget(view)
            else:
                same = translate("Clients", "{path} is as it should be.")
                self._files.addWidget(Secondary(same.format(path=change.path)))
