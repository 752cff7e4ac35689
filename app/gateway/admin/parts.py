"""What the administration works on."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.providers.pricing.book import PriceBook
from app.secrets.vault import Vault
from app.settings.schema import Settings
from app.settings.store import SettingsStore
from app.storage.database import Database
from app.storage.failure import Fault


class RecorderStatus(Protocol):
    """How the recording of usage goes: the ledger's own status."""

    @property
    def queued(self) -> int:
        """Requests that are not written yet."""
        ...

    @property
    def written(self) -> int:
        """Requests that are in the database."""
        ...

    @property
    def dropped(self) -> int:
        """Requests whose rows are lost."""
        ...

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the database now."""
        ...

    @property
    def message(self) -> str:
        """The same as a sentence."""
        ...


def _now_ms() -> int:
    return int(time.time() * 1000)


async def _nobody() -> None:
    """Nobody wants to know that people changed."""


@dataclass(slots=True)
class ConsoleParts:
    """What the console needs, wired by bootstrap.

    `settings` gives the newest settings, and `store` saves them: it is the console's own, as it is
    used on threads. `settings_changed` makes the gateway take up what was saved at its next
    request, `people_changed` what changed of users, keys and budgets, at once. `listening` are our
    own addresses as (host, port). `stopping` ends streams. `saving` is held while `store` is used.
    """

    database: Database
    settings: Callable[[], Settings]
    store: SettingsStore
    vault: Vault
    ledger: Callable[[], RecorderStatus]
    gateway: str
    version: str
    started_ms: int
    listening: Sequence[tuple[str, int]]
    prices: PriceBook = field(default_factory=PriceBook)
    people_changed: Callable[[], Awaitable[None]] = _nobody
    settings_changed: Callable[[], None] = lambda: None
    draining: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    now_ms: Callable[[], int] = _now_ms
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)
