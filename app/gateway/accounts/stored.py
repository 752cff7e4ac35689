"""The accounts' database: what other gateways and commands changed, and what this one claims.

Imports SQLAlchemy, and is imported itself once the port answers.
"""

import asyncio
import logging
from dataclasses import dataclass

from app.storage import budget_claims, budgets, facts, keys
from app.storage.database import Database
from app.storage.failure import DatabaseError
from app.storage.keys import UsableKey
from app.storage.ledger import Ledger
from app.storage.records import Budget, Entry, Exceeded, Hold

log = logging.getLogger(__name__)

_CLAIM_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class News:
    """What a look into the database found. `keys` is None where nobody changed any."""

    version: int
    keys: list[UsableKey] | None
    budgets: list[Budget]
    spends: dict[tuple[str, int], int]


class StoredAccounts:
    """One database, as the accounts of one gateway use it."""

    def __init__(self, database: Database, ledger: Ledger, gateway: str) -> None:
        self._database = database
        self._ledger = ledger
        self._gateway = gateway

    @property
    def shared(self) -> bool:
        """Whether other gateways spend from the same budgets."""
        return self._database.shared

    def record(self, entry: Entry) -> None:
        """Take one request for the ledger; returns at once."""
        self._ledger.record(entry)

    async def claim(self, holds: tuple[Hold, ...], now_ms: int) -> tuple[str, ...] | Exceeded:
        """Hold money in the shared database: the holds' ids, or the budget that is spent.

        A database that does not answer does not stop anybody: what this gateway knows decides.
        """
        claiming = asyncio.ensure_future(asyncio.to_thread(self._claim, holds, now_ms))
        try:
            async with asyncio.timeout(_CLAIM_SECONDS):
                return await asyncio.shield(claiming)
        except DatabaseError as error:
            log.warning("budgets are checked without the database: %s", error)
        except TimeoutError:
            log.warning("budgets are checked without the database, which does not answer")
            claiming.add_done_callback(self._unwanted)
        except asyncio.CancelledError:
            claiming.add_done_callback(self._unwanted)
            raise
        return ()

    def _unwanted(self, claimed: "asyncio.Future[tuple[str, ...] | Exceeded]") -> None:
        """Give back what was claimed when nobody waited for it any more."""
        if claimed.cancelled() or claimed.exception() is not None:
            return
        holds = claimed.result()
        if isinstance(holds, tuple):
            self.release(holds)

    def release(self, hold_ids: tuple[str, ...]) -> None:
        """Give holds back that no row will; returns at once."""
        self._ledger.later(lambda connection: budget_claims.release(connection, hold_ids), 0)

    def look(self, known_version: int, starts: tuple[int, ...], now_ms: int) -> News:
        """What is new since `known_version`; blocks. Raises `DatabaseError`."""
        with self._database.reading() as connection:
            version = facts.version(connection)
            found = None
            if version != known_version:
                found = keys.all_usable_keys(connection, now_ms)
            kept = budgets.all_budgets(connection)
            spends = budgets.spends(connection, starts) if kept else {}
        return News(version, found, kept, spends)

    def _claim(self, holds: tuple[Hold, ...], now_ms: int) -> tuple[str, ...] | Exceeded:
        with self._database.writing() as connection:
            return budget_claims.claim(connection, holds, self._gateway, now_ms)
