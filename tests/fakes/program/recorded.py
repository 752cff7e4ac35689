"""What every fake of a port can do: tell what it was asked, wait, and refuse."""

import asyncio
from typing import Any

from app.desktop.program.failure import ProgramError


class Recorded:
    """`calls` are the coroutines that were asked for, as (name, arguments).

    `fail_with` is raised by every coroutine as long as it is set; `fail_at` by those of these names
    only. `hold` keeps them waiting until it is set.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.fail_with: ProgramError | None = None
        self.fail_at: dict[str, ProgramError] = {}
        self.hold: asyncio.Event | None = None

    def called(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of each call of this name."""
        return [arguments for called, arguments in self.calls if called == name]

    async def _asked(self, name: str, *arguments: Any) -> None:
        self.calls.append((name, arguments))
        await asyncio.sleep(0)
        if self.hold is not None:
            await self.hold.wait()
        if self.fail_with is not None:
            raise self.fail_with
        if name in self.fail_at:
            raise self.fail_at[name]
