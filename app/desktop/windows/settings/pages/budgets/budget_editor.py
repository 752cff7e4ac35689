"""A new budget."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.budgets import SCOPES, BudgetsPresenter, BudgetsState
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.row import Row
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Heading
from app.desktop.windows.settings.pages.budgets import words
from app.desktop.wording import translate
from app.storage.records import BudgetScope, Period

_HIGHEST = 10_000_000
_PERIODS: tuple[Period, ...] = ("day", "week", "month")


class BudgetEditor(Card):
    """`closed` is told on Escape and Cancel."""

    closed = Signal()

    def __init__(self, presenter: BudgetsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.body.addWidget(Heading(translate("Budgets", "A new budget")))
        self.scope = Segmented([(each, words.scope(each)) for each in SCOPES])
        self.scope.chosen.connect(lambda _: self._subjects(presenter.state))
        self.subject = Choice()
        self.period = Segmented([(each, words.period(each)) for each in _PERIODS])
        self.limit = NumberField(0, _HIGHEST, 2)
        self.hard = Switch("")
        self.rows = {
            "scope": FieldRow(translate("Budgets", "For one"), self.scope),
            "subject": FieldRow(translate("Budgets", "Which"), self.subject),
            "period": FieldRow(translate("Budgets", "In every"), self.period),
            "limit": FieldRow(
                translate("Budgets", "Limit"),
                self.limit,
                translate("Budgets", "What the current period has cost already counts."),
            ),
            "hard": FieldRow(
                translate("Budgets", "Stop requests when it is spent"),
                self.hard,
                translate("Budgets", "Off, it only warns. On, requests get a clear refusal."),
            ),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.save = Button(translate("Budgets", "Add"), "primary")
        self.save.clicked.connect(self._save)
        self.cancel = Button(translate("Budgets", "Cancel"))
        self.cancel.clicked.connect(self.closed)
        self.body.addWidget(Row(self.save, self.cancel))
        self.hide()

    def begin(self) -> None:
        """Open it, empty."""
        state = self._presenter.state
        first = next((each for each in SCOPES if state.subjects.get(each)), "profile")
        self.scope.choose(first)
        self.period.choose("month")
        self.limit.setValue(0)
        self.hard.setChecked(False)
        self._subjects(state)
        self.show()
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, state: BudgetsState, problems: Mapping[str, str], currency: str) -> None:
        """Show what holds now."""
        self._subjects(state)
        self.limit.setSuffix(f" {currency}")
        for name, row in self.rows.items():
            row.problem(problems.get(f"budget.{name}", ""))
        self.save.setEnabled(not state.busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Save on Enter, close on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _subjects(self, state: BudgetsState) -> None:
        found = state.subjects.get(cast("BudgetScope", self.scope.value), ())
        self.subject.offer([(each.id, each.name) for each in found])
        self.subject.setEnabled(bool(found))
        self.rows["subject"].hint(
            ""
            if found
            else translate("Budgets", "There is none yet. People and keys are on their own page.")
        )

    def _save(self) -> None:
        self._presenter.add(
            cast("BudgetScope", self.scope.value),
            self.subject.value,
            cast("Period", self.period.value),
            self.limit.value(),
            self.hard.isChecked(),
        )
