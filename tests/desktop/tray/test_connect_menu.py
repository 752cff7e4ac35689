from collections.abc import AsyncIterator

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.desktop.program.clients import Way
from app.desktop.tray.connect_menu import ConnectMenu
from app.desktop.tray.menu import copy
from tests.desktop.desk import Desk
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import clients


class Connect:
    def __init__(self) -> None:
        self.desk, self.opened = Desk(), Opened()
        self.parent = QWidget()
        self.menu = ConnectMenu(self.desk.presenter, self.opened, self.parent)
        self.desk.presenter.changed.connect(lambda _: self.refresh())
        self.desk.presenter.to_copy.connect(copy)
        self.refresh()

    def refresh(self) -> None:
        self.menu.show_state(self.desk.presenter.state)

    def lines(self, menu: QMenu | None = None) -> list[str]:
        actions = (menu or self.menu).actions()
        return [each.text() for each in actions if each.isVisible() and each.text()]

    def entry(self, beginning: str, menu: QMenu | None = None) -> QAction:
        actions = (menu or self.menu).actions()
        return next(each for each in actions if each.text().startswith(beginning))

    def client(self, name: str) -> QMenu:
        menu = self.entry(name).menu()
        assert isinstance(menu, QMenu)
        return menu


@pytest.fixture
async def connect(qapp: object) -> AsyncIterator[Connect]:
    connect = Connect()
    connect.desk.clients.states = {each.id: each for each in clients.SEVERAL}
    connect.desk.presenter.look()
    await until(lambda: len(connect.desk.presenter.state.clients) == 4)
    await until(lambda: "pi ✓" in connect.lines())
    yield connect
    await connect.desk.end()
    connect.parent.deleteLater()


async def test_clients_that_are_installed_are_listed_with_their_state(connect: Connect) -> None:
    assert connect.lines()[:4] == ["Claude Code", "opencode – needs a look", "pi ✓", "aider"]
    assert connect.menu.menuAction().text() == "Connect   opencode ✓   pi ✓"


async def test_a_connected_client_is_disconnected_from_its_submenu(connect: Connect) -> None:
    connect.entry("Disconnect", connect.client("pi")).trigger()
    await until(lambda: "pi" in connect.lines())
    assert connect.desk.clients.called("disconnect") == [("pi",)]
    connect.entry("Connect", connect.client("pi")).trigger()
    await until(lambda: "pi ✓" in connect.lines())
    assert connect.desk.clients.called("connect") == [("pi", Way.DEFAULT, "cheap")]


@pytest.mark.parametrize("name", ["Claude Code", "aider"])
async def test_what_has_to_be_read_first_is_read_in_the_settings(
    connect: Connect, name: str
) -> None:
    connect.entry("Connect…", connect.client(name)).trigger()
    assert connect.opened.asked == [("settings", "clients")]


async def test_a_launch_command_can_be_copied(connect: Connect) -> None:
    connect.entry("Copy launch command", connect.client("aider")).trigger()
    await until(lambda: "aider" in QGuiApplication.clipboard().text())


async def test_address_key_and_snippets_can_be_copied(connect: Connect) -> None:
    connect.entry("Copy base URL").trigger()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8777"
    connect.entry("Copy key").trigger()
    await until(lambda: QGuiApplication.clipboard().text().startswith("drg-"))
    assert connect.desk.clients.called("snippets") == []
    wanted = (await connect.desk.clients.snippets())[0]
    connect.entry(wanted.title, connect.client("Copy snippet")).trigger()
    await until(lambda: QGuiApplication.clipboard().text() == wanted.text)


async def test_without_any_client_the_menu_says_so(qapp: object) -> None:
    connect = Connect()
    assert connect.lines()[0] == "No client found here"
    assert "Copy base URL" in connect.lines()
    await connect.desk.end()
