"""What was used, from the database, and the requests of this moment."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from app.bootstrap.program.core import Core
from app.bootstrap.program.live_requests import LiveRequests, recorded_timeline
from app.desktop.program.history import Bucket, Grouping, Request, Timeline
from app.desktop.program.listeners import Listeners
from app.gateway.accounts.terms import zone
from app.storage.records import TranscriptBody
from app.storage.selection import Selection
from app.storage.totals import Group, Latency, Point, Totals

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.requests import StoredRow

_Result = TypeVar("_Result")


class StoredHistory:
    """Reads on one thread, a query after the other: the loop and its streams never wait."""

    def __init__(self, core: Core, live: LiveRequests) -> None:
        self._core = core
        self._live = live
        self._ended = self._written = 0  # how many have ended, and of these are known to be written
        live.changed.connect(self._count)

    @property
    def requests_changed(self) -> Listeners[Request]:
        """Told of each request when it begins, when its provider is known, and when it ended."""
        return self._live.changed

    @property
    def trouble(self) -> str:
        """Why usage is not recorded now."""
        return self._core.recording_trouble

    def running(self) -> Sequence[Request]:
        """The requests in progress."""
        return self._live.running()

    async def total(self, selection: Selection) -> Totals:
        """The sums of a selection."""

        def read(connection: "Connection") -> Totals:
            from app.storage import statistics

            return statistics.total(connection, selection)

        return await self._read(read)

    async def latency(self, selection: Selection) -> Latency:
        """The median and the 95th percentile of the time to the first delta."""

        def read(connection: "Connection") -> Latency:
            from app.storage import statistics

            return statistics.latency(connection, selection)

        return await self._read(read)

    async def grouped(self, selection: Selection, by: Grouping, limit: int = 200) -> list[Group]:
        """The sums by group, the most costly first."""
        rate = self._core.store.current.accounting.cny_per_usd

        def read(connection: "Connection") -> list[Group]:
            from app.storage import statistics

            return statistics.grouped(connection, selection, by, limit, cny_per_usd=rate)

        return await self._read(read)

    async def series(
        self, selection: Selection, bucket: Bucket, by: Grouping | None, top: int = 7
    ) -> list[Point]:
        """The sums over time in the user's own days."""
        days = zone(self._core.store.current.accounting)

        def read(connection: "Connection") -> list[Point]:
            from app.storage import statistics

            return statistics.series(connection, selection, bucket, days, by, top)

        return await self._read(read)

    async def requests(
        self, selection: Selection, before: int | None = None, limit: int = 200
    ) -> list[Request]:
        """Recorded requests, the newest first, from after the row `before`."""

        def read(connection: "Connection") -> list[Request]:
            from app.storage import requests

            return _named(connection, requests.page(connection, selection, before, limit))

        return await self._read(read)

    async def request(self, request_id: str) -> Request:
        """One request."""
        running = self._live.find(request_id)
        if running is not None:
            return running[0]
        return await self._find(request_id)

    async def timeline(self, request_id: str) -> Timeline:
        """What is known of its course."""
        running = self._live.find(request_id)
        if running is not None:
            return running[1]
        return recorded_timeline((await self._find(request_id)).row)

    async def transcript(self, request_id: str) -> list[TranscriptBody]:
        """What was kept of it word for word."""

        def read(connection: "Connection") -> list[TranscriptBody]:
            from app.storage import transcripts
            from app.storage.failure import UnknownError

            try:
                return transcripts.bodies(connection, request_id)
            except UnknownError:
                return []

        if self._live.find(request_id) is None:
            await self._core.flushed()
        return await self._core.read(read)

    async def size(self) -> int:
        """Bytes of the database on disk."""

        def read(connection: "Connection") -> int:
            from app.storage.inspection import size

            return size(connection)

        return await self._core.read(read)

    def _count(self, request: Request) -> None:
        self._ended += not request.running

    async def _read(self, call: "Callable[[Connection], _Result]") -> _Result:
        """What `call` finds when every request is written that was told to have ended."""
        ended = self._ended
        if ended > self._written:
            await self._core.flushed()
            self._written = max(self._written, ended)
        return await self._core.read(call)

    async def _find(self, request_id: str) -> Request:
        def read(connection: "Connection") -> Request:
            from app.storage import requests

            return _named(connection, [requests.find(connection, request_id)])[0]

        # One that has just ended is on its way to the database.
        await self._core.flushed()
        return await self._core.read(read)


def _named(connection: "Connection", found: "Sequence[StoredRow]") -> list[Request]:
    """The rows with the names of their users and keys."""
    from app.storage.labels import labels

    keys = labels(connection, "key", {each.row.key_id for each in found})
    users = labels(connection, "user", {each.row.user_id for each in found})
    return [
        Request(
            each.row,
            each.id,
            key_name=keys[each.row.key_id] or each.row.key_id,
            user_name=users[each.row.user_id],
        )
        for each in found
    ]
