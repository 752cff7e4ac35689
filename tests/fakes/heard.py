"""Waiting for what listeners are told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from app.desktop.program.listeners import Listeners

_Told = TypeVar("_Told")

_SECONDS = 10.0


@asynccontextmanager
async def hearing(
    listeners: Listeners[_Told], wanted: Callable[[_Told], bool] = lambda _: True
) -> AsyncIterator[list[_Told]]:
    """All that is told while the block runs; left once something `wanted` was told."""
    heard: list[_Told] = []
    came = asyncio.Event()

    def take(what: _Told) -> None:
        heard.append(what)
        if wanted(what):
            came.set()

    end = listeners.connect(take)
    try:
        yield heard
        async with asyncio.timeout(_SECONDS):
            await came.wait()
    finally:
        end()
