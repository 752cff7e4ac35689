"""The requests of one socket that are being answered."""

import asyncio
from collections.abc import Coroutine
from typing import Any

# As many as OpenAI answers at a time on one socket (its guide to WebSocket mode, 2026-11).
MOST = 16


class InFlight:
    """Tasks, each with the name of its request."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._tasks: dict[asyncio.Task[None], str] = {}

    @property
    def full(self) -> bool:
        """Whether no more may be started."""
        return len(self._tasks) >= self._most

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin to answer."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = name
        task.add_done_callback(self._tasks.pop)
        return task

    def cancel(self, name: str) -> None:
        """End whatever has that name."""
        for task, known in self._tasks.items():
            if known == name:
                task.cancel()

    async def ended(self) -> None:
        """Wait until none is left."""
        while self._tasks:
            await asyncio.wait(list(self._tasks))

    async def cancel_all(self) -> None:
        """End every request, and wait until it has written its row."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
