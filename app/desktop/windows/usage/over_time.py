"""The bars over time, and beside them the shares of the whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from app.desktop.presenters.usage_state import UsageState
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.card import Card
from app.desktop.widgets.charts.share_bars import Share, ShareBars
from app.desktop.widgets.charts.stacked_bars import Bar, Series, StackedBars
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.text import Heading
from app.desktop.windows.usage import words
from app.desktop.wording import amounts, translate
from app.storage.totals import OTHERS

_SHOWN = 7
_HEIGHT = 250
_OTHERS_COLOR = "series7"


class OverTime(QWidget):
    """`bar_clicked` is told a bar's time and a part's key, `share_clicked` a key."""

    bar_clicked = Signal(object, str)
    share_clicked = Signal(str)
    measured = Signal(str)
    stacked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nothing = translate("Usage", "No requests in these days")
        self.measure = Segmented(
            [
                ("spend", translate("Usage", "Spend")),
                ("tokens", translate("Usage", "Tokens")),
                ("requests", translate("Usage", "Requests")),
            ],
            translate("Usage", "What is shown"),
        )
        self.measure.chosen.connect(self.measured)
        self.by = Segmented(
            [
                ("model", translate("Usage", "Model")),
                ("provider", translate("Usage", "Provider")),
                ("client", translate("Usage", "Client")),
            ],
            translate("Usage", "Grouped by"),
        )
        self.by.chosen.connect(self.stacked)
        self.bars = StackedBars(translate("Usage", "Usage over time"), nothing)
        self.bars.clicked.connect(self.bar_clicked)
        self.shares = ShareBars(translate("Usage", "Shares"), nothing)
        self.shares.clicked.connect(self.share_clicked)
        left = Card()
        head = QHBoxLayout()
        head.addWidget(self.measure)
        head.addStretch(1)
        head.addWidget(self.by)
        left.body.addLayout(head)
        left.body.addSpacing(SPACE.xs)
        left.body.addWidget(self.bars)
        self.bars.setMinimumHeight(_HEIGHT)
        right = Card()
        for card in (left, right):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        right.body.addWidget(Heading(translate("Usage", "Shares")))
        right.body.addWidget(self.shares)
        right.body.addStretch(1)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.m)
        row.addWidget(left, 5)
        row.addWidget(right, 2)

    def show_state(self, state: UsageState) -> None:
        """Show these days, measured and stacked as the state says."""
        self.measure.choose(state.measure)
        self.by.choose(state.by)
        colors = {
            key: _OTHERS_COLOR if key == OTHERS else f"series{at % _SHOWN}"
            for at, key in enumerate(state.parts)
        }
        used = {
            key for slot in state.slots for key, part in slot.parts.items() if state.amount(part)
        }
        series = [
            Series(key, words.part_words(key, state.by, state.parts), colors[key])
            for key in state.parts
            if key in used
        ]
        bars = []
        for slot in state.slots:
            label, title = words.slot_words(state, slot)
            values = {key: state.amount(part) for key, part in slot.parts.items()}
            bars.append(Bar(slot.start_ms, label, title, values))
        self.bars.show_bars(
            series,
            bars,
            lambda value: words.value_words(state, value),
            translate("Usage", "Together"),
            lambda value: words.exact_words(state, value),
            whole=state.measure != "spend",
        )
        self.shares.show_shares(_shares(state, colors))


def _shares(state: UsageState, colors: dict[str, str]) -> list[Share]:
    whole = sum(state.amount(group.totals) for group in state.groups)
    if not whole:
        return []
    ranked = sorted(state.groups, key=lambda group: -state.amount(group.totals))
    shown = [
        (group.key, state.amount(group.totals)) for group in ranked if state.amount(group.totals)
    ]
    rest = sum(value for _, value in shown[_SHOWN:])
    if rest:
        shown = [*shown[:_SHOWN], (OTHERS, rest)]
    return [
        Share(
            key,
            words.part_words(key, state.by, state.parts),
            words.value_words(state, value),
            amounts.percent(value / whole),
            value / whole,
            colors.get(key, _OTHERS_COLOR),
        )
        for key, value in shown
    ]
