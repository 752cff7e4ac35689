"""What was used, request by request and summed, read from the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from app.desktop.program.listeners import Listeners
from app.storage.records import TranscriptBody, UsageRow
from app.storage.selection import Selection
from app.storage.totals import Group, Latency, Point, Totals

Grouping = Literal["user", "key", "profile", "provider", "model", "client", "conversation"]
Bucket = Literal["hour", "day"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of a provider; milliseconds since the request began. `failure` is "" if it served.

    `ended_ms` of the attempt that answered is when its answer ended.
    """

    provider: str
    model: str
    began_ms: int
    ended_ms: int
    status: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A request's life in milliseconds since it began; None where it did not come so far."""

    guarded_ms: int | None = None
    routed_ms: int | None = None
    attempts: tuple[Attempt, ...] = ()
    first_delta_ms: int | None = None
    ended_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `row_id` is its place among the recorded, 0 while it runs or waits to be."""

    row: UsageRow
    row_id: int = 0
    running: bool = False
    key_name: str = ""
    user_name: str = ""


class History(Protocol):
    """Reads off the loop. Every coroutine raises `ProgramError` where the database cannot."""

    @property
    def requests_changed(self) -> Listeners[Request]:
        """Told of each request when it begins, when its provider is known, and when it ended."""
        ...

    @property
    def trouble(self) -> str:
        """Why usage is not recorded now, "" where it is."""
        ...

    def running(self) -> Sequence[Request]:
        """The requests in progress."""
        ...

    async def total(self, selection: Selection) -> Totals:
        """The sums of a selection."""
        ...

    async def latency(self, selection: Selection) -> Latency:
        """The median and the 95th percentile of the time to the first delta."""
        ...

    async def grouped(self, selection: Selection, by: Grouping, limit: int = 200) -> list[Group]:
        """The sums by group, the most costly first."""
        ...

    async def series(
        self, selection: Selection, bucket: Bucket, by: Grouping | None, top: int = 7
    ) -> list[Point]:
        """The sums over time in the user's own days; empty buckets are left out."""
        ...

    async def requests(
        self, selection: Selection, before: int | None = None, limit: int = 200
    ) -> list[Request]:
        """Recorded requests, the newest first, from after the row `before`."""
        ...

    async def request(self, request_id: str) -> Request:
        """One request. Raises `ProgramError` where there is none."""
        ...

    async def timeline(self, request_id: str) -> Timeline:
        """What is known of its course; attempts are empty where they were not recorded."""
        ...

    async def transcript(self, request_id: str) -> list[TranscriptBody]:
        """What was kept of it word for word, secrets taken out; empty where nothing was."""
        ...

    async def size(self) -> int:
        """Bytes of the database on disk."""
        ...
