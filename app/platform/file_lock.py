"""A lock between processes, let go of by the system when its holder dies."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STEP_SECONDS = 0.02


class Locked(Exception):  # noqa: N818 - it says what the file is
    """Another process kept the lock for longer than we waited."""


@contextmanager
def file_lock(path: Path, *, timeout: float = 10.0) -> Iterator[None]:
    """Hold the lock file `path`, made where it is missing, for the length of a `with` block.

    It keeps out other processes and other holders in this one. Raises `Locked` after `timeout`
    seconds, `OSError` where the file cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        waited = 0.0
        while not _try_lock(descriptor):
            if waited >= timeout:
                raise Locked(f"{path} is locked by another program")
            time.sleep(_STEP_SECONDS)
            waited += _STEP_SECONDS
        yield
    finally:
        os.close(descriptor)  # which unlocks


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
