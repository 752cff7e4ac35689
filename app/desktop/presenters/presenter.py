"""What every presenter shares: it tells of changes, and its work ends with its window."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners

log = logging.getLogger(__name__)


class Presenter:
    """Lives on the event loop's thread.

    `changed` is told after each change of state. `failed` hears the sentence of an action that did
    not work, for a bar in the window.
    """

    def __init__(self) -> None:
        self.changed: Listeners[None] = Listeners()
        self.failed: Listeners[str] = Listeners()
        self._tasks: set[asyncio.Task[None]] = set()
        self._endings: list[Callable[[], None]] = []

    def watch(self, ending: Callable[[], None]) -> None:
        """Call `ending`, what `Listeners.connect` gave, when the presenter closes."""
        self._endings.append(ending)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do `work` beside everything else; a `ProgramError` in it is told to `failed`."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # where it was cancelled before it began
        return task

    def close(self) -> None:
        """Listen to nothing any more and cancel what is under way."""
        for ending in self._endings:
            ending()
        self._endings.clear()
        for task in tuple(self._tasks):
            task.cancel()

    async def settled(self) -> None:
        """Wait until nothing is under way; for tests, and for a window that must not close yet."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ProgramError as error:
            self.failed.tell(error.message)
        except Exception:
            log.exception("a window's work failed")
            self.failed.tell("")
