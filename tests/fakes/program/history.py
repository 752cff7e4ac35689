"""A history in a list: the sums are added up row by row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from time import time

from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Attempt, Bucket, Grouping, Request, Timeline
from app.desktop.program.listeners import Listeners
from app.storage.records import TranscriptBody, UsageRow
from app.storage.selection import Selection
from app.storage.totals import OTHERS, Group, Latency, Point, Totals
from tests.fakes.program import sample
from tests.fakes.program.recorded import Recorded

_KEY: dict[Grouping, Callable[[UsageRow], str]] = {
    "user": lambda row: row.user_id,
    "key": lambda row: row.key_id,
    "profile": lambda row: row.profile,
    "provider": lambda row: row.provider,
    "model": lambda row: f"{row.provider}/{row.model}",
    "client": lambda row: row.client_program,
    "conversation": lambda row: row.conversation,
}


class FakeHistory(Recorded):
    """`rows` are the recorded, the oldest first; those of the sample as of `now_ms` by default.

    `begin` and `end` let a request run. `recorded` is whether transcripts were kept. `zone` is
    where days begin.
    """

    def __init__(
        self,
        rows: Iterable[UsageRow] | None = None,
        *,
        now_ms: int | None = None,
        zone: tzinfo = UTC,
    ) -> None:
        super().__init__()
        self.now_ms = now_ms if now_ms is not None else round(time() * 1000)
        self.rows = list(rows) if rows is not None else sample.rows(self.now_ms)
        self.requests_changed: Listeners[Request] = Listeners()
        self.trouble = ""
        self.recorded = True
        self.bytes = 48_000_000
        self._zone = zone
        self._running: dict[str, Request] = {}

    def begin(self, row: UsageRow | None = None) -> Request:
        """Let a request be in progress: the sample's, or `row`. Again, to tell its provider."""
        found = row if row is not None else sample.running(self.now_ms)
        request = self._named(found, 0, running=True)
        self._running[found.request_id] = request
        self.requests_changed.tell(request)
        return request

    def end(self, row: UsageRow | None = None) -> Request:
        """Let a request end and be recorded: `row`, or the one that began first, with an answer."""
        if row is None:
            first = next(iter(self._running.values())).row
            row = replace(
                first, status=200, accuracy="exact", fresh=1200, output=300, duration_ms=5200
            )
        self._running.pop(row.request_id, None)
        self.rows.append(row)
        request = self._named(row, len(self.rows))
        self.requests_changed.tell(request)
        return request

    def clear(self) -> None:
        """Forget everything that is recorded."""
        self.rows.clear()

    def running(self) -> Sequence[Request]:
        """Those that began and did not end."""
        return tuple(self._running.values())

    async def total(self, selection: Selection) -> Totals:
        """The sums of the rows."""
        await self._asked("total", selection)
        return _totals(self._chosen(selection))

    async def latency(self, selection: Selection) -> Latency:
        """The percentiles of the rows."""
        await self._asked("latency", selection)
        times = sorted(
            row.first_delta_ms for row in self._chosen(selection) if row.first_delta_ms is not None
        )
        if not times:
            return Latency()
        return Latency(times[(len(times) - 1) // 2], times[(len(times) - 1) * 95 // 100])

    async def grouped(self, selection: Selection, by: Grouping, limit: int = 200) -> list[Group]:
        """The sums by group."""
        await self._asked("grouped", selection, by, limit)
        return self._groups(self._chosen(selection), by)[:limit]

    async def series(
        self, selection: Selection, bucket: Bucket, by: Grouping | None, top: int = 7
    ) -> list[Point]:
        """The sums by day or hour."""
        await self._asked("series", selection, bucket, by, top)
        chosen = self._chosen(selection)
        groups = {group.key: group.label for group in self._groups(chosen, by)[:top]} if by else {}
        sorted_in: dict[tuple[int, str], list[UsageRow]] = {}
        for row in chosen:
            key = _KEY[by](row) if by else ""
            shown = key if by is None or key in groups else OTHERS
            sorted_in.setdefault((self._start(row, bucket), shown), []).append(row)
        return [
            Point(start, key, groups.get(key, ""), _totals(rows))
            for (start, key), rows in sorted(sorted_in.items())
        ]

    async def requests(
        self, selection: Selection, before: int | None = None, limit: int = 200
    ) -> list[Request]:
        """The newest first."""
        await self._asked("requests", selection, before, limit)
        chosen = set(map(id, self._chosen(selection)))
        last = len(self.rows) if before is None else before - 1
        found = (
            self._named(self.rows[number - 1], number)
            for number in range(last, 0, -1)
            if id(self.rows[number - 1]) in chosen
        )
        return [request for request, _ in zip(found, range(limit), strict=False)]

    async def request(self, request_id: str) -> Request:
        """One of the rows, or one in progress."""
        await self._asked("request", request_id)
        if request_id in self._running:
            return self._running[request_id]
        return self._find(request_id)

    async def timeline(self, request_id: str) -> Timeline:
        """A course that fits the row."""
        await self._asked("timeline", request_id)
        if request_id in self._running:
            row = self._running[request_id].row
            attempt = Attempt(row.provider, row.model, 3, row.duration_ms)
            return Timeline(1, 2, (attempt,), row.first_delta_ms)
        row = self._find(request_id).row
        attempts = [
            Attempt("siliconflow", row.model, 3 + n * 240, 180 + n * 240, 429, "rate_limited")
            for n in range(row.attempts - 1)
        ]
        began = 3 + len(attempts) * 240
        attempts.append(
            Attempt(row.provider, row.model, began, row.duration_ms, row.status, row.failure or "")
        )
        return Timeline(1, 2, tuple(attempts), row.first_delta_ms, row.duration_ms)

    async def transcript(self, request_id: str) -> list[TranscriptBody]:
        """The sample's, where transcripts are recorded."""
        await self._asked("transcript", request_id)
        return sample.transcript(self._find(request_id).row) if self.recorded else []

    async def size(self) -> int:
        """`bytes`."""
        await self._asked("size")
        return self.bytes

    def _find(self, request_id: str) -> Request:
        for number, row in enumerate(self.rows, 1):
            if row.request_id == request_id:
                return self._named(row, number)
        raise ProgramError("This request is not recorded.")

    def _named(self, row: UsageRow, number: int, *, running: bool = False) -> Request:
        key = next((key.name for key in sample.KEYS if key.id == row.key_id), "")
        user = next((user.name for user in sample.USERS if user.id == row.user_id), "")
        return Request(row, number, running, key, user)

    def _chosen(self, selection: Selection) -> list[UsageRow]:
        wanted = {
            "user_id": selection.user_id,
            "key_id": selection.key_id,
            "profile": selection.profile,
            "provider": selection.provider,
            "model": selection.model,
            "client_program": selection.client,
            "endpoint": selection.endpoint,
            "conversation": selection.conversation,
        }
        asked = {name: value for name, value in wanted.items() if value is not None}
        start, end = selection.start_ms, selection.end_ms
        return [
            row
            for row in self.rows
            if (start is None or row.started_ms >= start)
            and (end is None or row.started_ms < end)
            and all(getattr(row, name) == value for name, value in asked.items())
        ]

    def _groups(self, rows: list[UsageRow], by: Grouping) -> list[Group]:
        sorted_in: dict[str, list[UsageRow]] = {}
        for row in rows:
            sorted_in.setdefault(_KEY[by](row), []).append(row)
        groups = [Group(key, _label(by, key), _totals(of)) for key, of in sorted_in.items()]
        return sorted(groups, key=lambda g: (-g.totals.cost.get("USD", 0), -g.totals.tokens))

    def _start(self, row: UsageRow, bucket: Bucket) -> int:
        if bucket == "hour":
            return row.started_ms - row.started_ms % 3_600_000
        local = datetime.fromtimestamp(row.started_ms / 1000, self._zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return round(midnight.timestamp() * 1000)


def _label(by: Grouping, key: str) -> str:
    if by == "user":
        return next((user.name for user in sample.USERS if user.id == key), "")
    if by == "key":
        return next((each.name for each in sample.KEYS if each.id == key), "")
    return key


def _totals(rows: Sequence[UsageRow]) -> Totals:
    cost: dict[str, int] = {}
    saved: dict[str, int] = {}
    for row in rows:
        if row.cost_micros:
            cost[row.currency] = cost.get(row.currency, 0) + row.cost_micros
        if row.saved_micros:
            saved[row.currency] = saved.get(row.currency, 0) + row.saved_micros
    return Totals(
        requests=len(rows),
        failures=sum(row.failure is not None for row in rows),
        partials=sum(row.partial for row in rows),
        estimated=sum(row.accuracy == "estimated" for row in rows),
        unpriced=sum(row.cost_micros is None and row.fresh + row.output > 0 for row in rows),
        fresh=sum(row.fresh for row in rows),
        cache_read=sum(row.cache_read for row in rows),
        cache_write=sum(row.cache_write for row in rows),
        output=sum(row.output for row in rows),
        reasoning=sum(row.reasoning or 0 for row in rows),
        duration_ms=sum(row.duration_ms for row in rows),
        request_bytes=sum(row.request_bytes for row in rows),
        response_bytes=sum(row.response_bytes for row in rows),
        losses=sum(row.loss_count for row in rows),
        cost=cost,
        saved=saved,
    )
