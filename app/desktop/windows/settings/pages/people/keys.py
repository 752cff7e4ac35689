"""The list of keys, and a new key, which is shown once."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desktop.models.lines import Column
from app.desktop.presenters.people import KeyLine, KeyStanding, PeoplePresenter, PeopleState
from app.desktop.theme.theme import code_font
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.windows.settings.pages.listing import Listing
from app.desktop.windows.settings.pages.people import words
from app.desktop.windows.settings.pages.people.editors import KeyEditor
from app.desktop.wording import translate

_ALL = "*"


class KeysPart(QWidget):
    """The table, its filter, what can be done with the chosen key, and the editor under it."""

    def __init__(self, presenter: PeoplePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.s)
        self.shown = Choice(name=translate("People", "Whose keys are listed"))
        self.shown.chosen.connect(lambda user: presenter.show(None if user == _ALL else user))
        self.add = Button(translate("People", "Add a key"), icon="plus")
        self.add.clicked.connect(self._begin)
        head = Row(Heading(translate("People", "Keys")))
        head.add_last(self.shown)
        head.add_last(self.add)
        column.addWidget(head)
        self.minted = MintedCard(presenter)
        column.addWidget(self.minted)
        self.none = Secondary(translate("People", "There are no keys here yet."))
        column.addWidget(self.none)
        self.list: Listing[KeyLine] = Listing(
            (
                Column(translate("People", "Name"), lambda line: line.key.name, share=13),
                Column(translate("People", "Person"), words.whose, share=13),
                Column(translate("People", "Profile"), lambda line: line.key.profile, share=9),
                Column(translate("People", "Limits"), words.limits, share=16),
                Column(
                    translate("People", "Last used"),
                    words.last_used,
                    key=lambda line: line.key.last_used_ms or 0,
                ),
                Column(
                    translate("People", "State"),
                    words.standing,
                    share=13,
                    tone=lambda line: words.TONES[line.standing],
                ),
            ),
            lambda line: line.key.id,
            translate("People", "Keys"),
        )
        self.list.picked.connect(self._picked)
        self.list.opened.connect(self._edit)
        column.addWidget(self.list)
        self.edit = Button(translate("People", "Edit"), icon="edit")
        self.edit.clicked.connect(self._edit)
        self.switch = Button(translate("People", "Revoke"), "danger")
        self.switch.clicked.connect(self._switch)
        self._actions = Row(self.edit, self.switch)
        column.addWidget(self._actions)
        self.editor = KeyEditor()
        self.editor.saved.connect(self._save)
        self.editor.closed.connect(self.editor.hide)
        column.addWidget(self.editor)

    def refresh(self, state: PeopleState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        everybody = (_ALL, translate("People", "All keys"))
        nobody = ("", translate("People", "Of no person"))
        users = ((line.user.id, line.user.name) for line in state.users)
        self.shown.offer([everybody, nobody, *users])
        self.shown.choose(_ALL if state.shown is None else state.shown)
        self.shown.setVisible(bool(state.users))
        self.none.setVisible(state.known and not state.keys and not state.trouble)
        self.list.setVisible(bool(state.keys))
        self.list.show_lines(state.keys)
        self.minted.refresh(state)
        self.editor.refresh(problems, state.busy)
        self._picked()

    def added(self, key_id: str) -> None:
        """A key was saved: close the editor, choose the line."""
        if self.editor.isVisible():
            self.editor.hide()
            self.list.choose(key_id)

    def _begin(self) -> None:
        self._presenter.forget_problems()
        self.editor.edit(None, self._presenter.state)

    def _picked(self) -> None:
        line = self.list.chosen
        self._actions.setVisible(line is not None and not self.list.isHidden())
        revoked = line is not None and line.standing is KeyStanding.REVOKED
        self.switch.setText(
            translate("People", "Restore") if revoked else translate("People", "Revoke")
        )

    def _edit(self) -> None:
        line = self.list.chosen
        if line is not None:
            self._presenter.forget_problems()
            self.editor.edit(line.key, self._presenter.state)

    def _switch(self) -> None:
        line = self.list.chosen
        if line is not None:
            self._presenter.set_key_active(line.key, not line.key.active)

    def _save(self) -> None:
        editor, name = self.editor, self.editor.name.text()
        if editor.key is None:
            self._presenter.add_key(name, editor.user.value, editor.terms)
        else:
            self._presenter.update_key(editor.key, name, editor.terms)


class MintedCard(Card):
    """A key that was just made: to be copied now, or never."""

    def __init__(self, presenter: PeoplePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.heading = Heading()
        self.body.addWidget(self.heading)
        self.body.addWidget(
            Body(
                translate(
                    "People",
                    "Copy it now and give it to whoever uses it. Nobody can ever show it again: "
                    "only its fingerprint is kept.",
                )
            )
        )
        self.token = QLineEdit()
        self.token.setReadOnly(True)
        self.token.setFont(code_font())
        self.token.setAccessibleName(translate("People", "The new key"))
        self.copy = CopyButton(self._text, translate("People", "Copy key"))
        self.done = Button(translate("People", "Done"))
        self.done.clicked.connect(presenter.dismiss_minted)
        line = Row()
        line.add_wide(self.token)
        line.add_last(self.copy)
        line.add_last(self.done)
        self.body.addWidget(line)

    def refresh(self, state: PeopleState) -> None:
        """Show the key, or nothing."""
        minted = state.minted
        self.setVisible(minted is not None)
        token = minted.token if minted is not None else ""
        if self.token.text() != token:
            self.token.setText(token)
            self.token.setCursorPosition(0)
        name = minted.key.name if minted is not None else ""
        self.heading.set(translate("People", "The key {name}").format(name=name))

    def _text(self) -> str:
        minted = self._presenter.state.minted
        return minted.token if minted is not None else ""
