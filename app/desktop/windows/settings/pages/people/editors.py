"""The editors of a person and of a key: they open in place, under the list."""

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.people import PeopleState
from app.desktop.program.people import KeyTerms
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Heading
from app.desktop.widgets.text_field import TextField
from app.desktop.windows.settings.pages.people.words import day
from app.desktop.wording import translate
from app.storage.records import StoredKey, User

_DAY_MS = 86_400_000
_PERIODS = (7, 30, 90, 365)
_NEVER, _KEPT = "never", "kept"


class Editor(Card):
    """Enter saves, Escape closes; `saved` and `closed` are told."""

    saved = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading()
        self.body.addWidget(self.heading)
        self.save = Button(translate("People", "Save"), "primary")
        self.save.clicked.connect(self.saved)
        self.cancel = Button(translate("People", "Cancel"))
        self.cancel.clicked.connect(self.closed)
        self.hide()

    def finish(self) -> None:
        """Put the buttons under the fields."""
        self.body.addWidget(Row(self.save, self.cancel))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Save on Enter, close on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.saved.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class UserEditor(Editor):
    """A person's name, address and a note; `user` is None for a new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.user: User | None = None
        self.name = TextField()
        self.email = TextField()
        self.note = TextField()
        self.rows = {
            "name": FieldRow(translate("People", "Name"), self.name),
            "email": FieldRow(translate("People", "E-mail"), self.email),
            "note": FieldRow(translate("People", "Note"), self.note),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.finish()

    def edit(self, user: User | None) -> None:
        """Begin with a person, or with a new one."""
        self.user = user
        new = translate("People", "A new person")
        self.heading.set(user.name if user is not None else new)
        self.save.setText(
            translate("People", "Save") if user is not None else translate("People", "Add")
        )
        self.name.setText(user.name if user is not None else "")
        self.email.setText(user.email if user is not None else "")
        self.note.setText(user.note if user is not None else "")
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, problems: Mapping[str, str], busy: bool) -> None:
        """Say at each field what is wrong."""
        for name, row in self.rows.items():
            row.problem(problems.get(f"user.{name}", ""))
        self.save.setEnabled(not busy)


class KeyEditor(Editor):
    """A key's name, whose it is and what it may do; `key` is None for a new one."""

    def __init__(
        self,
        parent: QWidget | None = None,
        now_ms: Callable[[], int] = lambda: round(time.time() * 1000),
    ) -> None:
        super().__init__(parent)
        self.key: StoredKey | None = None
        self._now_ms = now_ms
        self.name = TextField(translate("People", "laptop"))
        self.user = Choice()
        self.profile = Choice()
        self.expires = Choice()
        no_limit = translate("People", "No limit")
        self.requests = _limit(1_000_000, no_limit)
        self.tokens = _limit(1_000_000_000, no_limit)
        self.concurrency = _limit(10_000, no_limit)
        self.rows = {
            "name": FieldRow(
                translate("People", "Name"),
                self.name,
                translate("People", "The program or machine that uses it."),
            ),
            "user_id": FieldRow(translate("People", "Person"), self.user),
            "profile": FieldRow(
                translate("People", "Profile"),
                self.profile,
                translate("People", "It decides which models its requests get."),
            ),
            "expires_ms": FieldRow(translate("People", "Works until"), self.expires),
            "requests_per_minute": FieldRow(
                translate("People", "Requests per minute"), self.requests
            ),
            "tokens_per_minute": FieldRow(
                translate("People", "Tokens per minute"),
                self.tokens,
                translate("People", "Input and output together."),
            ),
            "concurrency": FieldRow(translate("People", "Requests at once"), self.concurrency),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.finish()

    @property
    def terms(self) -> KeyTerms:
        """What the fields say."""
        return KeyTerms(
            profile=self.profile.value or "default",
            expires_ms=self._expires(),
            requests_per_minute=_given(self.requests),
            tokens_per_minute=_given(self.tokens),
            concurrency=_given(self.concurrency),
        )

    def edit(self, key: StoredKey | None, state: PeopleState) -> None:
        """Begin with a key, or with a new one of the person who is shown."""
        self.key = key
        new = translate("People", "A new key")
        self.heading.set(key.name if key is not None else new)
        self.save.setText(
            translate("People", "Save") if key is not None else translate("People", "Add")
        )
        self.name.setText(key.name if key is not None else "")
        self.user.offer(whose_key(state))
        self.user.choose(key.user_id if key is not None else state.shown or "")
        self.user.setEnabled(key is None)
        self.profile.offer([(name, name) for name in state.profiles])
        self.profile.choose(key.profile if key is not None else "default")
        expires = key.expires_ms if key is not None else None
        self.expires.offer(_expiries(expires))
        self.expires.choose(_KEPT if expires is not None else _NEVER)
        self.requests.setValue((key.requests_per_minute if key is not None else None) or 0)
        self.tokens.setValue((key.tokens_per_minute if key is not None else None) or 0)
        self.concurrency.setValue((key.concurrency if key is not None else None) or 0)
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, problems: Mapping[str, str], busy: bool) -> None:
        """Say at each field what is wrong."""
        for name, row in self.rows.items():
            row.problem(problems.get(f"key.{name}", ""))
        self.save.setEnabled(not busy)

    def _expires(self) -> int | None:
        chosen = self.expires.value
        if chosen == _KEPT:
            return self.key.expires_ms if self.key is not None else None
        if chosen == _NEVER:
            return None
        return self._now_ms() + int(chosen) * _DAY_MS


def whose_key(state: PeopleState) -> Sequence[tuple[str, str]]:
    """Who may have a key: nobody in particular, and everybody who is active."""
    nobody = ("", translate("People", "No person"))
    return [nobody, *((each.user.id, each.user.name) for each in state.users if each.user.active)]


def _expiries(now: int | None) -> Sequence[tuple[str, str]]:
    words = {
        7: translate("People", "In 7 days"),
        30: translate("People", "In 30 days"),
        90: translate("People", "In 90 days"),
        365: translate("People", "In a year"),
    }
    kept = [(_KEPT, day(now))] if now is not None else []
    never = (_NEVER, translate("People", "For ever"))
    return [*kept, never, *((str(days), words[days]) for days in _PERIODS)]


def _limit(highest: int, none: str) -> NumberField:
    field = NumberField(0, highest)
    field.setSpecialValueText(none)
    return field


def _given(field: NumberField) -> int | None:
    return int(field.value()) or None
