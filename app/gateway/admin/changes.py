"""What changed, looked at once a second for all listeners together."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import Connection

from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.storage_calls import read
from app.settings.schema import Settings
from app.storage import facts, requests
from app.storage.failure import DatabaseError

LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers that grow: the newest usage row, changes of people, changes of settings."""

    usage: int
    people: int
    settings: int


class Changes:
    """The marks of now, shared by everybody who listens; nobody looks while nobody listens."""

    def __init__(self, parts: ConsoleParts) -> None:
        self._parts = parts
        self._known: Marks | None = None
        self._settings: Settings | None = None
        self._settings_version = 0
        self._looked = float("-inf")
        self._turn = asyncio.Lock()

    async def marks(self) -> Marks | None:
        """The marks, at most a second old; the last known ones while the database fails."""
        async with self._turn:
            now = asyncio.get_running_loop().time()
            if now - self._looked >= LOOK_EVERY_SECONDS:
                await self._look()
                self._looked = asyncio.get_running_loop().time()
            return self._known

    async def _look(self) -> None:
        settings = self._parts.settings()
        if settings is not self._settings and settings != self._settings:
            self._settings_version += 1
        self._settings = settings
        try:
            usage, people = await read(self._parts, _versions)
        except DatabaseError:
            return  # the status tells it; listeners go on with what they know
        self._known = Marks(usage, people, self._settings_version)


def _versions(connection: Connection) -> tuple[int, int]:
    return requests.newest_id(connection), facts.version(connection)
