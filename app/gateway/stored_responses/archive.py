"""Answers in the database. Imports SQLAlchemy, and is imported itself once the port answers."""

import logging
import time
from collections.abc import Mapping, Sequence

from app.storage import kept_responses
from app.storage.database import Database
from app.storage.ledger import Ledger
from app.storage.records import KeptResponse

log = logging.getLogger(__name__)

_FLUSH_SECONDS = 2.0
_TELL_SECONDS = 60.0


class DatabaseArchive:
    """The `Archive` of a store, in one database; the ledger's thread writes."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self.shared = database.shared
        self._database = database
        self._ledger = ledger
        self._told = float("-inf")

    def keep(self, kept: KeptResponse, now_ms: int) -> None:
        """Write the answer soon; one that finds no room is not kept, and that is logged."""
        taken = self._ledger.later(
            lambda connection: kept_responses.store(connection, kept, now_ms), kept.size
        )
        if not taken and time.monotonic() - self._told > _TELL_SECONDS:
            self._told = time.monotonic()
            log.warning("an answer was not kept on disk: they come faster than they are written")

    def chain(self, key_id: str, response_id: str, since_ms: int) -> list[KeptResponse]:
        """See `kept_responses.chain`. Raises `DatabaseError`."""
        with self._database.reading() as connection:
            return kept_responses.chain(connection, key_id, response_id, since_ms)

    def holding(
        self, key_id: str, items: Sequence[str], since_ms: int
    ) -> Mapping[str, KeptResponse]:
        """See `kept_responses.holding`. Raises `DatabaseError`."""
        with self._database.reading() as connection:
            return kept_responses.holding(connection, key_id, items, since_ms)

    def forget(self, key_id: str, response_id: str) -> bool:
        """Delete the answer, also one that is not written yet. Raises `DatabaseError`."""
        self._ledger.flush(_FLUSH_SECONDS)
        with self._database.writing() as connection:
            return kept_responses.forget(connection, key_id, response_id)
