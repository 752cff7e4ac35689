"""One file of another program: looked at, written whole or not at all, deleted."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.connect.failure import ConnectError
from app.platform import atomic

_LARGEST = 32 * 1024 * 1024


class Changed(Exception):  # noqa: N818 - it says what the file did
    """Somebody wrote the file after we looked."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it is now. `content` is None where there is none. `target` is behind all links."""

    path: Path
    target: Path
    content: bytes | None = field(repr=False)
    status: os.stat_result | None

    @property
    def digest(self) -> str:
        """What tells this content from any other, "" where there is no file."""
        return digest(self.content)


def digest(content: bytes | None) -> str:
    """The SHA-256 of `content` in hexadecimal, "" for None."""
    return "" if content is None else sha256(content).hexdigest()


def look(path: Path) -> Snapshot:
    """What is at `path`. Raises `ConnectError` where that is no file that could be edited."""
    try:
        target = path.resolve()
        status = _status(target)
        if status is None:
            return Snapshot(path, target, None, None)
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
            raise ConnectError(f"{path} is {kind}, where settings should be a file.")
        if status.st_size > _LARGEST:
            raise ConnectError(
                f"{path} is larger than 32 MB, which no settings file is. It was not touched."
            )
        return Snapshot(path, target, target.read_bytes(), status)
    except RuntimeError:  # what Python before 3.13 makes of it
        raise ConnectError(f"{path} is a link that leads to itself. It was not touched.") from None
    except OSError as error:
        raise ConnectError(f"{path} cannot be read: {error.strerror}.") from None


def check_writable(snapshot: Snapshot) -> None:
    """Raise `ConnectError` where we may not or should not write; nothing is made writable."""
    path, target = snapshot.path, snapshot.target
    if snapshot.status is not None:
        if not os.access(target, os.W_OK):
            raise ConnectError(
                f"{path} is read-only. Make it writable, or use the launch command, which touches "
                "no file."
            )
        if snapshot.status.st_nlink > 1:
            raise ConnectError(
                f"{path} has a second name (a hard link), and a safe write would separate the two. "
                "Replace it by a copy, or use the launch command, which touches no file."
            )
    folder = target.parent
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        raise ConnectError(f"{path} cannot be made: {folder} is no folder.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConnectError(
            f"{path} cannot be written: the folder {folder} is read-only. Make it writable, or use "
            "the launch command, which touches no file."
        )


def missing_folders(snapshot: Snapshot) -> tuple[Path, ...]:
    """The folders that have to be made for the file, the outermost first."""
    missing = []
    folder = snapshot.target.parent
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    return tuple(reversed(missing))


def put(snapshot: Snapshot, content: bytes | None, reached: Callable[[str], object]) -> None:
    """Make the file hold `content`, or delete it for None; links, mode and owner stay.

    Raises `Changed` where it is not as in `snapshot` any more, `ConnectError` where it cannot be
    written; the old file is whole then.
    """
    check_writable(snapshot)
    try:
        if content is None:
            _check_unchanged(snapshot)
            snapshot.target.unlink(missing_ok=True)
            return
        for folder in missing_folders(snapshot):
            folder.mkdir(mode=0o700, exist_ok=True)
        reached("folders made")
        mode = 0o600 if snapshot.status is None else stat.S_IMODE(snapshot.status.st_mode)

        def last_look(temporary: Path) -> None:
            _take_over(temporary, snapshot.status)
            reached("temporary written")
            _check_unchanged(snapshot)

        atomic.write(snapshot.target, content, mode=mode, before_replace=last_look)
    except OSError as error:
        raise ConnectError(
            f"{snapshot.path} could not be written: {error.strerror}. It is as it was."
        ) from None


def remove_folders(folders: tuple[Path, ...]) -> None:
    """Remove the folders that we made, the innermost first, where they are empty."""
    for folder in reversed(folders):
        try:
            folder.rmdir()
        except OSError:
            return


def _check_unchanged(snapshot: Snapshot) -> None:
    if look(snapshot.path).digest != snapshot.digest:
        raise Changed


def _take_over(temporary: Path, status: os.stat_result | None) -> None:
    """Give the new file the mode of the old one whatever the umask, and its owner if we may."""
    if status is None:
        return
    own = temporary.stat()
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError:
            pass  # only root gives files away: the file is ours then, with the same mode
    temporary.chmod(stat.S_IMODE(status.st_mode))


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None
