"""The figures of one request: tokens, money, times, and what was lost on the way."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.loss import Loss
from app.desktop.presenters.request_detail import DetailState
from app.desktop.program.history import Request
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.wording import amounts, translate
from app.desktop.wording.failures import weight_words

_COLUMNS = 4
_TONES = {"content": "bad", "option": "warn"}


class Facts(QWidget):
    """A grid of small figures, each below its name; the same ones for every request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.xs)
        self._values: list[Body] = []
        for number, name in enumerate(_names()):
            row, column = divmod(number, _COLUMNS)
            value = Body()
            value.setAccessibleName(name)
            grid.addWidget(Secondary(name), row * 2, column)
            grid.addWidget(value, row * 2 + 1, column)
            grid.setColumnStretch(column, 1)
            self._values.append(value)

    def show_request(self, request: Request) -> None:
        """Show its figures."""
        for value, words in zip(self._values, _figures(request), strict=True):
            value.set(words)


def _names() -> tuple[str, ...]:
    return (
        translate("Requests", "Input"),
        translate("Requests", "From the cache"),
        translate("Requests", "Output"),
        translate("Requests", "Cost"),
        translate("Requests", "First words"),
        translate("Requests", "Time taken"),
        translate("Requests", "Sent and received"),
        translate("Requests", "Way"),
    )


def _figures(request: Request) -> tuple[str, ...]:
    row = request.row
    known = row.accuracy != "none"
    about = "~" if row.accuracy == "estimated" else ""
    whole = row.fresh + row.cache_read + row.cache_write
    share = f" ({amounts.percent(row.cache_read / whole)})" if row.cache_read and whole else ""
    way = {
        "verbatim": translate("Requests", "passed on byte for byte"),
        "translated": translate("Requests", "translated"),
    }
    return (
        about + amounts.count(whole) if known else "–",
        amounts.count(row.cache_read) + share if known else "–",
        about + amounts.count(row.output) if known else "–",
        _cost(request) or "–",
        "–" if row.first_delta_ms is None else amounts.duration(row.first_delta_ms),
        "–" if request.running else amounts.duration(row.duration_ms),
        f"{amounts.size(row.request_bytes)} → {amounts.size(row.response_bytes)}",
        way.get(row.lane, "–"),
    )


def _cost(request: Request) -> str:
    row = request.row
    if row.cost_micros is None:
        return translate("Requests", "unpriced") if row.fresh + row.output else ""
    cost = amounts.money(row.cost_micros, row.currency)
    source = " ".join(filter(None, (row.price_source, row.price_date)))
    return f"{cost} ({source})" if source else cost


class Losses(QWidget):
    """What the translation could not carry, each with its place and what was done instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self._shown: tuple[Loss, ...] = ()

    def show_state(self, state: DetailState) -> None:
        """Show a request's losses; nothing at all where it has none."""
        self.setVisible(bool(state.losses))
        if state.losses == self._shown:
            return
        self._shown = state.losses
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not state.losses:
            return
        self._column.addWidget(Heading(translate("Requests", "Lost in translation")))
        for loss in state.losses:
            line = QWidget()
            across = QGridLayout(line)
            across.setContentsMargins(0, 0, 0, 0)
            across.setHorizontalSpacing(SPACE.s)
            badge = Badge(weight_words(loss.weight), _TONES.get(loss.weight, "quiet"))
            across.addWidget(badge, 0, 0)
            place = f"{loss.what} ({loss.where})" if loss.where else loss.what
            across.addWidget(Body(": ".join(filter(None, (place, loss.note)))), 0, 1)
            across.setColumnStretch(1, 1)
            self._column.addWidget(line)
