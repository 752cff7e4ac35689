"""What a running server does for its database beside recording: old rows go out."""

import asyncio
import logging
import time
from collections.abc import Callable

from app.settings.schema import Settings
from app.storage import retention
from app.storage.database import Database
from app.storage.failure import DatabaseError
from app.storage.retention import Retention

log = logging.getLogger(__name__)

_EVERY_SECONDS = 3600.0
# Between two transactions, so that what is recorded meanwhile waits for one of them at most.
_PAUSE_SECONDS = 0.05


async def keep_clean(database: Database, settings: Callable[[], Settings]) -> None:
    """Delete what has grown old, every hour, until cancelled; what fails is tried again then."""
    while True:
        try:
            more = True
            while more:
                more = await asyncio.to_thread(_sweep, database, settings())
                await asyncio.sleep(_PAUSE_SECONDS)
        except DatabaseError as error:
            log.warning("old rows could not be deleted: %s", error)
        except Exception:
            log.exception("old rows could not be deleted, by a fault of Dragoman")
        await asyncio.sleep(_EVERY_SECONDS)


def _sweep(database: Database, settings: Settings) -> bool:
    responses = settings.responses
    on_disk = responses.keep == "disk"
    kept = Retention(
        settings.storage.keep_days,
        settings.transcripts.keep_days,
        settings.transcripts.keep_bytes,
        responses.hours if on_disk else 0,
        responses.megabytes * 1_000_000 if on_disk else 0,
    )
    with database.writing() as connection:
        return retention.sweep(connection, kept, int(time.time() * 1000))
