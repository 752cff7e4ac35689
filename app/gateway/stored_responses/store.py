"""Where answers are kept that clients go on from: in memory, and on disk where that is wanted."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from weakref import WeakSet

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.wire_json import dump, load_request
from app.gateway.stored_responses import history
from app.gateway.stored_responses.shelf import Shelf
from app.settings.schema import ResponseSettings
from app.storage.failure import DatabaseError
from app.storage.records import LONGEST_BYTES, KeptResponse

log = logging.getLogger(__name__)

_MEGABYTE = 1_000_000
# In front of the disk: what is gone on from at once is not read back.
_IN_FRONT_BYTES = 16 * _MEGABYTE
# What one connection remembers of answers that are not to be stored, while all of them together
# remember less than that; and what each may remember in any case.
LOCAL_BYTES = 32 * _MEGABYTE
ALL_LOCAL_BYTES = 256 * _MEGABYTE
_LEAST_LOCAL_BYTES = 2 * _MEGABYTE
# Another gateway's answer may still be on its way to the database that they share.
_LATE_SECONDS = (0.3, 0.7)
# What a server that has just started does before its database is open.
_OPENING_SECONDS = 5.0
_MOST_EARLY = 200


class Archive(Protocol):
    """Answers on disk. All but `keep` block; times are milliseconds since 1970."""

    shared: bool

    def keep(self, kept: KeptResponse, now_ms: int) -> None:
        """Write the answer soon; returns at once."""
        ...

    def chain(self, key_id: str, response_id: str, since_ms: int) -> list[KeptResponse]:
        """See `app.storage.kept_responses.chain`. Raises `DatabaseError`."""
        ...

    def holding(
        self, key_id: str, items: Sequence[str], since_ms: int
    ) -> Mapping[str, KeptResponse]:
        """See `app.storage.kept_responses.holding`. Raises `DatabaseError`."""
        ...

    def forget(self, key_id: str, response_id: str) -> bool:
        """See `app.storage.kept_responses.forget`. Raises `DatabaseError`."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """A request with its history in it.

    `body` says everything itself. `original` is as it came, for the provider `holder`, which holds
    all that it points at; "" where nobody does. `items` are what the request itself said, None
    where they are the body's own; `chain` is what it goes on from, the newest first, `linked`
    whether others than its connection may go on from that. `complete` is false where it points at
    what is not kept here.
    """

    body: bytes
    original: bytes
    holder: str = ""
    items: tuple[Any, ...] | None = None
    chain: tuple[KeptResponse, ...] = ()
    linked: bool = False
    complete: bool = True


class ResponseStore:
    """The answers of all client keys; `clock` tells seconds since 1970.

    What the settings say holds for each call: `policy`. Where the disk fails, memory alone is used,
    and that is logged.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._archive: Archive | None = None
        self._attached = asyncio.Event()
        self._early: list[tuple[KeptResponse, int]] = []
        self._clock = clock
        self._shelf = Shelf()
        self._locals = WeakSet[Shelf]()

    def attach(self, archive: Archive) -> None:
        """The disk is there: what has waited for it is written."""
        self._archive = archive
        early, self._early = self._early, []
        for kept, now_ms in early:
            archive.keep(kept, now_ms)
        self._attached.set()

    def local(self) -> Shelf:
        """What one connection alone remembers, for as long as it holds this."""
        shelf = Shelf()
        self._locals.add(shelf)
        return shelf

    async def told(
        self, key_id: str, body: bytes, policy: ResponseSettings, local: Shelf | None = None
    ) -> Told:
        """The request with its history in it; `local` holds answers of its connection alone.

        Raises `Refused`: BAD_REQUEST where the body is no JSON object, TOO_LARGE where its history
        is too long to be put into it.
        """
        try:
            return await self._told(key_id, body, policy, local)
        except history.TooLongError:
            megabytes = LONGEST_BYTES // (1024 * 1024)
            message = (
                f"What this request points at takes more than {megabytes} MB when it is put into "
                "its place. Compact the conversation, or begin a new one."
            )
            failure = Failure(FailureKind.TOO_LARGE, message, status=413, retryable=False)
            raise Refused(failure) from None

    async def _told(
        self, key_id: str, body: bytes, policy: ResponseSettings, local: Shelf | None
    ) -> Told:
        if policy.keep == "off":
            self._shelf.clear()  # it was on until a moment ago, perhaps
        if not history.points(body):
            return Told(body, body)
        request = load_request(body)
        wanted = history.pointers(request)
        if not (wanted.previous or wanted.items):
            return Told(body, body)
        chain: list[KeptResponse] = []
        if wanted.previous:
            chain = await self.chain(key_id, wanted.previous, policy, local)
        holders = await self._holding(key_id, wanted.items, policy, local)
        room = LONGEST_BYTES - len(body) - sum(kept.size for kept in chain)
        items = history.resolved(history.items_of(request.get("input")), holders, room)
        if chain and room < 0:
            raise history.TooLongError
        found = bool(chain) or not wanted.previous
        complete = found and all(item in holders for item in wanted.items)
        providers = {kept.provider for kept in (*chain[:1], *holders.values())}
        holder = providers.pop() if complete and len(providers) == 1 else ""
        whole = [*history.said(chain), *items]
        told = history.with_history(request, whole) if found else body
        linked = bool(chain) and (local is None or not local.holds(key_id, chain[0].id))
        return Told(told, body, holder, tuple(items), tuple(chain), linked, complete)

    def keep(
        self,
        key_id: str,
        told: Told,
        answer: bytes,
        policy: ResponseSettings,
        *,
        provider: str = "",
        local: Shelf | None = None,
    ) -> None:
        """Remember the answer to a request; `provider` is who keeps it, too, "" for nobody.

        Where the client asked for the contrary, or the settings do, it is kept on `local` alone.
        """
        stored = policy.keep != "off" and history.may_be_stored(told.original)
        if not told.complete or not (stored or local is not None):
            return
        items = told.items
        if items is None:
            items = tuple(history.items_of(load_request(told.body).get("input")))
        kept = history.record(key_id, items, answer, provider if stored else "")
        if kept is None:
            return
        # There are servers that give each answer the same id: it cannot go on from itself.
        again = any(earlier.id == kept.id for earlier in told.chain)
        if told.chain and not again and (told.linked or not stored):
            kept = replace(kept, previous=told.chain[0].id)
        elif told.chain:
            # What a connection alone remembers is no beginning for others.
            kept = replace(kept, input=dump([*history.said(told.chain), *items]))
        if stored:
            self._keep(kept, self._clock(), policy)
        elif local is not None:
            others = sum(shelf.size for shelf in self._locals if shelf is not local)
            room = max(_LEAST_LOCAL_BYTES, ALL_LOCAL_BYTES - others)
            local.keep(kept, self._clock(), min(LOCAL_BYTES, room))

    async def chain(
        self,
        key_id: str,
        response_id: str,
        policy: ResponseSettings,
        local: Shelf | None = None,
    ) -> list[KeptResponse]:
        """The answer and all before it, the newest first; [] where any of it is not here."""
        now = self._clock()
        since = now - policy.hours * 3600
        found = local.chain(key_id, response_id, now) if local is not None else []
        wanted = found[-1].previous if found else response_id
        if wanted and policy.keep != "off":
            found += self._shelf.chain(key_id, wanted, now, since)
            wanted = found[-1].previous if found else response_id
        if wanted and (archive := await self._on_disk(policy)) is not None:
            found += await self._archived(archive, key_id, wanted, int(since * 1000))
        return found if found and not found[-1].previous else []

    async def response(
        self, key_id: str, response_id: str, policy: ResponseSettings
    ) -> KeptResponse | None:
        """The answer of this id, None where it is not kept."""
        now = self._clock()
        since = now - policy.hours * 3600
        found: list[KeptResponse] = []
        if policy.keep != "off":
            found = self._shelf.chain(key_id, response_id, now, since)
        if not found and (archive := await self._on_disk(policy)) is not None:
            found = await self._archived(archive, key_id, response_id, int(since * 1000))
        return found[0] if found else None

    async def forget(
        self, key_id: str, response_id: str, policy: ResponseSettings
    ) -> KeptResponse | None:
        """The answer, which is gone from now on; None where there was none.

        Raises `DatabaseError` where the disk cannot forget it now.
        """
        known = await self.response(key_id, response_id, policy)
        self._shelf.forget(key_id, response_id)
        if (archive := await self._on_disk(policy)) is not None:
            await asyncio.to_thread(archive.forget, key_id, response_id)
        return known

    def _keep(self, kept: KeptResponse, now: float, policy: ResponseSettings) -> None:
        limit, since = policy.megabytes * _MEGABYTE, now - policy.hours * 3600
        if policy.keep != "disk":
            self._shelf.keep(kept, now, limit, since)
            return
        self._shelf.keep(kept, now, min(limit, _IN_FRONT_BYTES), since)
        if self._archive is not None:
            self._archive.keep(kept, int(now * 1000))
        elif len(self._early) < _MOST_EARLY:
            self._early.append((kept, int(now * 1000)))

    async def _on_disk(self, policy: ResponseSettings) -> Archive | None:
        """The disk, where answers are kept there; a server that has just started has none yet."""
        if policy.keep != "disk":
            return None
        if self._archive is None:
            try:
                async with asyncio.timeout(_OPENING_SECONDS):
                    await self._attached.wait()
            except TimeoutError:
                self._attached.set()  # nobody waits for it a second time
        return self._archive

    async def _holding(
        self, key_id: str, items: Sequence[str], policy: ResponseSettings, local: Shelf | None
    ) -> Mapping[str, KeptResponse]:
        since = self._clock() - policy.hours * 3600
        found: dict[str, KeptResponse] = {}
        for item in items:
            kept = local.holding(key_id, item, float("-inf")) if local is not None else None
            if kept is None and policy.keep != "off":
                kept = self._shelf.holding(key_id, item, since)
            if kept is not None:
                found[item] = kept
        missing = [item for item in items if item not in found]
        if missing and (archive := await self._on_disk(policy)) is not None:
            try:
                found |= await asyncio.to_thread(
                    archive.holding, key_id, missing, int(since * 1000)
                )
            except DatabaseError as error:
                log.warning("kept answers cannot be read: %s", error)
        return found

    async def _archived(
        self, archive: Archive, key_id: str, response_id: str, since_ms: int
    ) -> list[KeptResponse]:
        try:
            for wait in (*_LATE_SECONDS, None) if archive.shared else (None,):
                found = await asyncio.to_thread(archive.chain, key_id, response_id, since_ms)
                if found or wait is None:
                    return found
                await asyncio.sleep(wait)
        except DatabaseError as error:
            log.warning("kept answers cannot be read: %s", error)
        return []
