"""The page of budgets and prices."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.budgets import BudgetsPresenter, BudgetsState
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.emptying import put_away
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Heading
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.budgets.budget_card import BudgetCard
from app.desktop.windows.settings.pages.budgets.budget_editor import BudgetEditor
from app.desktop.windows.settings.pages.budgets.money import MoneyCard
from app.desktop.windows.settings.pages.budgets.prices import PricesPart
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.wording import translate


class BudgetsPage(PresentedPage):
    """Built once; what it shows is its presenter's state."""

    def __init__(
        self,
        program: Program,
        open_: Opener,
        presenter: BudgetsPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or BudgetsPresenter(program)
        self.open = open_
        super().__init__(
            translate("Budgets", "Budgets and prices"),
            translate("Budgets", "What may be spent, and what your models cost."),
            self.presenter,
            parent,
        )
        self.trouble = Card()
        self.trouble_words = Body()
        self.trouble_words.tone("bad")
        self.again = Button(translate("Budgets", "Try again"), icon="refresh")
        self.again.clicked.connect(self.presenter.read)
        line = Row()
        line.add_wide(self.trouble_words)
        line.add_last(self.again)
        self.trouble.body.addWidget(line)
        self.new = Button(translate("Budgets", "Add a budget"), icon="plus")
        self.new.clicked.connect(self._begin)
        self._head = Row(Heading(translate("Budgets", "Budgets")))
        self._head.add_last(self.new)
        self.empty = EmptyState(
            translate("Budgets", "No budgets yet"),
            translate(
                "Budgets",
                "A budget warns you in time, or stops requests, when a person, a key, a profile "
                "or a provider has spent a day's, a week's or a month's money.",
            ),
            translate("Budgets", "Add a budget"),
            "budgets",
        )
        self.empty.acted.connect(self._begin)
        self.editor = BudgetEditor(self.presenter)
        self.editor.closed.connect(self._close)
        self.cards: dict[str, BudgetCard] = {}
        cards = QWidget()
        self._cards = QVBoxLayout(cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(SPACE.m)
        self.money = MoneyCard(self.presenter)
        self.prices = PricesPart(self.presenter)
        for part in (self.trouble, self._head, self.empty, self.editor, cards, self.money):
            self.add(part)
        self.add(self.prices)
        self.presenter.watch(self.presenter.undoable.connect(lambda _: self._done()))
        self.refresh()

    def read(self) -> None:
        """Read what is spent again."""
        self.presenter.read()

    def refresh(self) -> None:
        """Show what holds now."""
        state, problems = self.presenter.state, self.presenter.problems
        accounting = self.presenter.settings.accounting
        self.busy.busy(state.busy or state.pricing or not state.known)
        self.trouble.setVisible(bool(state.trouble))
        self.trouble_words.set(state.trouble)
        empty = state.known and not state.budgets and not state.trouble
        self.empty.setVisible(empty and self.editor.isHidden())
        self._head.setVisible(bool(state.budgets))
        self._show_cards(state)
        self.editor.refresh(state, problems, accounting.currency)
        self.money.refresh(accounting, problems)
        self.prices.refresh(state)

    def _show_cards(self, state: BudgetsState) -> None:
        wanted = [each.budget.id for each in state.budgets]
        for identity in [each for each in self.cards if each not in wanted]:
            put_away(self.cards.pop(identity))
        for place, budget in enumerate(state.budgets):
            card = self.cards.get(budget.budget.id)
            if card is None:
                card = self.cards[budget.budget.id] = BudgetCard(self.presenter, budget)
            if self._cards.indexOf(card) != place:
                self._cards.insertWidget(place, card)
            card.refresh(budget, busy=state.busy)

    def _begin(self) -> None:
        self.empty.hide()
        self.editor.begin()

    def _close(self) -> None:
        self.editor.hide()
        self.refresh()

    def _done(self) -> None:
        """Something was saved that can be taken back: a new budget, if one was being made."""
        if self.editor.isVisible():
            self._close()
