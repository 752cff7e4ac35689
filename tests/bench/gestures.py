"""What a person does to the desktop program while answers stream through it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog

from app.desktop.desktop import Desktop
from app.desktop.presenters.provider_test import ProviderTestPresenter
from app.desktop.program import Program

_LOOK = 0.4  # seconds that a person looks at something before the next thing
_FRAME = 0.016


class Gestures:
    """Each of `GESTURES` by name. What one opens stays open until `close_all`."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._program: Program = desktop._program

    async def do(self, name: str) -> None:
        """Do one of them, to its end."""
        await GESTURES[name](self)

    async def nothing(self) -> None:
        """Let a while pass."""
        await asyncio.sleep(2)

    async def open_settings(self) -> None:
        """Open the settings, and turn to every page."""
        self._desktop.windows.settings()
        await asyncio.sleep(_LOOK)
        window = self._window("settings")
        for entry in window.entries:
            window.show_page(entry.name)
            await asyncio.sleep(_LOOK)

    async def open_usage(self) -> None:
        """Open usage, and show 90 days of it."""
        self._desktop.windows.usage()
        await asyncio.sleep(_LOOK)
        presenter = self._window("usage").presenter
        await _until(lambda: not presenter.state.loading)
        presenter.choose_span("90")
        await _until(lambda: not presenter.state.loading)
        await asyncio.sleep(_LOOK)

    async def open_requests(self) -> None:
        """Open the requests."""
        self._desktop.windows.requests()
        presenter = self._window("requests").presenter
        await _until(lambda: bool(presenter.rows))
        await asyncio.sleep(_LOOK)

    async def drag_to_the_end(self) -> None:
        """Hold the list's bar at its lower end until the oldest of all is there."""
        window = self._window("requests")
        presenter = window.presenter
        while presenter.more:
            window.list.scrollToBottom()
            await asyncio.sleep(_FRAME)

    async def page_up(self) -> None:
        """Go up page by page, as fast as a key repeats."""
        bar = self._window("requests").list.verticalScrollBar()
        for _ in range(100):
            bar.setValue(bar.value() - bar.pageStep())
            await asyncio.sleep(2 * _FRAME)

    async def choose_requests(self) -> None:
        """Choose one request after another, and see it."""
        window = self._window("requests")
        for row in range(8):
            window.list.choose(row)
            await asyncio.sleep(_LOOK)

    async def menu(self) -> None:
        """Open the tray's menu, and leave it open."""
        self._desktop.menu.popup(QPoint(300, 40))
        await asyncio.sleep(2)
        self._desktop.menu.hide()

    async def dialog(self) -> None:
        """Ask where to save usage."""
        window = self._window("usage")
        window.head.exported.emit()
        await asyncio.sleep(1.5)
        for dialog in window.findChildren(QFileDialog):
            dialog.reject()
        await asyncio.sleep(_LOOK)

    async def theme(self) -> None:
        """Go dark and back, with every window open."""
        for name in ("dark", "light"):
            await self._set(theme=name)
            await asyncio.sleep(2 * _LOOK)

    async def language(self) -> None:
        """Speak Chinese and English again, with every window open."""
        for name in ("zh", "en"):
            await self._set(language=name)
            await asyncio.sleep(2 * _LOOK)

    async def trial(self) -> None:
        """Test a provider."""
        presenter = ProviderTestPresenter(self._program)
        presenter.start("bench")
        await presenter.settled()
        presenter.close()

    async def open_all(self) -> None:
        """Open the four windows, none of them in a hurry."""
        windows = self._desktop.windows
        for open_ in (windows.settings, windows.usage, windows.requests, windows.help):
            open_()
            await asyncio.sleep(2 * _LOOK)

    async def close_all(self) -> None:
        """Close every window."""
        self._desktop.windows.close_all()
        await asyncio.sleep(_LOOK)

    async def _set(self, **values: str) -> None:
        await self._program.configuration.change(
            "bench",
            lambda old: old.model_copy(update={"desktop": old.desktop.model_copy(update=values)}),
        )

    def _window(self, name: str) -> Any:
        return self._desktop.windows._open[name]


GESTURES: dict[str, Callable[[Gestures], Awaitable[None]]] = {
    name: call for name, call in vars(Gestures).items() if not name.startswith("_") and name != "do"
}


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(_FRAME)
