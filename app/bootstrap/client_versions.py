"""The versions of programs, asked once for each file, beside everything else."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable
from pathlib import Path

from app.connect.detect import search_path, version_in, version_words

log = logging.getLogger(__name__)

_SECONDS = 10.0
_Mark = tuple[str, int]


class ClientVersions:
    """`of` answers at once; what was not known then is told to `changed` when it is."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self._known: dict[_Mark, str] = {}
        self._asking: dict[_Mark, asyncio.Task[None]] = {}
        # Programs in Node.js or Python keep a processor busy for a second: one after another.
        self._turn = asyncio.Semaphore(1)

    def of(self, binary: Path) -> str:
        """The version, "" where it is not known, or not yet."""
        try:
            mark = (str(binary), binary.stat().st_mtime_ns)
        except OSError:
            return ""
        if mark not in self._known and mark not in self._asking:
            task = asyncio.get_running_loop().create_task(self._ask(mark, binary))
            self._asking[mark] = task
        return self._known.get(mark, "")

    async def settled(self) -> None:
        """Wait until every program that was looked at has been asked."""
        while self._asking:
            await asyncio.wait(tuple(self._asking.values()))

    async def close(self) -> None:
        """Ask no more."""
        asking = tuple(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, mark: _Mark, binary: Path) -> None:
        version = ""
        try:
            async with self._turn:
                version = version_in(await _printed(binary))
        except (OSError, TimeoutError) as error:
            log.info("%s does not tell its version: %s", binary.name, type(error).__name__)
        finally:
            self._asking.pop(mark, None)
        self._known[mark] = version
        if version:
            self._changed()


async def _printed(binary: Path) -> str:
    process = await asyncio.create_subprocess_exec(
        *version_words(binary),
        env={**os.environ, "PATH": search_path(binary, os.environ)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            printed, _ = await process.communicate()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return printed.decode("utf-8", "replace")
