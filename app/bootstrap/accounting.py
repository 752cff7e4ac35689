"""The database of a running server: opened once the port answers, closed when it has drained."""

import asyncio
import gc
import importlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import __version__
from app.bootstrap.assembly import Assembly
from app.bootstrap.storage import open_database, take_over_keys
from app.gateway.admin_door import Console
from app.gateway.transcript_writer import TranscriptWriter
from app.platform.paths import ProfilePaths
from app.settings.schema import Settings
from app.settings.store import SettingsStore
from app.storage.failure import DatabaseError, Fault
from app.storage.records import Charge, Entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.gateway.accounts.watch import Watch
    from app.storage.database import Database
    from app.storage.ledger import Ledger

log = logging.getLogger(__name__)

_TRY_AGAIN_SECONDS = 5.0
_OPENING_SECONDS = 3.0
_FLUSH_SECONDS = 10.0
# Nobody but a person can do something about these.
_FINAL = (Fault.NEWER, Fault.DENIED)


def _tell(sentence: str) -> None:
    log.warning("%s", sentence)


@dataclass(slots=True)
class _Open:
    database: "Database"
    ledger: "Ledger"
    watch: "Watch"
    tasks: tuple[asyncio.Task[None], ...]


class Accounting:
    """Opens the database beside the running server, which never waits for it.

    `url` is the database's. `listening` are the server's own addresses, as (host, port). `tell`
    hears, on any thread, what happened to the database, in sentences.
    """

    def __init__(
        self,
        assembly: Assembly,
        paths: ProfilePaths,
        url: str,
        listening: Sequence[tuple[str, int]],
        tell: Callable[[str], None] = _tell,
    ) -> None:
        services = assembly.services
        self._assembly = assembly
        self._services = services
        self._paths = paths
        self._url = url
        self._listening = listening
        self._tell = tell
        self._trouble = ""
        self._started_ms = int(time.time() * 1000)
        self._loop = asyncio.get_running_loop()
        self._transcripts: TranscriptWriter[Connection] = TranscriptWriter()
        services.write_transcript = self._transcripts.write
        self._open: _Open | None = None
        self._opening = self._loop.create_task(self._keep_opening())

    @property
    def database(self) -> "Database | None":
        """The database, None while it is not open."""
        return self._open.database if self._open is not None else None

    @property
    def trouble(self) -> str:
        """Why usage is not recorded now, in a sentence; "" where it is, or will be in a moment."""
        if self._open is None:
            return self._trouble
        status = self._open.ledger.status
        return status.message if status.fault is not None else ""

    @property
    def people_version(self) -> int:
        """Grows with each change of people, keys and budgets, whoever made it; 0 at first."""
        return self._open.watch.version if self._open is not None else 0

    async def look(self) -> None:
        """Take up at once what was changed of keys and budgets. Raises `DatabaseError`."""
        if self._open is not None:
            await self._open.watch.look()

    async def flushed(self, seconds: float = _FLUSH_SECONDS) -> None:
        """Wait until what has ended so far is in the database, for so long at the most."""
        await self._services.accounts.settle()
        if self._open is not None:
            await asyncio.to_thread(self._open.ledger.flush, seconds)

    async def close(self) -> None:
        """Write what is not written yet, and close. Call it when no request runs any more."""
        # A server that lives shorter than a database takes to open is recorded too.
        await asyncio.wait([self._opening], timeout=_OPENING_SECONDS)
        self._opening.cancel()
        await asyncio.gather(self._opening, return_exceptions=True)
        await self._services.accounts.settle()
        opened = self._open
        if opened is None:
            return
        for task in opened.tasks:
            task.cancel()
        await asyncio.gather(*opened.tasks, return_exceptions=True)
        await asyncio.to_thread(opened.ledger.close, _FLUSH_SECONDS)
        await asyncio.to_thread(opened.database.close)

    async def _keep_opening(self) -> None:
        while True:
            try:
                await self._begin()
            except DatabaseError as error:
                if error.message != self._trouble:
                    self._trouble = error.message
                    log.warning("usage is not recorded yet: %s", error.message)
                if error.fault in _FINAL:
                    return
                await asyncio.sleep(_TRY_AGAIN_SECONDS)
            except Exception:
                self._trouble = "The database cannot be used; the log tells more."
                log.exception("usage is not recorded: the database cannot be used")
                return
            else:
                return

    async def _begin(self) -> None:
        database = await asyncio.to_thread(open_database, self._url, self._tell)
        try:
            await asyncio.to_thread(_load)
            await self._attach(database)
        except BaseException:
            await asyncio.to_thread(database.close)
            raise

    async def _attach(self, database: "Database") -> None:
        # All of these import SQLAlchemy; `_load` has done it, off the loop.
        from app.bootstrap.upkeep import keep_clean
        from app.gateway.accounts.stored import StoredAccounts
        from app.gateway.accounts.watch import Watch
        from app.gateway.stored_responses.archive import DatabaseArchive
        from app.storage import transcripts
        from app.storage.journal import Journal
        from app.storage.ledger import Ledger

        services = self._services
        accounts = services.accounts
        await asyncio.to_thread(take_over_keys, self._paths, database)
        if database.shared or not services.seal.lasting:
            services.seal.take(await asyncio.to_thread(_seal, database))
        journal = Journal(self._paths.data) if database.shared else None
        ledger = Ledger(database, self._written, journal, on_charged=self._charged)
        stored = StoredAccounts(database, ledger, accounts.gateway)
        watch = Watch(accounts, stored, services.client_keys, lambda: self._settings().accounting)
        try:
            await watch.look()
            await asyncio.to_thread(ledger.start)
        except BaseException:
            ledger.close(0.0)  # the next try takes the same journal
            raise
        tasks = (
            self._loop.create_task(watch.run()),
            self._loop.create_task(keep_clean(database, self._settings)),
        )
        self._open = _Open(database, ledger, watch, tasks)
        accounts.attach(stored)
        self._transcripts.attach(ledger.later, transcripts.store)
        services.responses.attach(DatabaseArchive(database, ledger))
        if services.door is not None:
            services.door.console = self._console(database, ledger, watch)

    def _console(self, database: "Database", ledger: "Ledger", watch: "Watch") -> Console:
        from app.gateway.admin.console import Console as FullConsole
        from app.gateway.admin.parts import ConsoleParts

        return FullConsole(
            ConsoleParts(
                database=database,
                settings=self._settings,
                store=SettingsStore(self._paths.config_file, forgiving=True),
                vault=self._assembly.vault,
                ledger=lambda: ledger.status,
                gateway=self._services.accounts.gateway,
                version=__version__,
                started_ms=self._started_ms,
                listening=self._listening,
                prices=self._assembly.prices,
                people_changed=watch.look,
                settings_changed=self._assembly.live.refresh,
                draining=self._services.draining,
                stopping=self._services.stopping,
            )
        )

    def _settings(self) -> Settings:
        return self._assembly.live.snapshot().settings

    def _written(self, entries: Sequence[Entry]) -> None:
        """On the ledger's thread: these are in the database now."""
        self._charged([charge for entry in entries for charge in entry.charges])

    def _charged(self, charges: Sequence[Charge]) -> None:
        if charges and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._services.accounts.book.committed, charges)


def _seal(database: "Database") -> bytes:
    from app.storage.seal import seal

    with database.writing() as connection:
        return seal(connection)


def _load() -> None:
    """Import what an open database needs, which takes a tenth of a second."""
    for module in ("app.gateway.accounts.watch", "app.gateway.admin.console"):
        importlib.import_module(module)
    # These live as long as the process, too: the collector need not look at them again.
    gc.freeze()
