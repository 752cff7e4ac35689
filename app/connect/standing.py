"""How what we wrote for a client stands: still ours, changed by somebody, or gone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.connect.failure import ConnectError
from app.connect.files import look
from app.connect.formats.document import same
from app.connect.plan import ABSENT, KeyPath
from app.connect.record import ClientRecord, FileRecord
from app.connect.step import document_of

KeyStanding = Literal["ours", "changed", "missing"]


@dataclass(frozen=True, slots=True)
class FileState:
    """How one file of a connected client stands now.

    `keys` says of each key that we wrote (of the file itself, as (), where all of it is ours)
    whether it is still ours, changed by somebody, or missing. `problem` says why the file cannot
    be read, "" where it can.
    """

    path: Path
    keys: tuple[tuple[KeyPath, KeyStanding], ...]
    problem: str = ""

    @property
    def ours(self) -> bool:
        """Whether everything that we wrote is still there."""
        return not self.problem and all(standing == "ours" for _, standing in self.keys)


@dataclass(frozen=True, slots=True)
class Connection:
    """One connected client: since when, and how its files stand."""

    client: str
    since_ms: int
    files: tuple[FileState, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether every file is still as we want it."""
        return all(file.ours for file in self.files)

    @property
    def gone(self) -> bool:
        """Whether nothing that we wrote is left in any file."""
        return all(
            not file.problem and all(standing != "ours" for _, standing in file.keys)
            for file in self.files
        )


def standing(record: ClientRecord) -> Connection:
    """How the files of a connected client stand now. Reads, and writes nothing."""
    return Connection(record.client, record.since_ms, tuple(map(_file_state, record.files)))


def _file_state(file: FileRecord) -> FileState:
    try:
        snapshot = look(file.path)
        if file.whole:
            whole: KeyStanding = "ours" if snapshot.digest == file.after else "changed"
            if snapshot.content is None:
                whole = "missing"
            return FileState(file.path, (((), whole),))
        document = document_of(file.notation, snapshot.content, file.path)
    except ConnectError as error:
        return FileState(file.path, (), error.message)
    keys: list[tuple[KeyPath, KeyStanding]] = []
    for key in file.keys:
        current = document.value(key.path)
        if same(current, key.ours):
            keys.append((key.path, "ours"))
        else:
            keys.append((key.path, "missing" if current is ABSENT else "changed"))
    return FileState(file.path, tuple(keys))
