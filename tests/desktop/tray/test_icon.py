from collections.abc import AsyncIterator

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from app.desktop.program.server import Power
from app.desktop.theme.theme import Theme
from app.desktop.tray import icon
from app.desktop.tray.icon import TrayIcon
from app.desktop.tray.menu import TrayMenu
from tests.desktop.desk import Desk
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened


class Panel:
    """A tray's host that comes when a test says so."""

    def __init__(self, there: bool) -> None:
        self.there = there
        self.given_up = 0
        self.desk, self.opened = Desk(), Opened()
        self.menu = TrayMenu(self.desk.presenter, self.opened)
        self.icon = TrayIcon(
            self.desk.presenter, self.menu, self.opened.usage, self._give_up, lambda: self.there
        )

    def _give_up(self) -> None:
        self.given_up += 1

    def shown(self) -> QSystemTrayIcon:
        found = self.icon.findChild(QSystemTrayIcon)
        assert isinstance(found, QSystemTrayIcon)
        return found

    async def end(self) -> None:
        self.icon.close()
        self.menu.close_down()
        await self.desk.end()


@pytest.fixture
async def panel(qapp: object) -> AsyncIterator[Panel]:
    panel = Panel(there=True)
    panel.icon.begin()
    yield panel
    await panel.end()


async def test_it_is_there_at_once_where_a_host_is(panel: Panel) -> None:
    assert panel.icon.visible
    assert panel.shown().toolTip().startswith("Dragoman · On 127.0.0.1:8777")


async def test_a_host_that_comes_later_is_waited_for(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icon, "_ASK_MS", 1)
    panel = Panel(there=False)
    panel.icon.begin()
    assert not panel.icon.visible
    panel.there = True
    await until(lambda: panel.icon.visible)
    assert panel.given_up == 0
    await panel.end()


async def test_without_a_host_it_gives_up_once_and_appears_when_one_comes_after_all(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icon, "_ASK_MS", 1)
    monkeypatch.setattr(icon, "_ASK_LATER_MS", 1)
    monkeypatch.setattr(icon, "GIVE_UP_SECONDS", 3)
    panel = Panel(there=False)
    panel.icon.begin()
    await until(lambda: panel.given_up > 0)
    panel.there = True
    await until(lambda: panel.icon.visible)
    assert panel.given_up == 1
    await panel.end()


async def test_a_left_click_opens_usage_and_a_right_click_nothing_more(panel: Panel) -> None:
    panel.shown().activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert panel.opened.asked == []
    panel.shown().activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert panel.opened.asked == [("usage", None)]


async def test_the_tooltip_and_the_picture_follow_the_state(panel: Panel) -> None:
    before = panel.shown().icon().cacheKey()
    panel.desk.server.become(power=Power.OFF)
    await until(lambda: panel.shown().toolTip() == "Dragoman · Off")
    assert panel.shown().icon().cacheKey() != before


async def test_the_arc_moves_while_a_request_runs_and_no_timer_ticks_afterwards(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Theme, "motion", property(lambda _: True))
    moving = panel.icon._moving
    moving.setInterval(1)
    request = panel.desk.history.begin()
    await until(moving.isActive)
    pictures: set[int] = set()

    def moved() -> bool:
        pictures.add(panel.shown().icon().cacheKey())
        return len(pictures) > 2

    await until(moved)
    panel.desk.history.end(request.row)
    await until(lambda: not moving.isActive())


async def test_the_arc_stands_still_where_the_system_asks_for_less_motion(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Theme, "motion", property(lambda _: False))
    before = panel.shown().icon().cacheKey()
    panel.desk.history.begin()
    await until(lambda: panel.shown().icon().cacheKey() != before)
    assert not panel.icon._moving.isActive()


async def test_a_click_on_a_notification_leads_where_it_was_told(panel: Panel) -> None:
    led: list[str] = []
    assert panel.icon.tell("Budget", "80 % is spent.", lambda: led.append("first"))
    assert panel.icon.tell("Budget", "All is spent.", lambda: led.append("second"))
    panel.shown().messageClicked.emit()
    panel.shown().messageClicked.emit()
    assert led == ["second"]


async def test_nothing_can_be_told_without_an_icon(qapp: object) -> None:
    panel = Panel(there=False)
    assert not panel.icon.tell("Budget", "80 % is spent.", lambda: None)
    await panel.end()
