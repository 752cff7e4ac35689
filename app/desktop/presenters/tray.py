"""What the icon, its menu and the small window show, and what their entries do."""

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from app.connect.clients.client import Access
from app.connect.snippets import snippets
from app.desktop.presenters import tray_route
from app.desktop.presenters.presenter import Presenter
from app.desktop.presenters.tray_state import Mark, ProviderChoice, Today, TrayState
from app.desktop.program import Program
from app.desktop.program.clients import ClientState, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request
from app.desktop.program.listeners import Listeners
from app.desktop.program.notices import Notice
from app.desktop.program.people import BudgetState
from app.desktop.program.server import Power
from app.platform.local_zone import local_zone
from app.storage.selection import Selection

AN_HOUR = 3600.0
_SNIPPETS = tuple(snippet.title for snippet in snippets(Access("", "")))
_ERROR_LASTS_MS = 3_600_000  # as long as `Notices.last_error` remembers one


class TrayPresenter(Presenter):
    """Costs nothing while nothing happens: what changes is told at most every `tell_after` seconds,
    and today's sums are read at most every `read_after` seconds, after requests only.

    `to_copy` hears text that a person asked to have on the clipboard. `now` is seconds since 1970.
    """

    def __init__(
        self,
        program: Program,
        *,
        tell_after: float = 0.2,
        read_after: float = 4.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.to_copy: Listeners[str] = Listeners()
        self._program = program
        self._tell_after, self._read_after, self._now = tell_after, read_after, now
        self._today = Today()
        self._clients: tuple[ClientState, ...] = ()
        self._telling: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._midnight: asyncio.TimerHandle | None = None
        self._forgetting: asyncio.TimerHandle | None = None
        self._looking: asyncio.Task[None] | None = None
        self._last_read = -read_after
        for ending in (
            program.server.changed.connect(self._told),
            program.configuration.changed.connect(self._configured),
            program.providers.changed.connect(self._told),
            program.people.changed.connect(self._read_soon),
            program.history.requests_changed.connect(self._request),
            program.notices.told.connect(self._noticed),
            program.clients.changed.connect(self._clients_changed),
        ):
            self.watch(ending)

    @property
    def state(self) -> TrayState:
        """Everything that is shown, as of now."""
        program = self._program
        settings = program.configuration.settings
        statuses = program.providers.statuses()
        server = program.server.state
        on = server.power in (Power.ON, Power.STARTING)
        last_error = program.notices.last_error
        running = bool(server.running or program.history.running())
        return TrayState(
            server=server,
            mark=Mark(
                on=on,
                busy=on and running,
                trouble=server.power is Power.FAILED or last_error is not None,
            ),
            routes=tray_route.routes(settings, {each.name: each for each in statuses}),
            providers=tuple(
                ProviderChoice(each.name, each.label, each.health)
                for each in statuses
                if each.enabled
            ),
            today=self._today,
            last_error=last_error,
            clients=self._clients,
            snippets=_SNIPPETS,
            restores=settings.desktop.restore_at_quit,
        )

    def begin(self) -> None:
        """Read today's sums for the first time."""
        self._read_soon()

    def close(self) -> None:
        """End every timer as well."""
        for timer in (self._telling, self._reading, self._midnight, self._forgetting):
            if timer is not None:
                timer.cancel()
        super().close()

    # What a person does.

    def toggle(self) -> None:
        """Switch the server on or off; on where it failed or is paused."""
        server = self._program.server
        self.spawn(server.stop() if self.state.runs else server.start())

    def pause(self) -> None:
        """Off for an hour."""
        self.spawn(self._program.server.pause(AN_HOUR))

    def resume(self) -> None:
        """End a pause."""
        self.spawn(self._program.server.start())

    def look(self) -> None:
        """The menu opens: read what nothing tells of."""
        self._read_soon()
        self._look_for_clients()

    def choose_provider(self, profile: str, provider: str) -> None:
        """Send what no rule of `profile` names to `provider`, and there to the model it had."""
        for known in self._program.providers.statuses():
            if known.name == provider:
                remembered = self._program.system.recall(_memory(profile, provider))
                self._route(profile, provider, tray_route.fitting_model(known.models, remembered))

    def choose_model(self, profile: str, model: str) -> None:
        """Use another model of the provider that `profile` goes to."""
        now = next((each for each in self.state.routes if each.profile == profile), None)
        if now is not None and now.provider:
            self._route(profile, now.provider, model)

    def follow_default(self, profile: str) -> None:
        """Let `profile` go where the default goes."""
        change = functools.partial(tray_route.as_default, profile=profile)
        self.spawn(self._program.configuration.change(f"{profile}: as the default", change))

    def dismiss(self) -> None:
        """The last error was seen."""
        self._program.notices.dismiss()
        self._tell_soon()

    def connect(self, client_id: str) -> None:
        """Make a client use us: as its default where a file can, else by a file of its own."""
        client = next((each for each in self._clients if each.id == client_id), None)
        ways = client.ways if client is not None else ()
        way = next((each for each in (Way.DEFAULT, Way.PROFILE_FILE) if each in ways), None)
        if client is not None and way is not None:
            self.spawn(_done(self._program.clients.connect(client_id, way, client.profile)))

    def disconnect(self, client_id: str) -> None:
        """Put a client's own settings back."""
        self.spawn(_done(self._program.clients.disconnect(client_id)))

    def copy_address(self) -> None:
        """The base URL."""
        self.to_copy.tell(self._program.server.state.address)

    def copy_key(self) -> None:
        """The key of this machine's clients."""

        async def copied() -> None:
            self.to_copy.tell(await self._program.server.client_key())

        self.spawn(copied())

    def copy_launch(self, client_id: str) -> None:
        """A command that starts a client through us."""

        async def copied() -> None:
            self.to_copy.tell((await self._program.clients.launch_command(client_id)).text)

        self.spawn(copied())

    def copy_snippet(self, title: str) -> None:
        """Ready text for an SDK or a shell."""

        async def copied() -> None:
            # Asked for no sooner: it needs a key, and so the keyring, which may ask a person.
            for snippet in await self._program.clients.snippets():
                if snippet.title == title:
                    self.to_copy.tell(snippet.text)

        self.spawn(copied())

    # What happens by itself.

    def _told(self, _what: object) -> None:
        self._tell_soon()

    def _configured(self, _what: object) -> None:
        self._tell_soon()
        self._read_soon()

    def _request(self, request: Request) -> None:
        self._tell_soon()
        if not request.running:
            self._read_soon()

    def _noticed(self, notice: Notice) -> None:
        self._tell_soon()
        if self._forgetting is not None:
            self._forgetting.cancel()
        left = (notice.at_ms + _ERROR_LASTS_MS) / 1000 - self._now()
        self._forgetting = _later(max(left, 0.0) + 1.0, self._tell_soon)

    def _clients_changed(self, _what: None) -> None:
        if self._clients:
            self._look_for_clients()

    def _tell_soon(self) -> None:
        if self._telling is None:
            self._telling = _later(self._tell_after, self._tell)

    def _tell(self) -> None:
        self._telling = None
        self.changed.tell(None)

    def _read_soon(self, _what: object = None) -> None:
        if self._reading is None:
            passed = time.monotonic() - self._last_read
            self._reading = _later(max(self._read_after - passed, 0.0), self._read)

    def _read(self) -> None:
        self._reading = None  # what ends while we read is read afterwards
        self._last_read = time.monotonic()
        self.spawn(self._read_today())

    async def _read_today(self) -> None:
        start, end = self._day()
        try:
            total = await self._program.history.total(Selection(start_ms=start))
            budgets = await self._program.people.budgets()
        except ProgramError:
            self._today = Today()  # the windows say why; the tray has no number to show
        else:
            self._today = Today(
                tokens=total.tokens,
                requests=total.requests,
                unpriced=total.unpriced,
                cost=total.cost,
                budget=tightest(budgets),
                known=True,
            )
        if self._midnight is not None:
            self._midnight.cancel()
        self._midnight = _later(max(end / 1000 - self._now(), 1.0), self._read_soon)
        self._tell_soon()

    def _day(self) -> tuple[int, int]:
        name = self._program.configuration.settings.accounting.timezone
        zone: tzinfo = ZoneInfo(name) if name else local_zone()
        today = datetime.fromtimestamp(self._now(), UTC).astimezone(zone).date()
        midnights = (
            datetime(day.year, day.month, day.day, tzinfo=zone)
            for day in (today, today + timedelta(days=1))
        )
        start, end = (int(each.timestamp() * 1000) for each in midnights)
        return start, end

    def _look_for_clients(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = self.spawn(self._look())

    async def _look(self) -> None:
        found = await self._program.clients.look()
        self._clients = tuple(client for client in found if client.binary or client.connected)
        self._tell_soon()

    def _route(self, profile: str, provider: str, model: str) -> None:
        change = functools.partial(
            tray_route.switched, profile=profile, provider=provider, model=model
        )

        left = next((each for each in self.state.routes if each.profile == profile), None)

        async def switch() -> None:
            await self._program.configuration.change(f"{profile}: {provider}", change)
            remember = self._program.system.remember
            if left is not None and left.provider:
                remember(_memory(profile, left.provider), left.model)
            remember(_memory(profile, provider), model)

        self.spawn(switch())


def tightest(budgets: Sequence[BudgetState]) -> BudgetState | None:
    """The active budget of which the largest share is spent, None where there is none."""
    active = [each for each in budgets if each.budget.active and each.budget.limit_micros > 0]
    return max(active, key=lambda each: each.spent_micros / each.budget.limit_micros, default=None)


def _memory(profile: str, provider: str) -> str:
    return f"tray.model.{profile}.{provider}"


def _later(seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle:
    return asyncio.get_running_loop().call_later(seconds, call)


async def _done(work: Awaitable[object]) -> None:
    await work
