"""What requests and answers said, word for word, for those who switched that on.

Bodies are compressed here; they come with their secrets taken out already.
"""

import base64
import datetime
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, false, func, insert, select, tuple_

from app.storage.failure import DatabaseError, Fault, UnknownError
from app.storage.names import storable
from app.storage.records import Transcribed, TranscriptBody
from app.storage.schema import transcripts as table
from app.storage.secure_delete import overwrite_what_is_deleted

# The place of a request in the list: its `started_ms` and `request_id`.
Place = tuple[int, str]

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TranscriptFilter:
    """Requests for which everything that is named here holds; None is "any".

    From `start_ms` to before `end_ms`, in milliseconds since 1970, UTC.
    """

    start_ms: int | None = None
    end_ms: int | None = None
    user_id: str | None = None
    key_id: str | None = None
    conversation: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """A request that has a transcript: of so many `bodies`, of `size` bytes and `stored` ones.

    `size` is what went over the wire, `stored` what is left of it on disk.
    """

    request: Transcribed
    bodies: int
    size: int
    stored: int

    @property
    def place(self) -> Place:
        """Where the next page begins after this one."""
        return self.request.started_ms, self.request.request_id


ALL = TranscriptFilter()


def store(connection: Connection, request: Transcribed, bodies: Sequence[TranscriptBody]) -> None:
    """Keep the bodies of one request."""
    rows = [
        {
            "request_id": request.request_id,
            "started_ms": request.started_ms,
            "user_id": request.user_id,
            "key_id": request.key_id,
            "conversation": request.conversation,
            "side": body.side,
            "attempt": body.attempt,
            "content_type": body.content_type,
            "size": body.size,
            "truncated": body.truncated,
            "body": zlib.compress(body.body),
        }
        for body in bodies
    ]
    if rows:
        connection.execute(insert(table), rows)


def stored_requests(
    connection: Connection,
    wanted: TranscriptFilter = ALL,
    *,
    limit: int = 50,
    before: Place | None = None,
) -> list[StoredTranscript]:
    """The requests that have a transcript, the newest first: those after `before` in that order."""
    return _listed(connection, wanted, limit, before, newest_first=True)


def bodies(connection: Connection, request_id: str) -> list[TranscriptBody]:
    """All bodies of a request, in the order in which they came to be.

    Raises `UnknownError` where none is kept, `DatabaseError` (CORRUPT) where one is damaged.
    """
    found = _bodies(connection, [request_id]).get(request_id) if storable(request_id) else None
    if not found:
        raise UnknownError(f"There is no transcript of the request {request_id}.")
    return found


def export(connection: Connection, wanted: TranscriptFilter = ALL) -> Iterator[str]:
    """One line of JSON for each request, the oldest first; without line ends.

    A body is under "text" where it is text and under "base64" where it is not. Raises
    `DatabaseError` (CORRUPT) at a request whose body is damaged.
    """
    after: Place | None = None
    while page := _listed(connection, wanted, _AT_ONCE, after, newest_first=False):
        for stored in page:
            # One request at a time: bodies are megabytes.
            request_id = stored.request.request_id
            held = _bodies(connection, [request_id]).get(request_id, [])
            yield _line(stored.request, held)
        after = page[-1].place


def remove(connection: Connection, wanted: TranscriptFilter) -> int:
    """Delete the transcripts of the requests that are `wanted`; how many requests there were."""
    conditions = _conditions(wanted)
    counted = select(func.count(table.c.request_id.distinct())).where(*conditions)
    count = connection.execute(counted).scalar_one()
    if count:
        overwrite_what_is_deleted(connection)
        connection.execute(delete(table).where(*conditions))
    return count


def stored_bytes(connection: Connection) -> int:
    """What all transcripts together take, compressed."""
    return int(connection.execute(select(_STORED)).scalar_one())


def enforce_retention(
    connection: Connection, now_ms: int, keep_days: int, keep_bytes: int, limit: int = _AT_ONCE
) -> int:
    """Delete transcripts older than `keep_days`, and the oldest while all take over `keep_bytes`.

    At most `limit` requests' are deleted, so that one call does not take long; returns how many.
    Call it again while it deletes as many.
    """
    begin_ms = now_ms - keep_days * _DAY_MS
    excess = stored_bytes(connection) - keep_bytes
    gone: list[str] = []
    for stored in _listed(connection, ALL, limit, None, newest_first=False):
        if stored.request.started_ms >= begin_ms and excess <= 0:
            break
        gone.append(stored.request.request_id)
        excess -= stored.stored
    if gone:
        overwrite_what_is_deleted(connection)
        connection.execute(delete(table).where(table.c.request_id.in_(gone)))
    return len(gone)


