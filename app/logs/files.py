"""Log files that together never grow beyond their cap, also when several processes write them."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from app.platform import atomic
from app.platform.file_lock import Locked, file_lock

NAME = "dragoman.log"
_LOCK = f".{NAME}.lock"
_PATIENCE_SECONDS = 2.0


class LogFiles:
    """`dragoman.log` in `folder` and the older `dragoman.log.1`, `.2` and so on.

    There are at most `count` files of about `size` bytes, readable for this user only. Each batch
    of lines is written under a lock between processes with no file kept open, so that whoever finds
    the file full can set it aside, on every system. `tell` hears once, in a sentence, that they
    cannot be written, and the file itself says later how many lines it lacks.
    """

    def __init__(self, folder: Path, size: int, count: int, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._size = size
        self._count = count
        self._tell = tell
        self._missing = 0

    def write(self, lines: Sequence[str]) -> None:
        """Append the lines. Raises nothing: a log is no reason to stop."""
        missing = self._missing
        told = [f"\n... {missing} lines are missing here: they could not be written\n"]
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with file_lock(self._folder / _LOCK, timeout=_PATIENCE_SECONDS):
                self._append([*told, *lines] if missing else lines)
        except (OSError, Locked) as error:
            self._missing += len(lines)
            if not missing:
                reason = getattr(error, "strerror", None) or error
                self._tell(f"the log in {self._folder} cannot be written: {reason}")
        else:
            self._missing = 0

    def _append(self, lines: Sequence[str]) -> None:
        path = self._folder / NAME
        size = path.stat().st_size if path.exists() else 0
        waiting: list[bytes] = []
        for line in lines:
            data = line.encode("utf-8", "backslashreplace")
            if size and size + len(data) > self._size:
                _write(path, b"".join(waiting))
                self._set_aside()
                waiting, size = [], 0
            waiting.append(data)
            size += len(data)
        _write(path, b"".join(waiting))

    def _set_aside(self) -> None:
        for number in range(self._count - 1, 0, -1):
            younger = self._numbered(number - 1)
            if younger.exists():
                atomic.replace(younger, self._numbered(number))
        # What is left of a time when more files were kept, and with one file this one itself.
        for stray in self._folder.glob(f"{NAME}*"):
            number_text = stray.name[len(NAME) + 1 :]
            number = int(number_text) if number_text.isdecimal() else 0
            if number >= self._count or (self._count == 1 and stray.name == NAME):
                stray.unlink(missing_ok=True)

    def _numbered(self, number: int) -> Path:
        return self._folder / (f"{NAME}.{number}" if number else NAME)


def _write(path: Path, data: bytes) -> None:
    if not data:
        return
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)
