"""The machine around the program: folders, login, memory."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.bootstrap.program.core import Core
from app.desktop.program.failure import ProgramError
from app.desktop.program.system import Folder
from app.platform import autostart

if TYPE_CHECKING:
    from sqlalchemy import Connection


class ProfileSystem:
    """What the General page needs of one profile."""

    def __init__(self, core: Core, cleared: Callable[[], None] = lambda: None) -> None:
        self._core = core
        self._cleared = cleared
        isolated = core.paths.isolated
        # Two profiles of one user start independently of each other.
        suffix = "" if isolated is None else f"-{core.paths.keyring_service.partition(':')[2]}"
        self._entry = f"{autostart.PROGRAM}{suffix}"

    @property
    def version(self) -> str:
        """The program's version."""
        return __version__

    async def folders(self) -> Sequence[Folder]:
        """Where everything is, and how much of it."""
        return await asyncio.to_thread(self._folders)

    async def starts_at_login(self) -> bool:
        """Whether the system starts the program at login."""
        return await asyncio.to_thread(autostart.starts_at_login, self._entry)

    async def start_at_login(self, on: bool) -> None:
        """Switch that."""
        command = autostart.login_command(self._core.paths.isolated)
        try:
            await asyncio.to_thread(autostart.start_at_login, on, command, self._entry)
        except OSError as error:
            raise ProgramError(f"The system does not take it: {error.strerror or error}.") from None

    async def clear_history(self) -> None:
        """Delete every row of usage and every transcript."""

        def clear(connection: "Connection") -> None:
            from app.storage import retention

            retention.forget_everything(connection)

        await self._core.flushed()
        await self._core.write(clear)
        await self._core.compact()
        self._cleared()

    def remember(self, name: str, value: str) -> None:
        """Keep a word over starts that is no setting."""
        self._core.memory.remember(f"window.{name}", value)

    def recall(self, name: str) -> str:
        """What was remembered under `name`."""
        return self._core.memory.recall(f"window.{name}")

    def _folders(self) -> list[Folder]:
        paths = self._core.paths
        named = {"settings": paths.config, "data": paths.data, "logs": paths.logs}
        return [
            Folder(name, path, _size(path, {*named.values()} - {path}))
            for name, path in named.items()
        ]


def _size(folder: Path, others: set[Path]) -> int:
    """The bytes of the files in it, without those of the `others` that lie inside."""
    total = 0
    try:
        entries = list(folder.iterdir())
    except OSError:
        return 0
    for entry in entries:
        try:
            if entry.is_symlink() or entry in others:
                continue
            total += _size(entry, others) if entry.is_dir() else entry.stat().st_size
        except OSError:  # it is gone meanwhile
            continue
    return total
