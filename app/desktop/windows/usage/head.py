"""The line on top: which days, narrowed to what, and taken out as a file."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.presenters.usage_state import UsageState
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.date_field import DateField
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.text import Text
from app.desktop.windows.usage import words
from app.desktop.wording import translate

_WIDEST_CHOICE = 190


class Head(QWidget):
    """Tells of a span, of two dates, of filters (provider, model, client), and of exporting."""

    span_chosen = Signal(str)
    days_chosen = Signal(object, object)
    filtered = Signal(str, str, str)
    exported = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span = Segmented(
            [
                ("today", translate("Usage", "Today")),
                ("7", translate("Usage", "7 days")),
                ("30", translate("Usage", "30 days")),
                ("90", translate("Usage", "90 days")),
                ("custom", translate("Usage", "Custom")),
            ],
            translate("Usage", "Days"),
        )
        self.span.chosen.connect(self.span_chosen)
        self.provider = Choice(name=translate("Usage", "Provider"))
        self.model = Choice(name=translate("Usage", "Model"))
        self.client = Choice(name=translate("Usage", "Client"))
        for choice in (self.provider, self.model, self.client):
            choice.setMaximumWidth(_WIDEST_CHOICE)
            choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            choice.chosen.connect(self._tell_filters)
        self.export = Button(translate("Usage", "CSV"), icon="download")
        self.export.setAccessibleName(translate("Usage", "Save the table as a CSV file"))
        self.export.clicked.connect(self.exported)
        first = QHBoxLayout()
        first.addWidget(self.span)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(SPACE.s)
        second.addStretch(1)
        for widget in (self.provider, self.model, self.client, self.export):
            second.addWidget(widget)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(SPACE.s)
        self._rows.addLayout(first)
        self._rows.addLayout(second, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, SPACE.m)
        column.setSpacing(SPACE.s)
        column.addLayout(self._rows)
        self.first = DateField(translate("Usage", "First day"))
        self.last = DateField(translate("Usage", "Last day"))
        self.custom = QWidget()
        days = QHBoxLayout(self.custom)
        days.setContentsMargins(0, 0, 0, 0)
        days.addWidget(Text(translate("Usage", "From")))
        days.addWidget(self.first)
        days.addWidget(Text(translate("Usage", "to")))
        days.addWidget(self.last)
        days.addStretch(1)
        for field in (self.first, self.last):
            field.committed.connect(
                lambda _day: self.days_chosen.emit(self.first.day, self.last.day)
            )
        column.addWidget(self.custom)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the filters under the days where both do not fit side by side."""
        super().resizeEvent(event)
        filters = (self.provider, self.model, self.client, self.export)
        needed = self.span.sizeHint().width() + SPACE.xl
        needed += sum(widget.sizeHint().width() + SPACE.s for widget in filters) + 2 * SPACE.xl
        narrow = needed > event.size().width()
        directions = QBoxLayout.Direction
        self._rows.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the wider of the two lines needs: side by side is not asked for."""
        return QSize(0, super().minimumSizeHint().height())

    def show_state(self, state: UsageState) -> None:
        """Show what is chosen, and what can be."""
        self.span.choose(state.span)
        self.custom.setVisible(state.span == "custom")
        for field, day in ((self.first, state.days.first), (self.last, state.days.last)):
            field.setMaximumDate(QDate(state.today.year, state.today.month, state.today.day))
            field.show_day(day)
        filters, offer = state.filters, state.offer
        _offer(self.provider, translate("Usage", "All providers"), offer.providers)
        models = [key for key in offer.models if _belongs(key, filters.provider)]
        _offer(self.model, translate("Usage", "All models"), models, "model")
        _offer(self.client, translate("Usage", "All clients"), offer.clients)
        self.provider.choose(filters.provider or "")
        self.model.choose(filters.model or "")
        self.client.choose(filters.client or "")

    def _tell_filters(self, _value: str) -> None:
        provider, model = self.provider.value, self.model.value
        if not _belongs(model, provider or None):
            model = ""
        self.filtered.emit(provider, model, self.client.value)


def _belongs(model: str, provider: str | None) -> bool:
    return provider is None or not model or model.partition("/")[0] == provider


def _offer(choice: Choice, everything: str, keys: Sequence[str], by: str = "provider") -> None:
    named = ((key, words.part_words(key, "model", keys) if by == "model" else key) for key in keys)
    choice.offer([("", everything), *named])
