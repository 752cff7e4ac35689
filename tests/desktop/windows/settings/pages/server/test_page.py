"""The page of the server, driven by mouse and keyboard."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.desktop.presenters.server_page import ServerPresenter
from app.desktop.program.server import Power
from app.desktop.windows.settings.pages.server import ServerPage
from app.settings.schema import Settings
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.desktop.windows.settings.pages.away import put_away
from tests.desktop.windows.settings.pages.names import nameless
from tests.fakes.program import FakeConfiguration, FakeSearch, FakeServer, fake_program
from tests.fakes.program.server import ADMIN_KEY, CLIENT_KEY
from tests.unit.desktop.presenters.test_server_page import CLAUDE, OneClient

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self) -> None:
        self.server = FakeServer()
        self.clients = OneClient()
        self.configuration = FakeConfiguration(Settings())
        self.search = FakeSearch()
        program = fake_program(
            server=self.server,
            clients=self.clients,
            configuration=self.configuration,
            search=self.search,
        )
        self.presenter = ServerPresenter(program, names=lambda: ("desk",))
        self.page = ServerPage(program, Opened(), self.presenter)
        self.page.resize(680, 600)
        self.page.show()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await put_away(made.page, made.presenter)


async def test_the_switch_stops_and_starts_the_server(desk: Desk) -> None:
    QTest.mouseClick(desk.page.power.switch, LEFT)
    await until(lambda: desk.page.power.badge.text() == "Off")
    assert not desk.page.power.switch.isChecked()
    desk.page.power.switch.setFocus()
    QTest.keyClick(desk.page.power.switch, Qt.Key.Key_Space)
    await until(lambda: desk.page.power.badge.text() == "On")


async def test_a_taken_port_names_its_holder_and_a_free_one_is_a_click_away(desk: Desk) -> None:
    desk.server.holders[8777] = "nginx, process 4711"
    desk.server.become(power=Power.FAILED, trouble="Port 8777 is in use.")
    await until(lambda: "nginx, process 4711 has port 8777." in desk.page.power.trouble.text())
    QTest.mouseClick(desk.page.power.free_port, LEFT)
    await until(lambda: desk.page.port.field.text() == "8778")
    await until(lambda: not desk.page.power.trouble.isVisible())


async def test_a_port_is_judged_while_it_is_typed_and_saved_by_enter(desk: Desk) -> None:
    desk.server.holders[80] = "nginx"
    field = desk.page.port.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "80")
    await until(lambda: desk.page.port.holder.isVisible())
    assert desk.page.port.holder.text() == "nginx has port 80."
    QTest.keyClicks(field, "x")
    await until(lambda: desk.presenter.problems != {})
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.configuration.settings.server.port == 8777
    field.selectAll()
    QTest.keyClicks(field, "9000")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: desk.configuration.settings.server.port == 9000)
    assert desk.presenter.problems == {}
    await desk.configuration.undo()
    field.clearFocus()
    await until(lambda: field.text() in ("8777", "9000"))


async def test_clients_that_know_the_old_port_are_connected_again(desk: Desk) -> None:
    await until(lambda: desk.page.port.known.isVisible())
    assert "Claude Code" in desk.page.port.known.text()
    desk.clients.state = replace(CLAUDE, stale="It uses port 8777.")
    desk.clients.changed.tell(None)
    await until(lambda: desk.page.port.stale.isVisible())
    QTest.mouseClick(desk.page.port.reconnect, LEFT)
    await until(lambda: not desk.page.port.stale.isVisible())
    assert len(desk.clients.connected) == 1


async def test_a_change_that_waits_for_a_restart_says_what_that_means(desk: Desk) -> None:
    assert not desk.page.power.changed.isVisible()
    desk.server.become(restart_needed=True, running=1)
    await until(lambda: desk.page.power.changed.isVisible())
    assert "10 s" in desk.page.power.changed.text()
    desk.presenter.restart()
    await until(lambda: not desk.page.power.changed.isVisible())


async def test_the_network_switch_tells_its_conditions_and_asks_for_names(desk: Desk) -> None:
    assert "Wi-Fi" in desk.page.network.conditions.text()
    assert not desk.page.network.hosts.isVisible()
    QTest.mouseClick(desk.page.network.switch, LEFT)
    await until(lambda: desk.page.network.hosts.isVisible())
    assert desk.configuration.settings.server.host == "0.0.0.0"
    assert "http://desk:8777" in desk.page.network.address.text()
    QTest.mouseClick(desk.page.network.copy, LEFT)
    assert QGuiApplication.clipboard().text() == "http://desk:8777"
    field = desk.page.network.field
    field.setFocus()
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: not desk.page.network.copy.isVisible())
    assert "until then nobody" in desk.page.network.address.text()


async def test_an_origin_that_is_none_is_told_at_its_field(desk: Desk) -> None:
    field = desk.page.browser.field
    field.setFocus()
    QTest.keyClicks(field, "localhost")
    await until(lambda: "server.cors_origins" in desk.presenter.problems)
    await until(lambda: bool(field.property("wrong")))


async def test_keys_are_copied_and_the_button_says_so(desk: Desk) -> None:
    key = desk.page.power.copy_key
    QTest.mouseClick(key, LEFT)
    await until(lambda: key.text() == "Copied")
    assert QGuiApplication.clipboard().text() == CLIENT_KEY
    QTest.mouseClick(desk.page.browser.switch, LEFT)
    await until(lambda: desk.page.browser.key.isVisible())
    QTest.mouseClick(desk.page.browser.key, LEFT)
    await until(lambda: QGuiApplication.clipboard().text() == ADMIN_KEY)


async def test_limits_are_behind_a_line_and_saved_one_by_one(desk: Desk) -> None:
    assert not desk.page.form.isVisible()
    QTest.mouseClick(desk.page.limits.line, LEFT)
    assert desk.page.form.isVisible()
    field = desk.page.form.rows["requests_per_key"].field
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]  # it is a spin box
    QTest.keyClicks(field, "8")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: desk.configuration.settings.server.requests_per_key == 8)


async def test_every_control_has_a_name(desk: Desk) -> None:
    assert nameless(desk.page) == []


async def test_a_search_service_is_set_up_and_tried(desk: Desk) -> None:
    card = desk.page.search
    assert not card.key_row.isVisible()
    assert not card.attempt.isVisible()
    desk.presenter.edit_search("endpoint", "tavily")
    await until(lambda: card.key_row.isVisible())
    assert not card.form.rows["base_url"].isVisible()  # it has an address of its own
    assert not card.keep.isEnabled()
    QTest.keyClicks(card.key, "a key")
    QTest.mouseClick(card.keep, LEFT)
    await until(lambda: desk.search.called("keep_key") == [("a key",)])
    assert card.key.text() == ""
    QTest.mouseClick(card.attempt, LEFT)
    await until(lambda: card.found.text().startswith("It works: 2 results"))
    desk.presenter.edit_search("endpoint", "searxng")
    await until(lambda: not card.key_row.isVisible())
    assert card.form.rows["base_url"].isVisible()
    desk.presenter.edit_search("provider", "no model")
    await until(lambda: bool(card.form.rows["provider"].field.isVisible()))
    assert not nameless(desk.page)
