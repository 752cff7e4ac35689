"""Opens the windows: each is made when it is asked for, is there once, and keeps its place."""

import functools
from base64 import b64decode, b64encode
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol, cast

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.program import Program
from app.desktop.program.listeners import Listeners
from app.desktop.windows.opening import Opener
from app.storage.selection import Selection

# Imported when the window is opened: a tray without windows starts sooner and stays small.
_WINDOWS = {
    "settings": "app.desktop.windows.settings.window:SettingsWindow",
    "usage": "app.desktop.windows.usage.window:UsageWindow",
    "requests": "app.desktop.windows.requests.window:RequestsWindow",
    "first_run": "app.desktop.windows.first_run.window:FirstRunWindow",
    "help": "app.desktop.windows.help.window:HelpWindow",
}

_BREATH_MS = 10


class Paged(Protocol):
    """The settings and the help."""

    def show_page(self, page: str) -> None:
        """Turn to a page by its name."""
        ...


class Listing(Protocol):
    """The requests."""

    def show_request(self, request_id: str) -> None:
        """Choose one."""
        ...

    def show_selection(self, selection: Selection) -> None:
        """List those of a selection."""
        ...


Make = Callable[[Program, Opener], QWidget]


class Windows(QObject):
    """The `Opener` of the process. A window that is closed is taken down, and made anew next time.

    `emptied` is told when the last one is gone. `quit_` ends the program. `made` finds a window's
    class by its name; only tests give another.
    """

    def __init__(
        self,
        program: Program,
        quit_: Callable[[], None],
        made: Callable[[str], Make] | None = None,
    ) -> None:
        super().__init__()
        self.emptied: Listeners[None] = Listeners()
        self._program = program
        self._quit = quit_
        self._made = made or _made
        self._open: dict[str, QWidget] = {}
        self._closed: set[str] = set()  # of those that are about to go

    @property
    def names(self) -> tuple[str, ...]:
        """The windows that are open now."""
        return tuple(self._open)

    def settings(self, page: str = "") -> None:
        """The settings."""
        window = self._shown("settings")
        if page:
            cast("Paged", window).show_page(page)

    def usage(self) -> None:
        """What was used."""
        self._shown("usage")

    def requests(self, request_id: str = "", selection: Selection | None = None) -> None:
        """The requests."""
        window = cast("Listing", self._shown("requests"))
        if selection is not None:
            window.show_selection(selection)
        if request_id:
            window.show_request(request_id)

    def first_run(self) -> None:
        """The three steps."""
        self._shown("first_run")

    def help(self, page: str = "") -> None:
        """The user's guide."""
        window = self._shown("help")
        if page:
            cast("Paged", window).show_page(page)

    def quit(self) -> None:
        """End the program."""
        self._quit()

    def rebuild(self) -> None:
        """Make the windows that are open anew, where they are: in another language."""
        names = [name for name in self._open if name not in self._closed]
        self.close_all()
        for name in names:
            self._shown(name)

    def close_all(self) -> None:
        """Take every window down; their places are remembered."""
        for window in tuple(self._open.values()):
            window.close()

    def remember(self) -> None:
        """Keep where the windows are, without closing one: the session may end any moment."""
        for name, window in self._open.items():
            self._keep_place(name, window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Remember a window's place before it goes."""
        if event.type() == QEvent.Type.Close:
            for name, window in self._open.items():
                if window is watched:
                    self._keep_place(name, window)
                    self._closed.add(name)
        return super().eventFilter(watched, event)

    def _shown(self, name: str) -> QWidget:
        window = self._open.get(name)
        if window is None or name in self._closed:
            self._closed.discard(name)
            window = self._made(name)(self._program, self)
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.destroyed.connect(functools.partial(self._gone, name, id(window)))
            window.installEventFilter(self)
            place = self._program.system.recall(_place(name))
            if place:
                window.restoreGeometry(QByteArray(b64decode(place)))
            self._open[name] = window
            # To make it and to paint it at once would hold up the answers that stream meanwhile.
            QTimer.singleShot(_BREATH_MS, window, functools.partial(raise_window, window))
        else:
            raise_window(window)
        return window

    def _gone(self, name: str, identity: int, _window: QObject | None = None) -> None:
        if id(self._open.get(name)) == identity:
            del self._open[name]
            self._closed.discard(name)
            if not self._open:
                self.emptied.tell(None)

    def _keep_place(self, name: str, window: QWidget) -> None:
        place = b64encode(bytes(window.saveGeometry().data())).decode()
        self._program.system.remember(_place(name), place)


def raise_window(window: QWidget) -> None:
    """Show a window in front of the others, with the keyboard's focus where the system allows."""
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _made(name: str) -> Make:
    module, _, attribute = _WINDOWS[name].partition(":")
    made: Any = getattr(import_module(module), attribute)
    return cast("Make", made)


def _place(name: str) -> str:
    return f"window.{name}"