_DAY_MS = 24 * 60 * 60 * 1000
_STORED = func.coalesce(func.sum(func.length(table.c.body)), 0)


def _conditions(wanted: TranscriptFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.start_ms is not None:
        conditions.append(table.c.started_ms >= wanted.start_ms)
    if wanted.end_ms is not None:
        conditions.append(table.c.started_ms < wanted.end_ms)
    for column, value in (
        (table.c.user_id, wanted.user_id),
        (table.c.key_id, wanted.key_id),
        (table.c.conversation, wanted.conversation),
        (table.c.request_id, wanted.request_id),
    ):
        if value is not None:
            # PostgreSQL refuses to compare with what no text can be; nothing is equal to it.
            conditions.append(column == value if storable(value) else false())
    return conditions


def _listed(
    connection: Connection,
    wanted: TranscriptFilter,
    limit: int,
    beyond: Place | None,
    *,
    newest_first: bool,
) -> list[StoredTranscript]:
    order = (table.c.started_ms, table.c.request_id)
    conditions = _conditions(wanted)
    if beyond is not None:
        if not storable(beyond[1]):
            return []
        here = tuple_(*order)
        conditions.append(here < beyond if newest_first else here > beyond)
    # First the page, which an index finds, then the sums of its requests alone.
    page = (
        select(*order)
        .where(*conditions)
        .distinct()
        .order_by(*(column.desc() if newest_first else column for column in order))
        .limit(limit)
    )
    ids = [row.request_id for row in connection.execute(page)]
    summed = (
        select(
            table.c.request_id,
            func.min(table.c.started_ms).label("started_ms"),
            func.min(table.c.user_id).label("user_id"),
            func.min(table.c.key_id).label("key_id"),
            func.min(table.c.conversation).label("conversation"),
            func.count().label("bodies"),
            func.sum(table.c.size).label("size"),
            _STORED.label("stored"),
        )
        .where(table.c.request_id.in_(ids))
        .group_by(table.c.request_id)
    )
    found = {row.request_id: row for row in connection.execute(summed)} if ids else {}
    return [_stored(found[request_id]) for request_id in ids if request_id in found]


def _stored(row: Row[Any]) -> StoredTranscript:
    request = Transcribed(row.request_id, row.started_ms, row.user_id, row.key_id, row.conversation)
    return StoredTranscript(request, row.bodies, int(row.size), int(row.stored))


def _bodies(connection: Connection, request_ids: list[str]) -> dict[str, list[TranscriptBody]]:
    found: dict[str, list[TranscriptBody]] = {}
    query = select(table).where(table.c.request_id.in_(request_ids)).order_by(table.c.id)
    for row in connection.execute(query):
        found.setdefault(row.request_id, []).append(
            TranscriptBody(
                row.side,
                row.attempt,
                row.content_type,
                row.size,
                row.truncated,
                _decompressed(row.request_id, row.body),
            )
        )
    return found


def _decompressed(request_id: str, body: bytes) -> bytes:
    try:
        return zlib.decompress(body)
    except zlib.error:
        message = f"The transcript of the request {request_id} is damaged. Delete it to go on."
        raise DatabaseError(Fault.CORRUPT, message) from None


def _line(request: Transcribed, held: Sequence[TranscriptBody]) -> str:
    started = datetime.datetime.fromtimestamp(request.started_ms / 1000, datetime.UTC)
    return json.dumps(
        {
            "request_id": request.request_id,
            "started_at": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "user_id": request.user_id,
            "key_id": request.key_id,
            "conversation": request.conversation,
            "bodies": [_body(body) for body in held],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _body(body: TranscriptBody) -> dict[str, Any]:
    said: dict[str, Any] = {
        "side": body.side,
        "attempt": body.attempt,
        "content_type": body.content_type,
        "size": body.size,
        "truncated": body.truncated,
    }
    try:
        said["text"] = body.body.decode()
    except UnicodeDecodeError:
        said["base64"] = base64.b64encode(body.body).decode()
    return said
