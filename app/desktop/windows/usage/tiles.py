"""The five numbers at the window's top."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.desktop.presenters.usage_state import UsageState
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.card import Card
from app.desktop.widgets.charts.sparkline import Sparkline
from app.desktop.widgets.text import Number, Secondary, Text
from app.desktop.windows.usage import words
from app.desktop.wording import amounts, translate


class Tile(Card):
    """What it is about, the number, a sentence or a sparkline, and a warning where one is due."""

    def __init__(self, title: str, line: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body.setSpacing(SPACE.xs)
        self.body.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        self.body.addWidget(Text(title, "secondary"))
        self.number = Number("–")
        self.body.addWidget(self.number)
        self.line = Sparkline(title)
        if not line:
            self.line.hide()
        self.body.addWidget(self.line)
        self.sentence = Secondary()
        self.body.addWidget(self.sentence)
        self.warning = Secondary()
        self.warning.tone("warn")
        self.body.addWidget(self.warning)
        self.body.addStretch(1)
        self._title = title

    def tell(self, number: str, sentence: str = "", warning: str = "") -> None:
        """Show these; nothing stands where words are ""."""
        self.number.set(number)
        self.sentence.set(sentence)
        self.sentence.setVisible(bool(sentence))
        self.warning.set(warning)
        self.warning.setVisible(bool(warning))
        self.setAccessibleName(" ".join(filter(None, (self._title, number, sentence, warning))))


class Tiles(QWidget):
    """Spend, tokens, cache, requests and the time to the first token."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spend = Tile(translate("Usage", "Spend"))
        self.tokens = Tile(translate("Usage", "Tokens"), line=True)
        self.cache = Tile(translate("Usage", "Cache"))
        self.requests = Tile(translate("Usage", "Requests"), line=True)
        self.first = Tile(translate("Usage", "First token"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.m)
        for tile in (self.spend, self.tokens, self.cache, self.requests, self.first):
            row.addWidget(tile, 1)

    def show_state(self, state: UsageState) -> None:
        """Show the sums of these days."""
        totals, latency = state.totals, state.latency
        number, original = words.spend_words(state)
        beside = "\n".join(filter(None, (original, words.budget_words(state))))
        self.spend.tell(number, beside, words.uncertainty(totals))
        parts = translate("Usage", "{input} in, {output} out")
        self.tokens.tell(
            amounts.tokens(totals.tokens),
            parts.format(input=amounts.tokens(totals.input), output=amounts.tokens(totals.output)),
        )
        self.tokens.line.show_values(_sums(state, "tokens"))
        self._show_cache(state)
        failed = translate("Usage", "{count} failed")
        self.requests.tell(
            amounts.count(totals.requests),
            "" if totals.failures else translate("Usage", "None failed"),
            failed.format(count=amounts.count(totals.failures)) if totals.failures else "",
        )
        self.requests.line.show_values(_sums(state, "requests"))
        slow = translate("Usage", "Median; 95 of 100 within {time}")
        self.first.tell(
            "–" if latency.p50_ms is None else amounts.duration(latency.p50_ms),
            "" if latency.p95_ms is None else slow.format(time=amounts.duration(latency.p95_ms)),
        )

    def _show_cache(self, state: UsageState) -> None:
        share = state.totals.cache_share
        saved = state.money(state.totals.saved)
        told = translate("Usage", "Saved {money}: what these tokens would have cost uncached")
        self.cache.tell(
            "–" if share is None else amounts.percent(share),
            told.format(money=amounts.money(saved, state.currency))
            if saved
            else translate("Usage", "of the input came from a cache"),
        )


def _sums(state: UsageState, what: str) -> Sequence[float]:
    return [sum(getattr(part, what) for part in slot.parts.values()) for slot in state.slots]
