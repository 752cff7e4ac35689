"""The program behind the windows, made, begun and ended."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from app.bootstrap.assembly import Watchers
from app.bootstrap.dialects import DIALECTS
from app.bootstrap.program.access import MachineAccess
from app.bootstrap.program.clients import client_programs
from app.bootstrap.program.configuration import StoredConfiguration
from app.bootstrap.program.core import KEYRING_SECONDS, Core
from app.bootstrap.program.history import StoredHistory
from app.bootstrap.program.live_requests import LiveRequests
from app.bootstrap.program.meanings import DialectMeanings
from app.bootstrap.program.notices import RecentNotices
from app.bootstrap.program.people import StoredPeople
from app.bootstrap.program.prices import BookedPrices
from app.bootstrap.program.provider_keys import in_use
from app.bootstrap.program.providers import GatewayProviders
from app.bootstrap.program.routes import GatewayRoutes
from app.bootstrap.program.search import SearchService
from app.bootstrap.program.server import GatewayServer
from app.bootstrap.program.system import ProfileSystem
from app.desktop.program import Program
from app.desktop.program.server import Power, ServerState
from app.gateway.outcome import Outcome
from app.platform.paths import ProfilePaths
from app.routing.spend_book import BudgetWarning
from app.secrets.keyring_backend import Backend
from app.settings.schema import Settings

log = logging.getLogger(__name__)

_LOOK_SECONDS = 2.0
_now = time.time
# A clock that has moved so much further than it should: the machine slept, and every connection to
# a provider is dead without knowing it.
_SLEPT_SECONDS = 15.0


class ProgramHost:
    """Made on the running loop, as cheaply as a start must be: SQLAlchemy comes later.

    `keyring` stands in for the system's, and `keyring_seconds` is how long it may take; only tests
    give them.
    """

    def __init__(
        self,
        paths: ProfilePaths,
        environ: Mapping[str, str] = os.environ,
        keyring: Backend | None = None,
        keyring_seconds: float = KEYRING_SECONDS,
    ) -> None:
        """Raises `OSError` where the profile's folders cannot be made."""
        paths.create()
        self._loop = asyncio.get_running_loop()
        self._live = LiveRequests()
        self._notices = RecentNotices()
        watchers = Watchers(self._request_ended, self._warned, self._live)
        core = Core(paths, environ, keyring, watchers, self._happened, keyring_seconds)
        self._core = core
        self._configuration = StoredConfiguration(core.store, self._forgotten)
        self._server = GatewayServer(core, MachineAccess(core))
        self._providers = GatewayProviders(core, self._configuration)
        self._people = StoredPeople(core)
        self._clients = client_programs(core, self._server, self._live)
        self._work: set[asyncio.Task[None]] = set()
        self._begun = asyncio.Event()
        self._closed = False
        self._people_version = 0
        self._power = Power.OFF
        self._configuration.changed.connect(self._settings_changed)
        self._live.counted.connect(lambda _: self._server.requests_changed())
        self._server.changed.connect(self._server_changed)
        self.program = Program(
            server=self._server,
            configuration=self._configuration,
            providers=self._providers,
            routes=GatewayRoutes(core),
            history=StoredHistory(core, self._live),
            people=self._people,
            prices=BookedPrices(core),
            notices=self._notices,
            clients=self._clients,
            system=ProfileSystem(core),
            meanings=DialectMeanings(DIALECTS),
            search=SearchService(core, self._configuration),
        )

    async def start(self) -> None:
        """Begin to be as it was left; `server.changed` tells how that goes."""
        self._begun.clear()
        self._spawn(self._begin)
        self._spawn(self._watch)

    async def begun(self) -> None:
        """Wait until the server is as it was left, or has said why it is not."""
        await self._begun.wait()

    async def close(self) -> None:
        """End: running answers finish, and everything is written. A second time does nothing."""
        if self._closed:
            return
        self._closed = True
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        self._providers.close()
        await self._clients.close()
        answered = self._power is Power.ON
        await self._server.close()
        if answered:  # the keyring is open: it will not ask anybody for a password
            await self._providers.keys.clean(self._configuration.settings)
        await self._core.close()

    def _request_ended(self, outcome: Outcome) -> None:
        self._live.told(outcome)
        if outcome.asked:
            self._providers.request_ended(outcome)
            self._notices.request_ended(outcome)

    def _warned(self, warning: BudgetWarning) -> None:
        self._notices.budget(warning)

    def _happened(self, sentence: str) -> None:
        """On any thread."""
        log.warning("%s", sentence)
        self._loop.call_soon_threadsafe(self._notices.happened, sentence)

    def _settings_changed(self, settings: Settings) -> None:
        self._core.assembly.live.refresh()
        self._server.settings_changed(settings)
        self._spawn(partial(self._providers.settings_changed, settings))

    def _server_changed(self, state: ServerState) -> None:
        before, self._power = self._power, state.power
        if state.power is Power.FAILED and before is not Power.FAILED:
            self._notices.server(state.trouble)
        elif state.power is Power.ON:
            self._notices.server_works()

    def _forgotten(self) -> None:
        """A change can no more be taken back, and what it took away is gone for good."""
        settings = self._configuration.settings

        def can_bring_back(reference: str) -> bool:
            return self._configuration.can_bring_back(lambda old: reference in in_use(old))

        self._spawn(partial(self._providers.keys.clean, settings, can_bring_back))

    async def _begin(self) -> None:
        try:
            for sentence in await self._clients.recover():
                self._happened(sentence)
            await self._server.begin()
        finally:
            self._begun.set()
        # The rest may wait until the server is on.
        settings = self._configuration.settings
        await self._providers.settings_changed(settings)
        if self._power is Power.ON:
            await self._providers.keys.clean(settings)

    async def _watch(self) -> None:
        """Look now and then at what others change, and at the clock."""
        before = _now()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            now = _now()
            if now - before > _LOOK_SECONDS + _SLEPT_SECONDS:
                log.info("the machine slept: connections to providers are made anew")
                self._core.services.upstream.refresh()
            before = now
            await self._configuration.look()
            self._notices.recording(self._core.recording_trouble)
            version = self._core.people_version
            if version != self._people_version:
                self._people_version = version
                self._people.changed.tell(None)

    def _spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = self._loop.create_task(_guarded(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)


async def _guarded(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    try:
        await work()
    except Exception:
        log.exception("something behind the windows failed")
