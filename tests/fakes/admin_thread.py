"""The administration on a thread of its own, for tools that know no event loop."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.admin_server import AdminServer, serve_admin


@contextmanager
def admin_on_a_thread(folder: Path) -> Iterator[AdminServer]:
    """The server, until the block ends; its methods belong to its own loop."""
    started = threading.Event()
    running: list[AdminServer] = []
    ends: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stop = asyncio.Event()
        ends.append((asyncio.get_running_loop(), stop))
        async with serve_admin(folder) as server:
            running.append(server)
            started.set()
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        finally:
            started.set()

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    try:
        assert running, "the server did not start"
        yield running[0]
    finally:
        loop, stop = ends[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join()
