"""Waiting for what a window does by itself, without guessing how long it takes."""

import asyncio
from collections.abc import Callable

STEP = 0.005


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Let the loop run until `condition` holds; an AssertionError after so many `seconds`."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        assert loop.time() < deadline, f"still not so after {seconds} s"
        await asyncio.sleep(STEP)
