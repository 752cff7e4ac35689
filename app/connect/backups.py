"""Copies of other programs' files from before we touched them, for people to look into.

An undo does not need them.
"""

from hashlib import sha256
from pathlib import Path

from app.platform import atomic

_KEPT = 5
_LARGEST_TOTAL = 64 * 1024 * 1024


def back_up(folder: Path, path: Path, content: bytes, now_ms: int) -> None:
    """Keep `content` of the file at `path`, for its owner only.

    The last five of a file stay, and of all files together the newest 64 MB. The caller sees to it
    that `content` holds nothing of ours. Raises `OSError`.
    """
    own = folder / f"{path.name.lstrip('.')}-{sha256(str(path).encode()).hexdigest()[:8]}"
    for made in (folder, own):
        made.mkdir(mode=0o700, exist_ok=True)
    kept = _oldest_first(own)
    if kept and kept[-1].read_bytes() == content:
        return
    atomic.write(own / f"{now_ms:013d}", content)
    for old in _oldest_first(own)[:-_KEPT]:
        old.unlink(missing_ok=True)
    _cap(folder)


def _oldest_first(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.isdigit())


def _cap(folder: Path) -> None:
    found = sorted(
        (path for own in folder.iterdir() if own.is_dir() for path in _oldest_first(own)),
        key=lambda path: path.name,
        reverse=True,
    )
    total = 0
    for path in found:
        total += path.stat().st_size
        if total > _LARGEST_TOTAL:
            path.unlink(missing_ok=True)
