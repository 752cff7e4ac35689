from collections.abc import AsyncIterator

import pytest
from PySide6.QtGui import QAction, QGuiApplication

from app.desktop.program.notices import NoticeKind
from app.desktop.program.server import Power
from app.desktop.tray.menu import TrayMenu
from app.settings.schema import Settings
from tests.desktop.desk import Desk
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened


class Menu:
    def __init__(self, settings: Settings | None = None) -> None:
        self.desk = Desk(settings)
        self.opened = Opened()
        self.menu = TrayMenu(self.desk.presenter, self.opened)

    def lines(self) -> list[str]:
        return [each.text() for each in self.menu.actions() if each.isVisible() and each.text()]

    def entry(self, beginning: str) -> QAction:
        return next(each for each in self.menu.actions() if each.text().startswith(beginning))


@pytest.fixture
async def tray(qapp: object) -> AsyncIterator[Menu]:
    tray = Menu()
    yield tray
    tray.menu.close_down()
    await tray.desk.end()


async def test_everything_stands_in_one_menu(tray: Menu) -> None:
    tray.desk.presenter.begin()
    await until(lambda: tray.desk.presenter.state.today.known)
    tray.menu.refresh()
    lines = tray.lines()
    assert lines[0] == "On   127.0.0.1:8777"
    assert lines[1] == "Route   DeepSeek → deepseek-v4-pro"
    assert lines[2].startswith("Today   $")
    assert lines[3].startswith("Budget   Lin Wei: $4.10 of $5.00")
    assert lines[4:] == [
        *("Connect", "Requests…", "Usage…", "Settings…", "Help"),
        *("Pause for an hour", "Quit"),
    ]


async def test_a_click_on_the_first_line_switches_the_server(tray: Menu) -> None:
    assert tray.entry("On").isChecked()
    tray.entry("On").trigger()
    await until(lambda: tray.lines()[0] == "Off")
    assert not tray.entry("Off").isChecked()
    assert "Pause for an hour" not in tray.lines()
    tray.entry("Off").trigger()
    await until(lambda: tray.lines()[0] == "On   127.0.0.1:8777")


async def test_a_pause_can_be_ended(tray: Menu) -> None:
    tray.entry("Pause").trigger()
    await until(lambda: "Resume" in tray.lines())
    assert tray.lines()[0].startswith("Paused until")
    tray.entry("Resume").trigger()
    await until(lambda: "Resume" not in tray.lines())
    assert tray.desk.server.state.power is Power.ON


async def test_a_server_that_cannot_start_says_why_and_leads_to_its_page(tray: Menu) -> None:
    tray.desk.server.become(power=Power.FAILED, trouble="Port 8777 is taken by nginx.")
    await until(lambda: "Port 8777 is taken by nginx." in tray.lines())
    tray.entry("Port 8777").trigger()
    assert tray.opened.asked == [("settings", "server")]


async def test_the_last_error_opens_its_request_and_goes(tray: Menu) -> None:
    tray.desk.notices.give(
        NoticeKind.FAILURE, "429 from SiliconFlow", request_id="req_1", at_ms=tray.desk.now_ms
    )
    await until(lambda: "⚠ 429 from SiliconFlow, just now" in tray.lines())
    tray.entry("⚠").trigger()
    assert tray.opened.asked == [("requests", "req_1")]
    await until(lambda: not any(line.startswith("⚠") for line in tray.lines()))


async def test_entries_stay_the_same_while_the_menu_is_open(tray: Menu) -> None:
    before = tray.menu.actions()
    tray.desk.server.become(power=Power.OFF)
    await until(lambda: tray.lines()[0] == "Off")
    assert tray.menu.actions() == before


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Today", ("usage", None)),
        ("Requests…", ("requests", "")),
        ("Usage…", ("usage", None)),
        ("Settings…", ("settings", "")),
        ("Help", ("help", "")),
        ("Quit", ("quit", None)),
    ],
)
async def test_every_window_has_its_entry(tray: Menu, line: str, asked: tuple[str, object]) -> None:
    tray.entry(line).trigger()
    assert tray.opened.asked == [asked]


async def test_what_is_copied_lands_on_the_clipboard(tray: Menu) -> None:
    tray.desk.presenter.copy_address()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8777"


async def test_without_a_provider_the_menu_leads_to_the_first_steps(qapp: object) -> None:
    tray = Menu(Settings())
    assert "Set up a provider…" in tray.lines()
    assert not any(line.startswith("Route") for line in tray.lines())
    tray.entry("Set up a provider…").trigger()
    assert tray.opened.asked == [("first_run", None)]
    tray.menu.close_down()
    await tray.desk.end()


async def test_opening_looks_at_what_nothing_tells_of(tray: Menu) -> None:
    tray.menu.aboutToShow.emit()
    await until(lambda: bool(tray.desk.presenter.state.clients))
    assert tray.desk.history.called("total")
