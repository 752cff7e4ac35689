"""The desktop program's process: Qt, its loop, and everything on it from start to quit."""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QEvent, QLoggingCategory
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from app.desktop.desktop import Desktop
from app.desktop.event_loop import event_loop
from app.desktop.icons import icon
from app.desktop.program import Program
from app.desktop.refusal import tell_refusal
from app.desktop.restoring import connect_again, put_back
from app.desktop.single_instance import SingleInstance
from app.desktop.theme.theme import theme
from app.desktop.windows.preparation import prepare

log = logging.getLogger(__name__)

DONE, FAILED = 0, 1


class CannotStart(Exception):  # noqa: N818 - it says what happened
    """The program cannot be opened; the message says why to a person, and what to do."""


class Host(Protocol):
    """The program with its life around it, as bootstrap makes it."""

    @property
    def program(self) -> Program:
        """What the windows work on."""
        ...

    async def start(self) -> None:
        """Begin: the server is switched on where it was on when it was left."""
        ...

    async def close(self) -> None:
        """End: running answers finish, for as long as the settings say."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """`minimised`: nothing opens by itself, as when the system starts the program at login."""

    minimised: bool = False


class DesktopApplication(QApplication):
    """Asks `quitting` where Cmd+Q or the session manager ask Qt to quit.

    It looks at its own events alone: an event filter would see those of every widget, in Python.
    """

    quitting: Callable[[], None] | None = None

    def event(self, event: QEvent) -> bool:
        """Quit in order; everything else is Qt's."""
        if event.type() == QEvent.Type.Quit and self.quitting is not None:
            self.quitting()
            return True
        return super().event(event)


def application() -> DesktopApplication:
    """The one QApplication, named and dressed; a display must be there."""
    # Qt warns on every desktop without xdg-desktop-portal, where nothing is missing for us.
    QLoggingCategory.setFilterRules("qt.qpa.services.warning=false")
    made = DesktopApplication(sys.argv[:1])
    made.setApplicationName("dragoman")
    made.setApplicationDisplayName("Dragoman")
    made.setDesktopFileName("dragoman")
    made.setQuitOnLastWindowClosed(False)
    theme().apply(made, "system")
    made.setWindowIcon(icon("dragoman", "accent"))
    return made


def run(
    open_program: Callable[[], Awaitable[Host]],
    instance: SingleInstance,
    options: Options | None = None,
) -> int:
    """Run the desktop program until a person, a signal or the session ends it; gives an exit code.

    `open_program` runs on the loop and may raise `CannotStart`, which is told in a window.
    """
    made = application()
    sys.excepthook = _logged
    instance.listen()
    loop = event_loop(made)
    process = _Process(made, open_program, instance, options or Options())
    try:
        return _completed(loop, process.main(), process)
    finally:
        instance.release()
        loop.close()


def refuse(sentence: str) -> None:
    """Say in a window why the program cannot start, until it was read or a signal ends it."""
    loop = event_loop(application())
    ended = asyncio.Event()
    _on_signals(loop, ended.set)
    try:
        loop.run_until_complete(tell_refusal(sentence, ended))
    finally:
        loop.close()


def _on_signals(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))
        else:
            loop.add_signal_handler(number, end)


def _logged(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Where Qt calls into Python, an error has nobody to go to but the log."""
    log.critical("a fault of the desktop program", exc_info=(kind, error, trace))


def _completed(loop: asyncio.AbstractEventLoop, main: Awaitable[int], process: "_Process") -> int:
    task = loop.create_task(_awaited(main))
    process.on_signals(loop)
    while not task.done():
        try:
            loop.run_until_complete(task)
        except RuntimeError:
            if task.done():
                raise
            process.quit()  # Qt's loop was left from outside: what is open is closed on the next
    return task.result()


async def _awaited(work: Awaitable[int]) -> int:
    return await work


class _Process:
    """One run. `quit` may be called from anywhere; the second call waits for no running answer."""

    def __init__(
        self,
        made: DesktopApplication,
        open_program: Callable[[], Awaitable[Host]],
        instance: SingleInstance,
        options: Options,
    ) -> None:
        self._application = made
        self._open_program, self._instance, self._options = open_program, instance, options
        self._quitting = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None
        self._desktop: Desktop | None = None
        made.quitting = self.quit
        made.commitDataRequest.connect(self._session_ends)

    def quit(self) -> None:
        """End the program; at once where it is ending already."""
        if self._quitting.is_set() and self._closing is not None:
            self._closing.cancel()
        self._quitting.set()

    def on_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        """End in order on SIGINT and SIGTERM."""
        _on_signals(loop, self.quit)

    async def main(self) -> int:
        """The program's life."""
        try:
            host = await self._open_program()
        except CannotStart as refused:
            log.error("%s", refused)
            await tell_refusal(str(refused), self._quitting)
            return FAILED
        program = host.program
        self._desktop = desktop = Desktop(self._application, program, self.quit)
        self._instance.asked.connect(lambda _: desktop.show())
        try:
            desktop.begin(minimised=self._options.minimised)
            await host.start()
            await connect_again(program)
            preparing = asyncio.get_running_loop().create_task(prepare())
            await self._quitting.wait()
            preparing.cancel()
            desktop.end()
            await put_back(program)
        finally:
            self._closing = asyncio.get_running_loop().create_task(host.close())
            await asyncio.wait([self._closing])
            desktop.close()
        return DONE

    def _session_ends(self, manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)  # autostart does that
        if self._desktop is not None:
            self._desktop.remember()
