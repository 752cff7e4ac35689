"""One budget: whose, how much is spent, when it begins anew."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.budgets import MICROS, BudgetsPresenter
from app.desktop.program.people import BudgetState
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.card import Card
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.meter import Meter
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.row import Row
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.windows.settings.pages.budgets import words
from app.desktop.wording import translate

_HIGHEST = 10_000_000


class BudgetCard(Card):
    """Opens in place; its limit and its hard stop are changed as they are."""

    def __init__(
        self, presenter: BudgetsPresenter, state: BudgetState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._state = state
        self.badge = Badge()
        self.heading = Heading()
        self.change = IconButton("edit", translate("Budgets", "Change"))
        self.change.setCheckable(True)
        self.change.toggled.connect(self._open)
        line = Row(self.heading, self.badge)
        line.add_last(self.change)
        self.body.addWidget(line)
        self.meter = Meter()
        self.body.addWidget(self.meter)
        self.spent = Body()
        self.resets = Secondary()
        self.resets.setWordWrap(False)
        amounts_line = Row()
        amounts_line.add_wide(self.spent)
        amounts_line.add_last(self.resets)
        self.body.addWidget(amounts_line)
        self.limit = NumberField(0.01, _HIGHEST, 2, state.budget.currency)
        self.limit.committed.connect(lambda _: self._save())
        self.hard = Switch("")
        self.hard.flipped.connect(lambda _: self._save())
        self.active = Switch("")
        self.active.flipped.connect(lambda _: self._save())
        self.remove = Button(translate("Budgets", "Remove"), "danger", "trash")
        self.remove.clicked.connect(lambda: presenter.remove(self._state.budget))
        self._fields = (
            FieldRow(translate("Budgets", "Limit"), self.limit),
            FieldRow(
                translate("Budgets", "Stop requests when it is spent"),
                self.hard,
                translate("Budgets", "Off, it only warns. On, requests get a clear refusal."),
            ),
            FieldRow(translate("Budgets", "Switched on"), self.active),
            Row(self.remove),
        )
        for part in self._fields:
            self.body.addWidget(part)
        self._open(opened=False)
        self.refresh(state, busy=False)

    def refresh(self, state: BudgetState, *, busy: bool) -> None:
        """Show what holds now."""
        self._state = state
        budget = state.budget
        self.heading.set(words.title(state))
        self.setAccessibleName(words.title(state))
        self.change.setAccessibleDescription(words.title(state))
        self.badge.show_state(*words.state_of(state))
        self.spent.set(words.spent(state))
        self.resets.set(words.resets(state))
        share = words.share(state)
        tone = "faint" if not budget.active else _tone(share, budget.hard)
        marks = [percent / 100 for percent in self._presenter.settings.accounting.warn_at]
        self.meter.show_share(share, tone, self.spent.text(), marks)
        self.limit.show_number(budget.limit_micros / MICROS)
        self.hard.setChecked(budget.hard)
        self.active.setChecked(budget.active)
        self.remove.setEnabled(not busy)

    def _save(self) -> None:
        self._presenter.update(
            self._state.budget,
            limit=self.limit.value(),
            hard=self.hard.isChecked(),
            active=self.active.isChecked(),
        )

    def _open(self, opened: bool) -> None:
        for part in self._fields:
            part.setVisible(opened)


def _tone(share: float, hard: bool) -> str:
    if share >= 1:
        return "bad" if hard else "warn"
    return "warn" if share >= 0.8 else "accent"
