"""What the models of a provider cost, and who says so."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.models.lines import Column
from app.desktop.presenters.budgets import BudgetsPresenter, BudgetsState
from app.desktop.program.prices import KnownPrice
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Heading, Secondary
from app.desktop.windows.settings.pages.budgets import words
from app.desktop.windows.settings.pages.budgets.price_editor import PriceEditor
from app.desktop.windows.settings.pages.listing import Listing
from app.desktop.wording import translate


class PricesPart(QWidget):
    """A table for one provider, and the editor under it."""

    def __init__(self, presenter: BudgetsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.s)
        self.provider = Choice(name=translate("Budgets", "Provider"))
        self.provider.chosen.connect(presenter.show_prices)
        self.add = Button(translate("Budgets", "Set a price"), icon="plus")
        self.add.clicked.connect(self._begin)
        head = Row(Heading(translate("Budgets", "Prices")))
        head.add_last(self.provider)
        head.add_last(self.add)
        column.addWidget(head)
        column.addWidget(
            Secondary(
                translate(
                    "Budgets",
                    "Per million tokens. Your own price wins; a model without any is counted as "
                    "unpriced, never as free.",
                )
            )
        )
        self.none = Secondary()
        column.addWidget(self.none)
        self.list: Listing[KnownPrice] = Listing(
            (
                Column(translate("Budgets", "Model"), lambda known: known.model, share=21),
                *(
                    Column(
                        title,
                        partial(_rate, name=name),
                        partial(_value, name=name),
                        number=True,
                        share=11,
                    )
                    for title, name in (
                        (translate("Budgets", "Input"), "input"),
                        (translate("Budgets", "Cached"), "cache_read"),
                        (translate("Budgets", "Output"), "output"),
                    )
                ),
                Column(
                    translate("Budgets", "Who says so"),
                    words.source,
                    tone=lambda known: "warn" if known.price is None else "",
                    share=25,
                ),
            ),
            lambda known: known.model,
            translate("Budgets", "Prices"),
        )
        self.list.picked.connect(self._picked)
        self.list.opened.connect(self._edit)
        column.addWidget(self.list)
        self.edit = Button(translate("Budgets", "Set own price"), icon="edit")
        self.edit.clicked.connect(self._edit)
        self.remove = Button(translate("Budgets", "Remove own price"), "danger", "trash")
        self.remove.clicked.connect(self._remove)
        self._actions = Row(self.edit, self.remove)
        column.addWidget(self._actions)
        self.editor = PriceEditor(presenter)
        column.addWidget(self.editor)

    def refresh(self, state: BudgetsState) -> None:
        """Show what holds now."""
        self.provider.offer([(each.id, each.name) for each in state.providers])
        self.provider.choose(state.provider)
        self.provider.setVisible(bool(state.providers))
        self.add.setVisible(bool(state.providers))
        self.none.set(_nothing(state))
        self.none.setVisible(bool(self.none.text()))
        self.list.setVisible(bool(state.prices))
        self.list.show_lines(state.prices)
        self._picked()

    def _picked(self) -> None:
        known = self.list.chosen
        self._actions.setVisible(known is not None and not self.list.isHidden())
        self.remove.setVisible(known is not None and known.source == "yours")

    def _begin(self) -> None:
        self.editor.begin(None)

    def _edit(self) -> None:
        if self.list.chosen is not None:
            self.editor.begin(self.list.chosen)

    def _remove(self) -> None:
        if self.list.chosen is not None:
            self._presenter.remove_price(self.list.chosen.model)


def _nothing(state: BudgetsState) -> str:
    if not state.known or state.pricing or state.prices:
        return ""
    if not state.providers:
        return translate("Budgets", "There are no providers yet. Add one, and its prices are here.")
    return translate("Budgets", "This provider offers no models yet.")


def _rate(known: KnownPrice, name: str) -> str:
    return words.rate(known, name)


def _value(known: KnownPrice, name: str) -> float:
    value = getattr(known.price, name) if known.price is not None else None
    return -1.0 if value is None else float(value)
