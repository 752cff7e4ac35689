"""The year, a day a cell."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.presenters.usage_state import UsageState
from app.desktop.widgets.card import Card
from app.desktop.widgets.charts.heat_map import HeatMap
from app.desktop.widgets.text import Heading
from app.desktop.windows.usage import words
from app.desktop.wording import amounts, translate


class Year(Card):
    """`clicked` is told a `date`."""

    clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("Usage", "The last year, day by day")))
        self.days = HeatMap(translate("Usage", "The last year, day by day"))
        self.days.clicked.connect(self.clicked)
        self.body.addWidget(self.days)

    def show_state(self, state: UsageState) -> None:
        """Show what is measured, for each day."""

        def told(day: date, value: float) -> tuple[str, str]:
            title = f"{amounts.weekday(day)} {amounts.day(day)}"
            totals = state.year.get(day)
            if totals is None:
                return title, translate("Usage", "No requests")
            counted = translate("Usage", "{value}, requests: {count}")
            if state.measure == "requests":
                counted = translate("Usage", "Requests: {count}")
            return title, counted.format(
                value=words.exact_words(state, value), count=amounts.count(totals.requests)
            )

        values = {day: state.amount(totals) for day, totals in state.year.items()}
        names = tuple(
            name if at % 2 == 0 and at < 5 else "" for at, name in enumerate(amounts.weekdays())
        )
        self.days.show_year(state.today, values, told, amounts.months(), names)
