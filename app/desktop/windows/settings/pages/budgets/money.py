"""The currency, the rate between the two, when budgets warn, and where a day begins."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.budgets import BudgetsPresenter
from app.desktop.widgets.card import Card
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.text import Heading
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import translate
from app.settings.schema import AccountingSettings

_WARN = "accounting.warn_at"
_ZONE = "accounting.timezone"
_RATE = "accounting.cny_per_usd"


class MoneyCard(Card):
    """Plain settings."""

    def __init__(self, presenter: BudgetsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("Budgets", "Money")))
        self.currency = Segmented([("USD", "USD"), ("CNY", "CNY")])
        self.currency.chosen.connect(presenter.currency)
        self.body.addWidget(
            FieldRow(
                translate("Budgets", "Currency"),
                self.currency,
                translate("Budgets", "Of totals and of new budgets."),
            )
        )
        self.rate = NumberField(0.0001, 1000, 4)
        self.rate.committed.connect(presenter.rate)
        self._rate_row = FieldRow(
            translate("Budgets", "CNY for one USD"),
            self.rate,
            translate(
                "Budgets",
                "Your rate, for budgets and totals in one currency. Dragoman fetches none.",
            ),
        )
        self.body.addWidget(self._rate_row)
        self.warn_at = TextField("50, 80, 100")
        self.warn_at.edited.connect(presenter.type_thresholds)
        self.warn_at.committed.connect(presenter.warn_at)
        self.warn_row = FieldRow(
            translate("Budgets", "Warn at"),
            self.warn_at,
            translate("Budgets", "Percents of a budget, with commas between them."),
        )
        self.body.addWidget(self.warn_row)

        self.zone = TextField(translate("Budgets", "As the system"))
        self.zone.edited.connect(presenter.type_timezone)
        self.zone.committed.connect(presenter.timezone)
        self.zone_row = FieldRow(
            translate("Budgets", "Time zone"),
            self.zone,
            translate("Budgets", "Where a day begins and ends, such as Asia/Shanghai."),
        )
        self.body.addWidget(self.zone_row)

    def refresh(self, settings: AccountingSettings, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        self.currency.choose(settings.currency)
        self.rate.show_number(settings.cny_per_usd)
        self._rate_row.problem(problems.get(_RATE, ""))
        self.warn_row.problem(problems.get(_WARN, ""))
        self.zone_row.problem(problems.get(_ZONE, ""))
        if _ZONE not in problems:
            self.zone.show_text(settings.timezone or "")
        if _WARN not in problems:
            self.warn_at.show_text(", ".join(map(str, settings.warn_at)))
