"""The usage window, driven as a person does."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.presenters.usage import UsagePresenter
from app.desktop.program.failure import ProgramError
from app.desktop.theme.theme import theme
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.windows.usage.window import UsageWindow
from app.settings.history_settings import AccountingSettings
from app.settings.schema import Settings
from app.storage.records import UsageRow
from app.storage.selection import Selection
from tests.desktop.pointing import point
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import FakeConfiguration, FakeHistory, FakePeople, fake_program

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR_MS = 3_600_000
LEFT = Qt.MouseButton.LeftButton


def ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)


def row(hours_ago: float, provider: str, model: str, client: str, dollars: float) -> UsageRow:
    return UsageRow(
        f"req_{hours_ago}",
        ms(NOW) - round(hours_ago * HOUR_MS),
        provider=provider,
        model=model,
        client_program=client,
        fresh=1_000,
        cache_read=9_000,
        output=500,
        cost_micros=round(dollars * 1_000_000),
        saved_micros=2_000_000,
        currency="USD",
        accuracy="exact",
        first_delta_ms=900,
        duration_ms=5_000,
    )


ROWS = (
    row(30, "glm", "glm-5", "claude-code", 4),
    row(2, "deepseek", "v4", "codex", 1),
    row(1, "deepseek", "v4-flash", "claude-code", 0.5),
)


class Desk:
    def __init__(self, *rows: UsageRow) -> None:
        self.history = FakeHistory(rows, now_ms=ms(NOW), zone=UTC)
        settings = Settings(accounting=AccountingSettings(timezone="UTC"))
        program = fake_program(
            history=self.history, configuration=FakeConfiguration(settings), people=FakePeople()
        )
        self.open = Opened()
        self.presenter = UsagePresenter(program, every=0, clock=NOW.timestamp)
        self.window = UsageWindow(program, self.open, self.presenter)

    async def shown(self, qtbot: QtBot) -> "Desk":
        qtbot.addWidget(self.window)
        self.window.show()
        await self.presenter.settled()
        return self

    @property
    def selection(self) -> Selection:
        """What was asked to be opened last, with the requests."""
        what, chosen = self.open.asked[-1]
        assert what == "requests"
        assert isinstance(chosen, Selection)
        return chosen


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return await Desk(*ROWS).shown(qtbot)


async def test_the_tiles_say_what_today_used(desk: Desk) -> None:
    tiles = desk.window.tiles
    assert tiles.spend.number.text() == "$1.50"
    assert tiles.spend.sentence.text() == "Lin Wei: $4.10 of $5.00 today"
    assert tiles.tokens.number.text() == "21 k"
    assert tiles.cache.number.text() == "90 %"
    assert tiles.cache.sentence.text().startswith("Saved $4.00")
    assert tiles.requests.number.text() == "2"
    assert tiles.requests.sentence.text() == "None failed"
    assert tiles.first.number.text() == "900 ms"
    assert tiles.spend.accessibleName() == "Spend $1.50 Lin Wei: $4.10 of $5.00 today"


async def test_other_days_are_chosen_by_a_click(desk: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(desk.window.head.span.button("7"), LEFT)
    await desk.presenter.settled()
    assert desk.window.tiles.spend.number.text() == "$5.50"
    assert desk.window.details.model.rowCount() == 3


async def test_days_of_ones_own_are_chosen_by_dates(desk: Desk, qtbot: QtBot) -> None:
    head = desk.window.head
    assert not head.custom.isVisible()
    qtbot.mouseClick(head.span.button("custom"), LEFT)
    assert head.custom.isVisible()
    head.first.setDate(QDate(2026, 11, 20))
    qtbot.keyClick(head.first, Qt.Key.Key_Return)
    await desk.presenter.settled()
    assert desk.presenter.state.days.first == date(2026, 11, 20)
    assert desk.window.tiles.requests.number.text() == "3"
    assert head.last.maximumDate() == QDate(2026, 11, 21)


async def test_filters_narrow_and_offer_what_was_used(desk: Desk, qtbot: QtBot) -> None:
    head = desk.window.head
    assert [head.model.itemText(at) for at in range(head.model.count())] == [
        "All models",
        "v4",
        "v4-flash",
    ]
    qtbot.keyClick(head.client, Qt.Key.Key_Down)
    await desk.presenter.settled()
    assert head.client.value == "claude-code"
    assert desk.window.tiles.spend.number.text() == "$0.50"
    qtbot.keyClick(head.client, Qt.Key.Key_Up)
    qtbot.keyClick(head.model, Qt.Key.Key_Down)
    await desk.presenter.settled()
    assert desk.window.tiles.spend.number.text() == "$1.00"


async def test_a_provider_takes_a_model_of_another_one_away(desk: Desk, qtbot: QtBot) -> None:
    desk.presenter.choose_span("7")
    desk.presenter.filter_by(model="deepseek/v4")
    await desk.presenter.settled()
    head = desk.window.head
    head.provider.choose("glm")
    head.provider.chosen.emit("glm")
    await desk.presenter.settled()
    assert head.model.value == ""
    assert [head.model.itemData(at) for at in range(head.model.count())] == ["", "glm/glm-5"]


async def test_bars_are_measured_and_stacked_as_a_person_says(desk: Desk, qtbot: QtBot) -> None:
    over_time = desk.window.over_time
    qtbot.mouseClick(over_time.measure.button("requests"), LEFT)
    qtbot.mouseClick(over_time.by.button("client"), LEFT)
    await desk.presenter.settled()
    bar = over_time.bars.bar_rect(10, "codex")
    point(over_time.bars, bar.center().toPoint())
    assert over_time.bars.accessibleDescription() == "Sat 21 Nov 10:00 codex 1"


async def test_a_bar_leads_to_its_requests(desk: Desk, qtbot: QtBot) -> None:
    bars = desk.window.over_time.bars
    place = bars.bar_rect(10, "deepseek/v4").center().toPoint()
    qtbot.mouseClick(bars, LEFT, pos=place)
    start = ms(NOW.replace(hour=10))
    assert desk.selection == Selection(start, start + HOUR_MS, provider="deepseek", model="v4")


async def test_a_share_leads_to_its_requests(desk: Desk, qtbot: QtBot) -> None:
    shares = desk.window.over_time.shares
    qtbot.mouseClick(shares, LEFT, pos=shares.row_rect(1).center().toPoint())
    assert (desk.selection.provider, desk.selection.model) == ("deepseek", "v4-flash")


async def test_a_row_leads_to_its_requests_by_mouse_and_keyboard(desk: Desk, qtbot: QtBot) -> None:
    table = desk.window.details.table
    cell = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=cell)
    qtbot.mouseDClick(table.viewport(), LEFT, pos=cell)
    assert desk.selection.model == "v4-flash"
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert desk.selection.model == "v4"


async def test_a_day_of_the_year_leads_to_its_requests(desk: Desk, qtbot: QtBot) -> None:
    days = desk.window.year.days
    day = date(2026, 11, 20)
    point(days, days.cell(day).center().toPoint())
    assert days.accessibleDescription() == "Fri 20 Nov 2026 $4.00, requests: 1"
    point(days, days.cell(date(2026, 11, 1)).center().toPoint())
    assert days.accessibleDescription() == "Sun 1 Nov 2026 No requests"
    qtbot.mouseClick(days, LEFT, pos=days.cell(day).center().toPoint())
    assert desk.selection.start_ms == ms(NOW.replace(day=20, hour=0))


async def test_the_table_is_searched_sorted_and_copied(desk: Desk, qtbot: QtBot) -> None:
    details = desk.window.details
    qtbot.keyClicks(details.search, "flash")
    assert details.model.rowCount() == 1
    details.search.clear()
    details.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert details.model.group(0).key == "deepseek/v4-flash"
    text = details.table.all_as_text().splitlines()
    assert text[0].startswith("Model\tProvider\tRequests")
    assert text[1].startswith("v4-flash\tdeepseek\t1")
    qtbot.mouseClick(details.findChild(CopyButton), LEFT)
    assert QGuiApplication.clipboard().text() == details.table.all_as_text()


async def test_the_table_is_saved_by_a_dialog_that_blocks_nothing(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.mouseClick(desk.window.head.export, LEFT)
    dialog = desk.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert Path(dialog.selectedFiles()[0]).name == "dragoman-usage-2026-11-21-2026-11-21.csv"
    dialog.fileSelected.emit(str(tmp_path / "usage.csv"))
    await desk.presenter.settled()
    assert (tmp_path / "usage.csv").read_text("utf-8-sig").startswith("Name,Requests,")
    assert desk.window.bar.words.text() == f"Saved as {tmp_path / 'usage.csv'}"
    dialog.fileSelected.emit(str(tmp_path / "none" / "usage.csv"))
    await desk.presenter.settled()
    assert "could not be written" in desk.window.bar.words.text()
    dialog.close()


async def test_requests_are_taken_in_while_it_is_open(desk: Desk) -> None:
    desk.history.end(row(0.5, "deepseek", "v4", "codex", 2))
    await until(lambda: desk.window.tiles.requests.number.text() == "3")
    assert desk.window.tiles.spend.number.text() == "$3.50"


async def test_nothing_is_asked_when_it_is_closed(desk: Desk) -> None:
    desk.window.close()
    asked = len(desk.history.calls)
    desk.history.end(row(0.5, "deepseek", "v4", "codex", 2))
    await desk.presenter.settled()
    assert len(desk.history.calls) == asked


async def test_it_is_up_to_date_when_it_is_shown_again(desk: Desk) -> None:
    desk.window.hide()
    desk.history.end(row(0.5, "deepseek", "v4", "codex", 2))
    desk.window.show()
    await until(lambda: desk.window.tiles.requests.number.text() == "3")


async def test_nothing_yet_teaches_what_to_do(qtbot: QtBot) -> None:
    desk = await Desk().shown(qtbot)
    assert desk.window.pages.currentWidget() is desk.window.nothing
    qtbot.mouseClick(desk.window.nothing.button, LEFT)
    assert desk.open.asked == [("settings", "clients")]
    desk.history.end(row(0.5, "deepseek", "v4", "codex", 2))
    await until(lambda: desk.window.pages.currentWidget() is desk.window.content)


async def test_a_database_that_is_broken_from_the_start_is_told_and_tried_again(
    qtbot: QtBot,
) -> None:
    desk = Desk(*ROWS)
    desk.history.fail_with = ProgramError("The database cannot be read: disk I/O error.")
    await desk.shown(qtbot)
    assert desk.window.pages.currentWidget() is desk.window.broken
    assert desk.window.broken.sentence.text() == "The database cannot be read: disk I/O error."
    desk.history.fail_with = None
    qtbot.mouseClick(desk.window.broken.button, LEFT)
    await desk.presenter.settled()
    assert desk.window.pages.currentWidget() is desk.window.content
    desk.window.close()


async def test_a_database_that_breaks_keeps_the_last_sums_on_show(desk: Desk, qtbot: QtBot) -> None:
    desk.history.fail_with = ProgramError("The database cannot be read: disk I/O error.")
    desk.presenter.refresh()
    await desk.presenter.settled()
    assert desk.window.tiles.spend.number.text() == "$1.50"
    assert desk.window.bar.words.text() == "The database cannot be read: disk I/O error."
    desk.history.fail_with = None
    qtbot.mouseClick(desk.window.bar.action, LEFT)
    await desk.presenter.settled()
    assert not desk.window.bar.isVisible()


async def test_everything_fits_at_the_smallest_size(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    window.resize(window.minimumSize())
    qtbot.mouseClick(window.head.span.button("custom"), LEFT)
    QApplication.processEvents()
    assert window.size() == window.minimumSize()
    for part in window.findChildren(QWidget):
        if isinstance(part, QPushButton | QComboBox) and part.isVisible():
            assert part.width() >= part.minimumSizeHint().width(), part.accessibleName()
            inside = part.mapTo(window, QPoint(part.width(), 0)).x()
            assert inside <= window.width(), part.accessibleName()
    assert window.content.horizontalScrollBar().maximum() == 0


async def test_the_tab_key_reaches_every_control(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    window.activateWindow()
    window.head.span.button("today").setFocus()
    await until(lambda: QApplication.focusWidget() is not None)
    reached = set()
    for _ in range(40):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    expected: set[QWidget] = {
        window.head.provider,
        window.head.model,
        window.head.client,
        window.head.export,
        window.over_time.measure.button("spend"),
        window.over_time.by.button("model"),
        window.over_time.bars,
        window.over_time.shares,
        window.details.search,
        window.details.table,
        window.year.days,
    }
    assert expected <= reached
    assert all(part.accessibleName() or getattr(part, "text", str)() for part in expected)


async def test_it_changes_with_the_theme_while_it_is_open(desk: Desk, qapp: QApplication) -> None:
    theme().apply(qapp, "light")
    light = desk.window.grab().toImage()
    theme().apply(qapp, "dark")
    dark = desk.window.grab().toImage()
    theme().apply(qapp, "light")
    assert light.pixelColor(5, 5).lightness() > 200
    assert dark.pixelColor(5, 5).lightness() < 50


SCALED = """
import asyncio, sys
from PySide6.QtWidgets import QApplication
from app.desktop.event_loop import event_loop
from app.desktop.theme.theme import theme
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.windows.usage.window import UsageWindow
from tests.desktop.windows.opened import Opened
from tests.fakes.program import fake_program

