"""A plan shown, done and undone."""

from dataclasses import dataclass
from pathlib import Path

from app.connect.plan import KeyPath


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a plan would do to one file; `diff` is a unified diff with secrets masked, "" if none.

    `exists` says whether the file is there now.
    """

    path: Path
    exists: bool
    diff: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A key (or a whole file, with an empty `key`) that was not put back, and why."""

    path: Path
    key: KeyPath
    reason: str
