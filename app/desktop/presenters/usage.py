"""What was used: its days, its sums and its parts, read again while requests come in."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from pathlib import Path
from time import time
from zoneinfo import ZoneInfo

from app.desktop.presenters.presenter import Presenter
from app.desktop.presenters.tray import tightest
from app.desktop.presenters.usage_csv import csv_text
from app.desktop.presenters.usage_span import Days, Span, days_of, in_order, local, midnight_ms
from app.desktop.presenters.usage_state import By, Filters, Measure, Offer, Slot, UsageState
from app.desktop.program import Program
from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request
from app.desktop.program.listeners import Listeners
from app.desktop.wording import translate
from app.platform import atomic
from app.platform.local_zone import local_zone
from app.settings.schema import Settings
from app.storage.selection import Selection
from app.storage.totals import OTHERS, Group, Point, Totals

EVERY_SECONDS = 2.0
_TOP = 7
_YEAR_DAYS = 53 * 7 - 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the offer and the year were read for, so that they are read no more than needed."""

    offer: tuple[Days, tzinfo] | None = None
    year: tuple[date, Filters] | None = None


class UsagePresenter(Presenter):
    """`state` is what the window shows; a query never overlaps another one of this window.

    Requests that end are taken in at most every `every` seconds. `clock` gives seconds since 1970.
    `saved` is told the path of a file that was written.
    """

    def __init__(
        self,
        program: Program,
        *,
        every: float = EVERY_SECONDS,
        clock: Callable[[], float] = time,
    ) -> None:
        super().__init__()
        self.saved: Listeners[str] = Listeners()
        self._program = program
        self._every = every
        self._clock = clock
        self._chosen: Days | None = None
        self._asked = _Asked()
        self._wanted = False
        self._read_at = self._ended_at = -every
        self._reading: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        today = self._today()
        self.state = UsageState(Days(today, today), today=today)
        self._settings_hold(program.configuration.settings)

    @property
    def zone(self) -> tzinfo:
        """Where the user's days begin."""
        name = self._program.configuration.settings.accounting.timezone
        return ZoneInfo(name) if name else local_zone()

    def start(self) -> None:
        """Read, and keep up with what happens until `close`."""
        self.watch(self._program.history.requests_changed.connect(self._request_changed))
        self.watch(self._program.configuration.changed.connect(self._settings_changed))
        self.watch(self._program.people.changed.connect(lambda _: self.refresh()))
        self.refresh()

    def close(self) -> None:
        """Read no more, until `start` is called again."""
        super().close()
        self._reading, self._wanted = None, False

    def refresh(self) -> None:
        """Read everything again, now."""
        self._want()
        self._wake.set()

    def choose_span(self, span: Span) -> None:
        """Show other days; "custom" begins with those that are shown."""
        self._chosen = self._chosen or self.state.days
        self._show(replace(self.state, span=span, days=self._days(span)))

    def choose_days(self, first: date, last: date) -> None:
        """Show the days that a person chose."""
        self._chosen = in_order(first, last, self._today())
        self._show(replace(self.state, span="custom", days=self._chosen))

    def choose_by(self, by: By) -> None:
        """Stack and list by something else."""
        self._show(replace(self.state, by=by))

    def choose_measure(self, measure: Measure) -> None:
        """Show money, tokens or requests; everything is there already."""
        self.state = replace(self.state, measure=measure)
        self.changed.tell(None)

    def filter_by(self, *, provider: str = "", model: str = "", client: str = "") -> None:
        """Narrow to these; "" is all of them."""
        filters = Filters(provider or None, model or None, client or None)
        self._show(replace(self.state, filters=filters))

    def selection(self) -> Selection:
        """Every request of the days that are shown."""
        zone = self.zone
        days = self.state.days
        return self._filtered(days.begin_ms(zone), days.end_ms(zone))

    def selection_of_slot(self, start_ms: int, key: str) -> Selection:
        """The requests of one bar, or of one of its parts."""
        starts = [slot.start_ms for slot in self.state.slots]
        later = [start for start in starts if start > start_ms]
        end_ms = min(later) if later else self.state.days.end_ms(self.zone)
        return self._of_group(self._filtered(start_ms, end_ms), key)

    def selection_of_group(self, key: str) -> Selection:
        """The requests of one row of the table."""
        return self._of_group(self.selection(), key)

    def selection_of_day(self, day: date) -> Selection:
        """The requests of one day of the year."""
        zone = self.zone
        return self._filtered(midnight_ms(day, zone), midnight_ms(day + timedelta(days=1), zone))

    def csv(self) -> str:
        """The table as a file."""
        return csv_text(self.state.groups)

    def save_csv(self, path: Path) -> None:
        """Write the table into a file, beside the loop."""
        self.spawn(self._save(path, self.csv()))

    def _want(self) -> None:
        self._wanted = True
        if self._reading is None or self._reading.done():
            self._reading = self.spawn(self._read_while_wanted())

    def _request_changed(self, request: Request) -> None:
        if not request.running:
            self._ended_at = asyncio.get_running_loop().time()
            self._want()

    def _settings_changed(self, settings: Settings) -> None:
        self._settings_hold(settings)
        self.refresh()

    def _settings_hold(self, settings: Settings) -> None:
        money = settings.accounting
        self.state = replace(self.state, currency=money.currency, cny_per_usd=money.cny_per_usd)

    def _show(self, state: UsageState) -> None:
        self.state = replace(state, loading=True)
        self.changed.tell(None)
        self.refresh()

    async def _read_while_wanted(self) -> None:
        while self._wanted:
            await self._rest()
            self._wanted = False
            self._wake.clear()
            await self._read()
            self._read_at = asyncio.get_running_loop().time()
            if not self._wanted:
                self.state = replace(self.state, loading=False)
            self.changed.tell(None)

    async def _rest(self) -> None:
        """Let some time pass since the last reading, unless a person waits.

        A request is told of before its row is in the database, which takes the ledger a moment.
        """
        due = max(self._read_at + self._every, self._ended_at + self._every / 2)
        left = due - asyncio.get_running_loop().time()
        if left > 0 and not self._wake.is_set():
            try:
                await asyncio.wait_for(self._wake.wait(), left)
            except TimeoutError:
                pass

    async def _read(self) -> None:
        today = self._today()
        self.state = replace(self.state, today=today, days=self._days(self.state.span))
        asked = self.state
        try:
            read = await self._read_days(asked)
        except ProgramError as error:
            self.state = replace(self.state, trouble=error.message)
            return
        now = self.state
        if (now.days, now.by, now.filters) != (asked.days, asked.by, asked.filters):
            return  # a person has chosen something else meanwhile, which is read next
        self.state = replace(
            read,
            span=now.span,
            measure=now.measure,
            currency=now.currency,
            cny_per_usd=now.cny_per_usd,
            trouble=self._program.history.trouble,
            known=True,
        )

    async def _read_days(self, state: UsageState) -> UsageState:
        history, zone = self._program.history, self.zone
        days = state.days
        selection = self._filtered(days.begin_ms(zone), days.end_ms(zone))
        totals = await history.total(selection)
        latency = await history.latency(selection)
        groups = await history.grouped(selection, state.by)
        points = await history.series(selection, days.bucket, state.by, _TOP)
        budget = tightest(await self._program.people.budgets())
        offer = await self._read_offer(state, zone, groups)
        year = await self._read_year(state, zone)
        keys = {point.key for point in points}
        ranked = [group.key for group in groups if group.key in keys]
        rest = sorted(keys - set(ranked) - {OTHERS})
        return replace(
            state,
            totals=totals,
            latency=latency,
            groups=tuple(groups),
            slots=_slots(days, zone, points),
            parts=(*ranked, *rest, *({OTHERS} & keys)),
            budget=budget,
            offer=offer,
            year=year,
        )

    async def _read_offer(self, state: UsageState, zone: tzinfo, groups: Sequence[Group]) -> Offer:
        """Read what can be filtered for: for other days, and where something new was used."""
        wanted, old = (state.days, zone), state.offer
        offered = {"", *old.providers, *old.models, *old.clients}
        if self._asked.offer == wanted and offered.issuperset(group.key for group in groups):
            return old
        history = self._program.history
        whole = Selection(state.days.begin_ms(zone), state.days.end_ms(zone))
        models = sorted(group.key for group in await history.grouped(whole, "model") if group.key)
        clients = sorted(group.key for group in await history.grouped(whole, "client") if group.key)
        self._asked = replace(self._asked, offer=wanted)
        providers = sorted({key.partition("/")[0] for key in models} - {""})
        return Offer(tuple(providers), tuple(models), tuple(clients))

    async def _read_year(self, state: UsageState, zone: tzinfo) -> Mapping[date, Totals]:
        """Read the year once a day, and afterwards today's sums alone."""
        history = self._program.history
        wanted = (state.today, state.filters)
        known = self._asked.year == wanted
        first = state.today if known else state.today - timedelta(days=_YEAR_DAYS)
        selection = self._filtered(midnight_ms(first, zone), None)
        points = await history.series(selection, "day", None)
        self._asked = replace(self._asked, year=wanted)
        read = {local(point.start_ms, zone).date(): point.totals for point in points}
        return {**state.year, **read} if known else read

    def _days(self, span: Span) -> Days:
        return days_of(span, self._today(), self._chosen or self.state.days)

    def _today(self) -> date:
        return local(round(self._clock() * 1000), self.zone).date()

    def _filtered(self, start_ms: int, end_ms: int | None) -> Selection:
        filters = self.state.filters
        provider, model = filters.provider, None
        if filters.model is not None:
            provider, _, model = filters.model.partition("/")
        return Selection(start_ms, end_ms, provider=provider, model=model, client=filters.client)

    def _of_group(self, selection: Selection, key: str) -> Selection:
        if not key or key == OTHERS:
            return selection
        if self.state.by == "model":
            provider, _, model = key.partition("/")
            return replace(selection, provider=provider, model=model)
        if self.state.by == "provider":
            return replace(selection, provider=key)
        return replace(selection, client=key)

    async def _save(self, path: Path, text: str) -> None:
        try:
            # Spreadsheets take a file without this mark for one in the system's old code page.
            await asyncio.to_thread(atomic.write, path, text.encode("utf-8-sig"))
        except OSError as error:
            words = translate("Usage", "{path} could not be written: {reason}.")
            raise ProgramError(words.format(path=path, reason=error.strerror)) from None
        self.saved.tell(str(path))


def _slots(days: Days, zone: tzinfo, points: list[Point]) -> tuple[Slot, ...]:
    """Every hour or day, those without requests too."""
    found: dict[int, dict[str, Totals]] = {start: {} for start in days.starts(zone)}
    for point in points:
        found.setdefault(point.start_ms, {})[point.key] = point.totals
    return tuple(Slot(start, local(start, zone), parts) for start, parts in sorted(found.items()))