application = QApplication([])
theme().apply(application, "light")

async def main():
    window = UsageWindow(fake_program(), Opened())
    window.show()
    await window.presenter.settled()
    window.grab().save(sys.argv[1])
    window.close()

with event_loop(application) as loop:
    loop.run_until_complete(main())
"""


def test_it_is_drawn_sharp_on_a_screen_of_twice_the_pixels(tmp_path: Path) -> None:
    picture = tmp_path / "usage.png"
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [sys.executable, "-c", SCALED, str(picture)],
        env=environment,
        cwd=Path(__file__).parents[4],
        check=True,
        timeout=60,
    )
    image = QImage(str(picture))
    assert image.width() >= 2 * 880
    # What is drawn once and enlarged has pairs of equal pixels everywhere; what is sharp has not.
    rows = [[image.pixel(x, y) for x in range(image.width())] for y in range(0, 400, 20)]
    assert any(row[0::2] != row[1::2] for row in rows)


async def test_a_window_that_is_closed_before_it_was_seen_reads_nothing(qtbot: QtBot) -> None:
    history = FakeHistory()
    window = UsageWindow(fake_program(history=history), Opened())
    window.close()
    window.show()
    await window.presenter.settled()
    assert history.calls == []
    window.hide()
    window.deleteLater()
