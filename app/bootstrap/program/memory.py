"""What the desktop remembers over starts and is no setting: a few words in one file."""

import asyncio
import json
import logging
from pathlib import Path

from app.platform import atomic

log = logging.getLogger(__name__)

_GATHER_SECONDS = 0.3  # a window that is dragged has a new place many times a second


class Memory:
    """Words by name, in a JSON file that is written a moment after each change, off the loop.

    A file that cannot be read counts as empty, and one that cannot be written is told in the log.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words = _read(path)
        self._due: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def recall(self, name: str) -> str:
        """What was remembered under `name`, "" where nothing was."""
        return self._words.get(name, "")

    def remember(self, name: str, value: str) -> None:
        """Keep `value` under `name`; "" forgets it. On the event loop's thread."""
        if value == self._words.get(name, ""):
            return
        if value:
            self._words[name] = value
        else:
            del self._words[name]
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(_GATHER_SECONDS, self._begin)

    async def close(self) -> None:
        """Write what is not written yet."""
        if self._due is not None:
            self._due.cancel()
            self._begin()
        if self._writing is not None:
            await asyncio.wait([self._writing])

    def _begin(self) -> None:
        self._due = None
        self._writing = asyncio.get_running_loop().create_task(self._write(self._writing))

    async def _write(self, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await asyncio.wait([before])
        content = json.dumps(self._words, indent=2, sort_keys=True).encode() + b"\n"
        try:
            await asyncio.to_thread(atomic.write, self._path, content)
        except OSError as error:
            log.warning("%s could not be written: %s", self._path, error.strerror)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str) and value}
