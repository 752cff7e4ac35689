from collections.abc import AsyncIterator, Callable

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.desktop import Desktop
from app.desktop.theme.theme import theme
from app.desktop.tray import icon
from app.settings.schema import Settings
from tests.desktop.desk import Desk
from tests.desktop.waiting import until


def with_desktop(**changes: object) -> Callable[[Settings], Settings]:
    return lambda settings: settings.model_copy(
        update={"desktop": settings.desktop.model_copy(update=changes)}
    )


class Running:
    def __init__(self, qapp: QApplication, settings: Settings | None = None) -> None:
        self.desk = Desk(settings)
        self.quits = 0
        self.host = True
        self.desktop = Desktop(qapp, self.desk.program, self._quit, lambda: self.host)

    def _quit(self) -> None:
        self.quits += 1

    async def end(self) -> None:
        self.desktop.close()
        await self.desktop.presenter.settled()
        await self.desk.end()


@pytest.fixture
async def running(qapp: QApplication) -> AsyncIterator[Running]:
    qapp.setQuitOnLastWindowClosed(False)  # as `application` does
    running = Running(qapp)
    yield running
    await running.end()


async def test_with_a_provider_nothing_but_the_icon_appears(running: Running) -> None:
    running.desktop.begin()
    assert running.desktop.icon.visible
    assert running.desktop.windows.names == ()
    assert running.desktop.small is None


async def test_settings_that_cannot_be_read_are_told_and_no_first_steps_begin(
    qapp: QApplication,
) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    running = Running(qapp, Settings())
    running.desk.configuration.read_only = "config.toml cannot be read."
    running.desktop.begin()
    assert running.desktop.windows.names == ()
    assert running.desktop.small is not None
    assert running.desktop.small.isVisible()
    await running.end()


async def test_a_second_start_shows_the_small_window(running: Running) -> None:
    running.desktop.begin()
    running.desktop.show()
    small = running.desktop.small
    assert small is not None
    assert small.isVisible()
    small.close()
    running.desktop.show()
    assert running.desktop.small is small
    assert small.isVisible()


async def test_without_a_tray_the_small_window_stands_in(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icon, "GIVE_UP_SECONDS", 1)
    monkeypatch.setattr(icon, "_ASK_MS", 1)
    running.desktop.icon._asking.setInterval(1)
    running.host = False
    running.desktop.begin()
    await until(lambda: running.desktop.small is not None)


async def test_the_small_window_comes_after_the_window_that_was_open(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icon, "GIVE_UP_SECONDS", 1)
    running.desktop.icon._asking.setInterval(1)
    running.host = False
    running.desktop.windows.help()
    running.desktop.begin()
    await until(lambda: running.desktop.icon._asking.interval() > 1000)
    assert running.desktop.small is None
    running.desktop.windows.close_all()
    await until(lambda: running.desktop.small is not None)


async def test_quitting_is_asked_of_whoever_runs_it(running: Running) -> None:
    running.desktop.begin()
    running.desktop.menu._quit.trigger()
    assert running.quits == 1


async def test_the_theme_follows_the_settings(running: Running) -> None:
    running.desk.configuration.edit_elsewhere(with_desktop(theme="dark"))
    assert theme().dark
    running.desk.configuration.edit_elsewhere(with_desktop(theme="light"))
    assert not theme().dark


async def test_another_language_makes_menu_and_windows_anew(running: Running) -> None:
    running.desktop.begin()
    running.desktop.show()
    running.desktop.windows.help()
    menu, small = running.desktop.menu, running.desktop.small
    running.desk.configuration.edit_elsewhere(with_desktop(language="en"))
    assert running.desktop.menu is not menu
    assert running.desktop.small is not small
    assert running.desktop.small is not None
    assert running.desktop.small.isVisible()
    await until(lambda: running.desktop.windows.names == ("help",))


async def test_the_end_closes_every_window_and_leaves_the_icon(running: Running) -> None:
    running.desktop.begin()
    running.desktop.windows.help()
    running.desktop.show()
    running.desktop.end()
    assert running.desktop.icon.visible
    assert running.desktop.small is None
    await until(lambda: running.desktop.windows.names == ())
