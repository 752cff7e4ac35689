"""A price of one's own for a model."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.budgets import BudgetsPresenter
from app.desktop.program.prices import KnownPrice
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.row import Row
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.text import Heading
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import translate

_RATES = ("input", "output", "cache_read", "cache_write", "reasoning")


class PriceEditor(Card):
    """Enter saves, Escape closes; a rate that is left empty is as the schema says."""

    def __init__(self, presenter: BudgetsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.body.addWidget(Heading(translate("Budgets", "Your own price, per million tokens")))
        self.model = TextField("deepseek-v4*")
        self.model_row = FieldRow(
            translate("Budgets", "Model"),
            self.model,
            translate("Budgets", "A name, or a pattern with * for many."),
        )
        self.body.addWidget(self.model_row)
        self.currency = Segmented([("USD", "USD"), ("CNY", "CNY")])
        self.body.addWidget(FieldRow(translate("Budgets", "Currency"), self.currency))
        as_input = translate("Budgets", "as input")
        self.fields = {
            "input": TextField("0.00"),
            "output": TextField("0.00"),
            "cache_read": TextField(as_input),
            "cache_write": TextField(as_input),
            "reasoning": TextField(translate("Budgets", "as output")),
        }
        labels = {
            "input": translate("Budgets", "Input"),
            "output": translate("Budgets", "Output"),
            "cache_read": translate("Budgets", "Input from the cache"),
            "cache_write": translate("Budgets", "Input written to the cache"),
            "reasoning": translate("Budgets", "Reasoning"),
        }
        self.rows = {name: FieldRow(labels[name], field) for name, field in self.fields.items()}
        for name, row in self.rows.items():
            self.body.addWidget(row)
            self.fields[name].edited.connect(lambda _: self.check())
        self.save = Button(translate("Budgets", "Save price"), "primary")
        self.save.clicked.connect(self._save)
        self.cancel = Button(translate("Budgets", "Cancel"))
        self.cancel.clicked.connect(self.hide)
        self.body.addWidget(Row(self.save, self.cancel))
        self.hide()

    def begin(self, known: KnownPrice | None) -> None:
        """Open it for a model with what is known of its price, or for any."""
        self.model.setText(known.model if known is not None else "")
        price = known.price if known is not None else None
        self.currency.choose(price.currency if price is not None else self._default_currency())
        for name, field in self.fields.items():
            value = getattr(price, name) if price is not None else None
            field.setText("" if value is None else f"{value:g}")
        self._wrong({})
        self.show()
        first = self.fields["input"] if known is not None else self.model
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def check(self) -> bool:
        """Say at each field what is wrong with it; whether nothing is."""
        price, wrong = self._read()
        if not wrong and not self._presenter.check_price(price):
            problems = self._presenter.problems
            wrong = {
                name: problems[f"price.{name}"] for name in _RATES if f"price.{name}" in problems
            }
        if not self.model.text().strip():
            wrong["model"] = translate("Budgets", "Say which model this is the price of.")
        self._wrong(wrong)
        return not wrong

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Save on Enter, close on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _read(self) -> tuple[dict[str, object], dict[str, str]]:
        price: dict[str, object] = {"currency": self.currency.value}
        wrong: dict[str, str] = {}
        for name, field in self.fields.items():
            text = field.text().strip().replace(",", ".")
            if not text and name in ("input", "output"):
                wrong[name] = translate("Budgets", "A price needs this one.")
            elif text:
                try:
                    price[name] = float(text)
                except ValueError:
                    wrong[name] = translate("Budgets", "This is no number.")
        return price, wrong

    def _wrong(self, problems: Mapping[str, str]) -> None:
        self.model_row.problem(problems.get("model", ""))
        for name, row in self.rows.items():
            row.problem(problems.get(name, ""))

    def _save(self) -> None:
        if self.check():
            self._presenter.set_price(self.model.text().strip(), self._read()[0])
            self.hide()

    def _default_currency(self) -> str:
        return self._presenter.settings.accounting.currency
