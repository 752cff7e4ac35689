"""What we did to other programs' files, written down before it is done.

A folder of the profile's data folder, for its owner only: one record a connected client, the
contents that an undo may need, and the backups. Nothing of it is ever logged: a record may hold
keys of the user's own.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.connect.failure import ConnectError
from app.connect.files import digest
from app.connect.record import ClientRecord, decoded, encoded
from app.platform import atomic
from app.platform.file_lock import Locked, file_lock

_SUFFIX = ".record"
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


def _nothing(step: str) -> None:
    """Nobody is interested in the steps."""


class Journal:
    """The journal in `folder`, which is made when it is first written to.

    `reached` is told the name of every step after which the machine may die; tests end the process
    there. `notices` are sentences for the user about records that could not be read.
    """

    def __init__(self, folder: Path, reached: Callable[[str], object] = _nothing) -> None:
        self.folder = folder
        self.reached = reached
        self.notices: tuple[str, ...] = ()

    @contextmanager
    def locked(self, timeout: float = 10.0) -> Iterator[None]:
        """Keep other Dragomans out meanwhile. Raises `ConnectError`."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name == "posix":
                self.folder.chmod(0o700)
            lock = file_lock(self.folder / "lock", timeout=timeout)
            lock.__enter__()
        except Locked:
            raise ConnectError(
                "Another Dragoman is connecting or disconnecting a client. Try again."
            ) from None
        except OSError as error:
            raise ConnectError(
                f"The journal in {self.folder} cannot be written: {error.strerror}. Nothing was "
                "changed."
            ) from None
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def clients(self) -> tuple[str, ...]:
        """The ids of all clients with a record, in order."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except OSError:
            return ()
        found = [name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)]
        return tuple(sorted(name for name in found if _PLAIN_NAME.fullmatch(name)))

    def record(self, client: str) -> ClientRecord | None:
        """What is known of `client`; a record that is torn is set aside and told in `notices`."""
        path = self._path(client)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConnectError(f"The journal cannot be read: {path}: {error.strerror}.") from None
        try:
            return decoded(content)
        except (ValueError, RecursionError):
            aside = path.with_suffix(".corrupt")
            atomic.replace(path, aside)
            notice = (
                f"What Dragoman wrote down about connecting {client} cannot be read and was set "
                f"aside as {aside}. Look at the settings of {client} yourself; a backup of them "
                f"may be in {self.folder / 'backups'}."
            )
            self.notices = (*self.notices, notice)
            return None

    def save(self, record: ClientRecord) -> None:
        """Write `record` down; it is on the disk when this returns. Raises `ConnectError`."""
        self._write(self._path(record.client), encoded(record))

    def drop(self, client: str) -> None:
        """Forget `client`, and every content that no other record needs."""
        self._path(client).unlink(missing_ok=True)
        self.sweep()

    def keep(self, content: bytes | None) -> str:
        """Keep `content` for an undo; gives its name."""
        name = digest(content)
        path = self.folder / "contents" / name
        if content is not None and not path.exists():
            self._write(path, content)
        return name

    def content(self, name: str) -> bytes | None:
        """The content of that name; None for "" and where it is damaged or gone."""
        if not name:
            return None
        try:
            content = (self.folder / "contents" / name).read_bytes()
        except OSError:
            return None
        return content if digest(content) == name else None

    def sweep(self) -> None:
        """Delete what a killed write left here, and the contents that no record needs.

        Only under the lock. No content is deleted where a record cannot be read.
        """
        for path in self.folder.rglob(".*.tmp"):
            path.unlink(missing_ok=True)
        records = [self.record(client) for client in self.clients()]
        needed = {name for record in records if record for name in record.contents()}
        folder = self.folder / "contents"
        if None in records or not folder.exists():
            return
        for path in folder.iterdir():
            if path.name not in needed:
                path.unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.write(path, content)
        except OSError as error:
            raise ConnectError(
                f"The journal in {self.folder} cannot be written: {error.strerror}. Nothing was "
                "changed."
            ) from None

    def _path(self, client: str) -> Path:
        if not _PLAIN_NAME.fullmatch(client):
            raise ValueError(f"{client!r} is no id of a client")
        return self.folder / f"{client}{_SUFFIX}"
