"""A machine that remembers in memory."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.desktop.program.system import Folder
from tests.fakes.program.recorded import Recorded


class FakeSystem(Recorded):
    """`at_login` is whether it starts at login; `cleared` is called by `clear_history`."""

    def __init__(self, cleared: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.version = "0.1.0"
        self.at_login = False
        self.remembered: dict[str, str] = {}
        self.found: Sequence[Folder] = (
            Folder("settings", Path("/home/you/.config/dragoman"), 4_200),
            Folder("data", Path("/home/you/.local/share/dragoman"), 48_000_000),
            Folder("logs", Path("/home/you/.local/state/dragoman/log"), 1_200_000),
        )
        self._cleared = cleared

    async def folders(self) -> Sequence[Folder]:
        """`found`."""
        await self._asked("folders")
        return self.found

    async def starts_at_login(self) -> bool:
        """`at_login`."""
        await self._asked("starts_at_login")
        return self.at_login

    async def start_at_login(self, on: bool) -> None:
        """Switch `at_login`."""
        await self._asked("start_at_login", on)
        self.at_login = on

    async def clear_history(self) -> None:
        """Empty the fake history."""
        await self._asked("clear_history")
        if self._cleared is not None:
            self._cleared()

    def remember(self, name: str, value: str) -> None:
        """Keep it in `remembered`."""
        self.remembered[name] = value

    def recall(self, name: str) -> str:
        """What was kept."""
        return self.remembered.get(name, "")
