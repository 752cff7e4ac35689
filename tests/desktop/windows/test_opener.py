from collections.abc import AsyncIterator, Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.program import Program
from app.desktop.windows.opener import Windows
from app.desktop.windows.opening import Opener
from app.storage.selection import Selection
from tests.desktop.waiting import until
from tests.fakes.program import FakeSystem, fake_program


class Window(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.asked: list[object] = []

    def show_page(self, page: str) -> None:
        self.asked.append(page)

    def show_request(self, request_id: str) -> None:
        self.asked.append(request_id)

    def show_selection(self, selection: Selection) -> None:
        self.asked.append(selection)


class Opening:
    def __init__(self) -> None:
        self.system = FakeSystem()
        self.made: list[Window] = []
        self.quits = 0
        self.windows = Windows(fake_program(system=self.system), self._quit, self._maker)

    def _quit(self) -> None:
        self.quits += 1

    def _maker(self, name: str) -> Callable[[Program, Opener], QWidget]:
        def make(_program: Program, _open: Opener) -> QWidget:
            self.made.append(Window(name))
            return self.made[-1]

        return make


@pytest.fixture
async def opening(qapp: QApplication) -> AsyncIterator[Opening]:
    qapp.setQuitOnLastWindowClosed(False)
    opening = Opening()
    yield opening
    opening.windows.close_all()
    await until(lambda: opening.windows.names == ())


async def test_a_window_is_made_when_it_is_asked_for_and_once(opening: Opening) -> None:
    assert opening.made == []
    opening.windows.usage()
    opening.windows.usage()
    (window,) = opening.made
    await until(window.isVisible)


async def test_a_minimised_window_comes_back(opening: Opening) -> None:
    opening.windows.usage()
    opening.made[0].showMinimized()
    opening.windows.usage()
    assert not opening.made[0].isMinimized()


async def test_what_is_to_be_seen_is_passed_on(opening: Opening) -> None:
    selection = Selection(provider="deepseek")
    opening.windows.settings("budgets")
    opening.windows.settings()
    opening.windows.requests("req_1")
    opening.windows.requests(selection=selection)
    opening.windows.help("providers")
    asked = {window.objectName(): window.asked for window in opening.made}
    assert asked == {
        "settings": ["budgets"],
        "requests": ["req_1", selection],
        "help": ["providers"],
    }


async def test_a_window_that_was_closed_is_made_anew_where_it_was(opening: Opening) -> None:
    opening.windows.first_run()
    opening.made[0].setGeometry(QRect(40, 50, 600, 400))
    opening.made[0].close()
    await until(lambda: opening.windows.names == ())
    opening.windows.first_run()
    assert len(opening.made) == 2
    assert opening.made[1].geometry() == QRect(40, 50, 600, 400)


async def test_places_are_kept_without_closing_when_the_session_ends(opening: Opening) -> None:
    opening.windows.usage()
    opening.windows.remember()
    assert opening.system.recall("window.usage")
    await until(opening.made[0].isVisible)


async def test_another_language_makes_the_open_windows_anew(opening: Opening) -> None:
    opening.windows.usage()
    opening.windows.settings()
    opening.windows.rebuild()
    assert [window.objectName() for window in opening.made] == [
        *("usage", "settings", "usage", "settings"),
    ]
    await until(lambda: opening.windows.names == ("usage", "settings"))
    await until(opening.made[2].isVisible)


async def test_quitting_is_passed_on(opening: Opening) -> None:
    opening.windows.quit()
    assert opening.quits == 1
