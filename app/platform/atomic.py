"""Files that are whole, old or new, whenever the program or the machine dies."""

import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

# A virus scanner or an indexer holds a fresh file open for a moment: 2.7 % of first replaces fail
# on such machines (VEAF issue 765).
_BUSY = frozenset({5, 32, 33})  # Windows: access denied, sharing violation, lock violation
_PATIENCE_SECONDS = 2.5


def write(
    path: Path,
    content: bytes,
    *,
    mode: int = 0o600,
    before_replace: Callable[[Path], object] | None = None,
) -> None:
    """Make `path` hold exactly `content`, readable as `mode` says.

    A reader, and the next start after a crash, sees the old file or the new one, never a part. A
    symbolic link stays one: the file that it leads to is replaced. `before_replace` gets the new
    file while it still has another name; what it raises stops the write. Raises `OSError` and
    keeps the old file where the new one cannot be written.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if before_replace is not None:
            before_replace(temporary)
        replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def replace(
    source: Path,
    destination: Path,
    *,
    step: Callable[[Path, Path], object] = os.replace,
    wait: Callable[[float], object] = time.sleep,
) -> None:
    """Rename `source` to `destination`, which may exist; patient with Windows' "in use"."""
    waited, pause = 0.0, 0.01
    while True:
        try:
            step(source, destination)
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY or waited >= _PATIENCE_SECONDS:
                raise
            wait(pause)
            waited += pause
            pause = min(pause * 2, 0.25)
        else:
            return


_O_BINARY: int = getattr(os, "O_BINARY", 0)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; Windows cannot open a folder and needs it not."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # a file system that cannot (some network mounts): the file itself is synced
    finally:
        os.close(descriptor)
