"""The list of people."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.models.lines import Column
from app.desktop.presenters.people import PeoplePresenter, PeopleState, UserLine
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Heading
from app.desktop.windows.settings.pages.listing import Listing
from app.desktop.windows.settings.pages.people.editors import UserEditor
from app.desktop.windows.settings.pages.people.words import user_standing
from app.desktop.wording import translate


class UsersPart(QWidget):
    """The table, what can be done with the chosen one, and the editor under it."""

    def __init__(self, presenter: PeoplePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.s)
        self.add = Button(translate("People", "Add a person"), icon="plus")
        self.add.clicked.connect(self.begin)
        self._head = Row(Heading(translate("People", "People")))
        self._head.add_last(self.add)
        column.addWidget(self._head)
        self.empty = EmptyState(
            translate("People", "Only you so far"),
            translate(
                "People",
                "You need nobody here for yourself: programs on this machine have a key already. "
                "Add people when others use this gateway. Each gets their own keys, limits and "
                "budgets, and you see who spent what.",
            ),
            translate("People", "Add a person"),
            "people",
        )
        self.empty.acted.connect(self.begin)
        column.addWidget(self.empty)
        self.list: Listing[UserLine] = Listing(
            (
                Column(translate("People", "Name"), lambda line: line.user.name, share=14),
                Column(translate("People", "E-mail"), lambda line: line.user.email, share=16),
                Column(translate("People", "Note"), lambda line: line.user.note, share=16),
                Column(
                    translate("People", "Keys"),
                    lambda line: str(line.keys),
                    key=lambda line: line.keys,
                    number=True,
                    share=5,
                ),
                Column(
                    translate("People", "State"),
                    user_standing,
                    share=13,
                    tone=lambda line: "" if line.user.active else "faint",
                ),
            ),
            lambda line: line.user.id,
            translate("People", "People"),
        )
        self.list.picked.connect(self._picked)
        self.list.opened.connect(self._edit)
        column.addWidget(self.list)
        self.edit = Button(translate("People", "Edit"), icon="edit")
        self.edit.clicked.connect(self._edit)
        self.keys = Button(translate("People", "Show keys"), icon="key")
        self.keys.clicked.connect(self._show_keys)
        self.switch = Button(translate("People", "Deactivate"), "danger")
        self.switch.clicked.connect(self._switch)
        self._actions = Row(self.edit, self.keys, self.switch)
        column.addWidget(self._actions)
        self.editor = UserEditor()
        self.editor.saved.connect(self._save)
        self.editor.closed.connect(self._close)
        column.addWidget(self.editor)

    def begin(self) -> None:
        """Open the editor for a new person."""
        self._presenter.forget_problems()
        self.editor.edit(None)
        self.empty.hide()

    def refresh(self, state: PeopleState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        empty = not state.users
        self.empty.setVisible(
            empty and state.known and not state.trouble and self.editor.isHidden()
        )
        self._head.setVisible(not empty)
        self.list.setVisible(not empty)
        self.list.show_lines(state.users)
        self.editor.refresh(problems, state.busy)
        self._picked()

    def added(self, user_id: str) -> None:
        """A person was saved: close the editor, choose the line."""
        if self.editor.isVisible():
            self.editor.hide()
            self.list.choose(user_id)

    def _close(self) -> None:
        self.editor.hide()
        self.refresh(self._presenter.state, self._presenter.problems)

    def _picked(self) -> None:
        line = self.list.chosen
        self._actions.setVisible(line is not None and not self.list.isHidden())
        active = line is None or line.user.active
        self.switch.setText(
            translate("People", "Deactivate") if active else translate("People", "Reactivate")
        )

    def _edit(self) -> None:
        line = self.list.chosen
        if line is not None:
            self._presenter.forget_problems()
            self.editor.edit(line.user)

    def _show_keys(self) -> None:
        line = self.list.chosen
        if line is not None:
            self._presenter.show(line.user.id)

    def _switch(self) -> None:
        line = self.list.chosen
        if line is not None:
            self._presenter.set_user_active(line.user, not line.user.active)

    def _save(self) -> None:
        editor = self.editor
        words = (editor.name.text(), editor.email.text(), editor.note.text())
        if editor.user is None:
            self._presenter.add_user(*words)
        else:
            self._presenter.update_user(editor.user, *words)
