"""The machine around the program: login, folders, the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the profile and what it holds, in bytes: "settings", "data", "logs"."""

    name: str
    path: Path
    size: int


class System(Protocol):
    """What the General page shows and the tray's last entries do."""

    @property
    def version(self) -> str:
        """The program's version."""
        ...

    async def folders(self) -> Sequence[Folder]:
        """Where everything is, and how much of it."""
        ...

    async def starts_at_login(self) -> bool:
        """Whether the system starts the program at login."""
        ...

    async def start_at_login(self, on: bool) -> None:
        """Switch that. Raises `ProgramError`."""
        ...

    async def clear_history(self) -> None:
        """Delete every row of usage and every transcript. Raises `ProgramError`."""
        ...

    def remember(self, name: str, value: str) -> None:
        """Keep a word over starts that is no setting: a window's place, a step that was left."""
        ...

    def recall(self, name: str) -> str:
        """What was remembered under `name`, "" where nothing was."""
        ...
