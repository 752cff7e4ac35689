"""What all ports work on: one profile's files, its gateway's parts and its database."""

import asyncio
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from app.bootstrap.accounting import Accounting
from app.bootstrap.assembly import Assembly, Watchers, assemble, door
from app.bootstrap.program.memory import Memory
from app.bootstrap.program.refusals import told
from app.bootstrap.storage import database_url
from app.desktop.program.failure import ProgramError
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.platform.paths import ProfilePaths
from app.secrets.client_key_file import ClientKeyFile
from app.secrets.keyring_backend import Backend
from app.secrets.vault import Vault
from app.settings import environment
from app.settings.failure import SettingsError
from app.settings.schema import Settings
from app.settings.store import SettingsStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

_Result = TypeVar("_Result")

KEYRING_SECONDS = 10.0
# A window that opens while the program starts waits for its database.
_OPENING_SECONDS = 10.0
# Who looks at a request that has just ended waits for its row, but not for a locked database.
_FLUSH_SECONDS = 2.0


class Core:
    """Made once; the gateway's parts are made anew only where the database is another one.

    `listening` are the server's addresses, as (host, port): those of the settings while it is off.
    `keyring` stands in for the system's, and `keyring_seconds` is how long it may take; only tests
    give them.
    """

    def __init__(
        self,
        paths: ProfilePaths,
        environ: Mapping[str, str] = os.environ,
        keyring: Backend | None = None,
        watchers: Watchers | None = None,
        tell: Callable[[str], None] = lambda _: None,
        keyring_seconds: float = KEYRING_SECONDS,
    ) -> None:
        """`watchers` hear of requests, `tell` of what happened to the database, on any thread."""
        self.paths = paths
        self.environ = environ
        self.keyring_seconds = keyring_seconds
        self.vault = Vault(
            paths.keyring_service, backend=keyring, environ=environ, deadline=keyring_seconds
        )
        self.memory = Memory(paths.data / "desktop.json")
        self.store = SettingsStore(paths.config_file, forgiving=True)
        self.key_file = ClientKeyFile(paths.client_keys_file)
        server = self.store.current.server
        self.listening: list[tuple[str, int]] = [(server.host, server.port)]
        self._watchers = watchers
        self._tell = tell
        self._url = ""
        self._address_trouble = ""
        self._assembly = self._assembled()
        self._accounting: Accounting | None = None
        self._begun = asyncio.Event()  # the database is being opened, or open
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")

    @property
    def services(self) -> Services:
        """The gateway's parts."""
        return self._assembly.services

    @property
    def assembly(self) -> Assembly:
        """The gateway's parts, with their settings and prices."""
        return self._assembly

    @property
    def accounting(self) -> Accounting | None:
        """The database and what writes to it, None before `open_database`."""
        return self._accounting

    @property
    def snapshot(self) -> Snapshot:
        """The settings as the gateway sees them now."""
        return self._assembly.live.snapshot()

    @property
    def recording_trouble(self) -> str:
        """Why usage is not recorded now, "" where it is."""
        return self._accounting.trouble if self._accounting is not None else self._address_trouble

    @property
    def people_version(self) -> int:
        """Grows with each change of people, keys and budgets, whoever made it."""
        return self._accounting.people_version if self._accounting is not None else 0

    def address(self, settings: Settings) -> tuple[str, int]:
        """Where these settings and the environment say to listen. Raises `SettingsError`."""
        variables = environment.read(self.environ)
        return environment.address(settings.server, variables, None, None)

    def database_changed(self, settings: Settings) -> bool:
        """Whether these settings lead to another database than the open one."""
        return self._accounting is not None and self._url != self._database_url(settings)

    def open_database(self, settings: Settings) -> None:
        """Open the database beside everything else; nothing where it is open already."""
        if self._accounting is not None:
            return
        try:
            self._url = self._database_url(settings)
        except SettingsError as error:
            self._address_trouble = str(error)
            return
        self._address_trouble = ""
        self._accounting = Accounting(
            self._assembly, self.paths, self._url, self.listening, self._tell
        )
        self._begun.set()

    async def begin_anew(self) -> None:
        """Close the database, and make the parts anew for another one. No request may run."""
        await self._close_database()
        await self.services.upstream.close()
        self._assembly = self._assembled()

    async def read(self, call: "Callable[[Connection], _Result]") -> _Result:
        """What `call` finds in the database, on a thread of its own. Raises `ProgramError`."""
        accounting = await self._opened()
        database = accounting.database
        assert database is not None  # noqa: S101 - it is open

        def reading() -> _Result:
            with database.reading() as connection:
                return call(connection)

        with told():
            return await asyncio.get_running_loop().run_in_executor(self._reader, reading)

    async def write(self, call: "Callable[[Connection], _Result]") -> _Result:
        """Do `call` in one transaction; what it changed holds at once. Raises `ProgramError`."""
        accounting = await self._opened()
        database = accounting.database
        assert database is not None  # noqa: S101 - it is open

        def writing() -> _Result:
            with database.writing() as connection:
                return call(connection)

        with told():
            done = await asyncio.to_thread(writing)
            await accounting.look()
        return done

    async def compact(self) -> None:
        """Give the space of what was deleted back. Raises `ProgramError`."""
        database = (await self._opened()).database
        assert database is not None  # noqa: S101 - it is open
        with told():
            await asyncio.to_thread(database.compact)

    async def flushed(self) -> None:
        """Wait until what has ended so far is in the database. Raises `ProgramError`."""
        accounting = await self._opened()
        await accounting.flushed(_FLUSH_SECONDS)

    async def close(self) -> None:
        """Close everything. No request may run any more."""
        await self._close_database()
        await self.services.upstream.close()
        await self.memory.close()
        self._reader.shutdown(wait=False, cancel_futures=True)

    async def _opened(self) -> Accounting:
        trouble = self.recording_trouble
        try:
            async with asyncio.timeout(0 if trouble else _OPENING_SECONDS):
                await self._begun.wait()
                await self.services.accounts.attached.wait()
        except TimeoutError:
            pass
        accounting = self._accounting
        if accounting is None or accounting.database is None:
            trouble = self.recording_trouble
            raise ProgramError(trouble or "The database is not open yet. Try again in a moment.")
        return accounting

    async def _close_database(self) -> None:
        accounting, self._accounting = self._accounting, None
        self._begun.clear()
        if accounting is not None:
            await accounting.close()

    def _assembled(self) -> Assembly:
        store = SettingsStore(self.paths.config_file, forgiving=True)
        assembly = assemble(
            self.paths, store, self.vault, (), self.listening, self._watchers, forgiving=True
        )
        assembly.services.door = door(None)
        return assembly

    def _database_url(self, settings: Settings) -> str:
        return database_url(self.paths, settings.storage, None, self.environ)
