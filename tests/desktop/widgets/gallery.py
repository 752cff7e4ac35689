"""Every widget in one window, to be looked at: `python -m tests.desktop.widgets.gallery FOLDER`."""

import math
import sys
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.desktop.theme.theme import Choice as Appearance
from app.desktop.theme.theme import theme
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.bar import Bar
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.card import Card, Rule
from app.desktop.widgets.charts.heat_map import HeatMap
from app.desktop.widgets.charts.share_bars import Share, ShareBars
from app.desktop.widgets.charts.sparkline import Sparkline
from app.desktop.widgets.charts.stacked_bars import Bar as ChartBar
from app.desktop.widgets.charts.stacked_bars import Series, StackedBars
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.date_field import DateField
from app.desktop.widgets.diff_view import DiffView
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.meter import Meter
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.page import Page
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.secret_field import SecretField
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.settings_form import SettingsForm
from app.desktop.widgets.steps import StepList
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Body, Heading, Number, Secondary
from app.desktop.widgets.text_field import TextField
from app.settings.server_settings import ServerSettings

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Gallery(QWidget):
    """All of them, filled."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        page = Page("Gallery", "Every widget once, so that one look shows what does not fit.")
        column.addWidget(page)
        for part in (controls(), fields(), charts(), progress(), form()):
            page.add(part)
        self.bar = Bar()
        column.addWidget(self.bar)
        self.bar.offer_undo("DeepSeek was removed.", lambda: None)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def controls() -> Card:
    card = Card()
    tones = (("works", "ok"), ("key rejected", "bad"), ("slow", "warn"), ("default", "accent"))
    badges = [Badge(words, tone) for words, tone in tones]
    card.body.addLayout(
        _row(Heading("DeepSeek"), *badges, Badge("off"), Switch("on", True), Switch("off"))
    )
    card.body.addWidget(Secondary("api.deepseek.com, 2 models, $12.40 this month"))
    card.body.addWidget(Rule())
    card.body.addLayout(
        _row(
            Button("Add a key", icon="plus"),
            Button("Connect", "primary"),
            Button("Remove", "danger", "trash"),
            Button("What will change", "link"),
            CopyButton(lambda: "copied"),
            IconButton("more", "More"),
        )
    )
    disabled = Button("Connect", "primary")
    disabled.setEnabled(False)
    card.body.addLayout(
        _row(
            Segmented([("today", "Today"), ("week", "7 days"), ("month", "30 days")]),
            Choice([("", "All clients"), ("codex", "Codex")]),
            disabled,
        )
    )
    return card


def fields() -> Card:
    card = Card()
    card.body.addWidget(SearchField("Search providers"))
    card.body.addWidget(SecretField("Paste the key"))
    name = TextField("deepseek")
    card.body.addWidget(FieldRow("Name", name, "How rules call it: letters, digits and dashes."))
    port = NumberField(0, 65_535)
    port.show_number(8777)
    row = FieldRow("Port", port, "The port that clients connect to.")
    row.problem("nginx has this port. Take another one, or stop nginx.")
    card.body.addWidget(row)
    day = DateField("First day")
    day.show_day(date(2026, 11, 21))
    card.body.addWidget(FieldRow("First day", day))
    card.body.addWidget(FieldRow("Follow the system", Switch("", True), "Light and dark."))
    return card


def charts() -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    card = Card()
    series = [Series(f"s{at}", f"provider-{at}", f"series{at}") for at in range(8)]
    first = date(2026, 10, 22)
    bars = [
        ChartBar(
            day,
            f"{(first + timedelta(day)):%d %b}",
            f"{(first + timedelta(day)):%A %d %B}",
            {f"s{at}": (1 + math.sin(day / 3 + at)) * (8 - at) for at in range(8)},
        )
        for day in range(30)
    ]
    chart = StackedBars("Spend over time")
    chart.show_bars(series, bars, lambda value: f"${value:.2f}", "Together")
    card.body.addWidget(Heading("Spend over time"))
    card.body.addWidget(chart)
    column.addWidget(card)
    shares = Card()
    rows = ShareBars("Shares")
    rows.show_shares(
        [
            Share(f"s{at}", f"provider-{at}", f"${9 - at}.00", f"{share:.0%}", share, f"series{at}")
            for at, share in enumerate((0.46, 0.3, 0.14, 0.07, 0.03))
        ]
    )
    shares.body.addWidget(rows)
    column.addWidget(shares)
    year = Card()
    heat = HeatMap("A year")
    last = date(2026, 11, 21)
    values = {last - timedelta(at): max(0.0, math.sin(at / 9) * (at % 7)) for at in range(300)}
    weekdays = ("Mon", "", "Wed", "", "Fri", "", "")
    heat.show_year(last, values, lambda day, value: (str(day), f"{value:.1f}"), _MONTHS, weekdays)
    year.body.addWidget(heat)
    line = Sparkline("Tokens")
    line.show_values([1, 2, 5, 7, 3])
    line.setFixedWidth(80)
    year.body.addLayout(_row(Number("$1.84"), Body("of $5.00"), line))
    column.addWidget(year)
    return both


def progress() -> Card:
    card = Card()
    steps = StepList([("network", "Network"), ("auth", "Sign-in"), ("model", "Model"), "Streaming"])
    steps.set("network", "ok", "api.deepseek.com answers.", "0.1 s")
    steps.set("auth", "failed", "DeepSeek rejected the key (401). Paste a new one.", "0.3 s")
    steps.set("model", "running")
    meter = Meter()
    meter.show_share(0.62, "warn", "62 % of $50.00", (0.5, 0.8))
    card.body.addWidget(meter)
    fold = Fold("Limits and times")
    fold.body.addWidget(Secondary("What is seldom changed."))
    fold.open()
    card.body.addWidget(fold)
    busy = BusyLine()
    busy.busy(True)
    card.body.addWidget(busy)
    card.body.addWidget(steps)
    diff = DiffView("What changes")
    diff.show_diff('@@ -1,2 +1,3 @@\n {\n-  "model": "opus"\n+  "model": "opus",\n+  "env": {}\n')
    card.body.addWidget(diff)
    card.body.addWidget(
        EmptyState(
            "No requests yet",
            "Connect a client, and its requests stand here.",
            "Connect",
            icon="requests",
        )
    )
    return card


def form() -> Card:
    card = Card()
    made = SettingsForm(ServerSettings, ["host", "port", "cors_origins", "keepalive", "admin"])
    made.show_values(ServerSettings())
    card.body.addWidget(made)
    return card


def main(folder: Path) -> None:
    application = QApplication([])
    appearances: tuple[Appearance, ...] = ("light", "dark")
    for appearance in appearances:
        theme().apply(application, appearance)
        window = Gallery()
        window.resize(900, 2300)
        window.show()
        application.processEvents()
        window.grab().save(str(folder / f"gallery-{appearance}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
