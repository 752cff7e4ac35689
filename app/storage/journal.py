"""Entries on their way to a database that may be away: a file that survives this process.

A gateway that is killed loses none that it had taken: they are in the page cache, and the next
start writes them to the database. Only a machine that loses its power may lose some.
"""

import contextlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.platform.file_lock import Locked, file_lock
from app.storage.records import Entry

log = logging.getLogger(__name__)

NAME = "ledger.journal"
LIMIT_BYTES = 64_000_000
_MOST_GATEWAYS = 64  # that share one folder
_BINARY: int = getattr(os, "O_BINARY", 0)

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Entry).decode


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the journal that nothing is added to any more."""

    path: Path
    size: int


class Journal:
    """The journal of one gateway: segments in files, of which the last is appended to.

    Gateways that share a folder have one each. Not for several threads at once.
    """

    def __init__(self, folder: Path, limit: int = LIMIT_BYTES) -> None:
        """Take the first journal in `folder` that nobody has, with what dead gateways left.

        Raises `OSError` where the folder cannot be written.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._limit = limit
        self._torn = False
        self._held = ExitStack()
        try:
            self._base = self._taken(folder)
            self.leftovers = self._left(folder)
            self._number = max((_number(one.path) for one in self.leftovers), default=0)
            self._bytes = sum(one.size for one in self.leftovers)
            self._size = 0
            self._file = self._next()
        except BaseException:
            self._held.close()
            raise

    def append(self, entry: Entry) -> bool:
        """Add one entry; False where there is no room, or the disk refuses it. Never raises."""
        try:
            line = _encode(entry) + b"\n"
            if self._torn:
                line = b"\n" + line
            if self._bytes + len(line) > self._limit:
                return False
            written = os.write(self._file, line)
        except (OSError, ValueError, TypeError):
            return False
        self._size += written
        self._bytes += written
        # A disk that is full takes a part of a line: the next one begins anew.
        self._torn = written != len(line)
        return not self._torn

    def seal(self) -> Segment | None:
        """End the segment that is appended to and begin another; None where it is empty.

        Raises `OSError` where none can be begun: the old one goes on.
        """
        if not self._size:
            return None
        sealed = Segment(self._path(self._number), self._size)
        following = self._next()
        os.close(self._file)
        self._file, self._size, self._torn = following, 0, False
        return sealed

    def release(self, segment: Segment) -> None:
        """Forget a segment: all of it is in the database."""
        self._bytes -= segment.size
        try:
            segment.path.unlink(missing_ok=True)
        except OSError as error:
            # It is read again at the next start, which changes nothing.
            log.warning("%s cannot be removed: %s", segment.path, error.strerror)

    def close(self) -> None:
        """Let go of the journal; what is in it is for whoever takes it next."""
        os.close(self._file)
        if not self._size:
            with contextlib.suppress(OSError):
                self._path(self._number).unlink(missing_ok=True)
        self._held.close()

    def _taken(self, folder: Path) -> Path:
        for number in range(1, _MOST_GATEWAYS + 1):
            base = folder / (NAME if number == 1 else f"{NAME}-{number}")
            try:
                self._held.enter_context(file_lock(_lock(base), timeout=0.0))
            except Locked:
                continue
            return base
        raise OSError(f"{folder} has the journals of {_MOST_GATEWAYS} gateways already")

    def _left(self, folder: Path) -> list[Segment]:
        """What was left in this journal, and what others left that no longer run."""
        moved = max((_number(path) for path in _segments(self._base)), default=0)
        for lock in sorted(folder.glob(f"{NAME}*.lock")):
            base = lock.with_name(lock.name.removesuffix(".lock"))
            if base == self._base:
                continue
            with contextlib.suppress(Locked), file_lock(lock, timeout=0.0):
                for path in _segments(base):
                    moved += 1
                    path.rename(self._path(moved))
        found: list[Segment] = []
        for path in _segments(self._base):
            if size := path.stat().st_size:
                found.append(Segment(path, size))
            else:
                path.unlink()
        return found

    def _next(self) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY
        descriptor = os.open(self._path(self._number + 1), flags, 0o600)
        self._number += 1
        return descriptor

    def _path(self, number: int) -> Path:
        return self._base.with_name(f"{self._base.name}.{number:06}")


def entries(segment: Segment) -> Iterator[Entry]:
    """What a segment holds, in its order; lines that are cut or damaged are left out and told.

    Raises `OSError`.
    """
    skipped = 0
    with segment.path.open("rb") as file:
        for line in file:
            if not line.strip():
                continue
            try:
                yield _decode(line)
            except (msgspec.MsgspecError, ValueError):
                skipped += 1
    if skipped:
        log.warning("%d usage rows in %s cannot be read and are lost", skipped, segment.path)


def _segments(base: Path) -> list[Path]:
    ours = re.compile(re.escape(base.name) + r"\.\d{6,}")
    return sorted(
        (path for path in base.parent.glob(f"{base.name}.*") if ours.fullmatch(path.name)),
        key=_number,
    )


def _number(path: Path) -> int:
    return int(path.suffix[1:])


def _lock(base: Path) -> Path:
    return base.with_name(f"{base.name}.lock")
