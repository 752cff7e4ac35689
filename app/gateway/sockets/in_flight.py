"""The requests of one socket that are being answered."""

import asyncio
from collections.abc import Coroutine
from typing import Any

# As many as OpenAI answers at a time on one socket (its guide to WebSocket mode, 2026-11).
MOST = 16


class InFlight:
    """Tasks by the names of their requests."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def full(self) -> bool:
        """Whether no more may be started."""
        return len(self._tasks) >= self._most

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin to answer; `name` is free again once that has ended."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))
        return task

    def cancel(self, name: str) -> bool:
        """End a request; whether there was one of that name."""
        task = self._tasks.get(name)
        return task is not None and task.cancel()

    async def ended(self) -> None:
        """Wait until none is left."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def cancel_all(self) -> None:
        """End every request, and wait until it has written its row."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
