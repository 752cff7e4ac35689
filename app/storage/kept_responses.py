"""Answers in the Responses format that clients may go on from, for those who keep them on disk.

Every row belongs to one client key. A row holds what its own turn added, compressed; a whole
conversation is the chain of its rows.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, literal, select, tuple_, update

from app.storage.failure import DatabaseError, Fault
from app.storage.names import storable
from app.storage.records import LONGEST_BYTES, KeptResponse
from app.storage.schema import kept_response_items as item_table
from app.storage.schema import kept_responses as table
from app.storage.secure_delete import overwrite_what_is_deleted
from app.storage.upsert import upsert

# A conversation of more turns than this is not put together again.
LONGEST_CHAIN = 10_000
_AT_ONCE = 500


def store(connection: Connection, kept: KeptResponse, now_ms: int) -> None:
    """Keep an answer; what it goes on from is used with it."""
    if not all(map(storable, (kept.key_id, kept.id, kept.previous, *kept.items))):
        return
    said, answered = zlib.compress(kept.input), zlib.compress(kept.response)
    row = {
        "key_id": kept.key_id,
        "id": kept.id,
        "previous": kept.previous,
        "provider": kept.provider,
        "created_ms": now_ms,
        "used_ms": now_ms,
        "stored": len(said) + len(answered),
        "input": said,
        "response": answered,
    }
    upsert(connection, table, [row], ["key_id", "id"])
    items = [
        {"key_id": kept.key_id, "id": item, "response_id": kept.id}
        for item in dict.fromkeys(kept.items)
    ]
    upsert(connection, item_table, items, ["key_id", "id"], set_=["response_id"])
    if kept.previous:
        use(connection, kept.key_id, kept.previous, now_ms)


def chain(
    connection: Connection,
    key_id: str,
    response_id: str,
    since_ms: int,
    most_bytes: int = LONGEST_BYTES,
) -> list[KeptResponse]:
    """The answer and all that it goes on from, the newest first; [] where it is not kept.

    Only what was used at `since_ms` or later counts as kept. Where the last one's `previous` is not
    "", the conversation's beginning is gone, or all of it would be more than `most_bytes`.
    """
    if not (storable(key_id) and storable(response_id)):
        return []
    links = _links(key_id, response_id)
    query = (
        select(links.c.id, links.c.depth)
        .join(table, (table.c.key_id == key_id) & (table.c.id == links.c.id))
        .where(table.c.used_ms >= since_ms)
        .order_by(links.c.depth)
    )
    wanted: dict[str, None] = {}
    for place, row in enumerate(connection.execute(query)):
        if row.depth != place or row.id in wanted:
            break
        wanted[row.id] = None
    found = _read(connection, key_id, list(wanted), most_bytes)
    return list(found.values())


def holding(
    connection: Connection,
    key_id: str,
    items: Iterable[str],
    since_ms: int,
    most_bytes: int = LONGEST_BYTES,
) -> Mapping[str, KeptResponse]:
    """The answers in which these output items stand, by the items' ids.

    Those are left out that would be more than `most_bytes` with the ones before them.
    """
    wanted = [item for item in dict.fromkeys(items) if storable(item)]
    places: dict[str, str] = {}
    for begin in range(0, len(wanted), _AT_ONCE):
        query = (
            select(item_table.c.id, item_table.c.response_id)
            .join(
                table,
                (table.c.key_id == item_table.c.key_id) & (table.c.id == item_table.c.response_id),
            )
            .where(
                item_table.c.key_id == key_id,
                item_table.c.id.in_(wanted[begin : begin + _AT_ONCE]),
                table.c.used_ms >= since_ms,
            )
        )
        places |= {row.id: row.response_id for row in connection.execute(query)}
    found = _read(connection, key_id, list(dict.fromkeys(places.values())), most_bytes)
    return {item: found[name] for item, name in places.items() if name in found}


def use(connection: Connection, key_id: str, response_id: str, now_ms: int) -> None:
    """Note that the answer, and with it all that it goes on from, is used now."""
    links = _links(key_id, response_id)
    used = update(table).where(table.c.key_id == key_id, table.c.id.in_(select(links.c.id)))
    connection.execute(used.values(used_ms=now_ms))


def forget(connection: Connection, key_id: str, response_id: str) -> bool:
    """Whether there was such an answer; there is none from now on."""
    if not (storable(key_id) and storable(response_id)):
        return False
    return _remove(connection, [(key_id, response_id)]) > 0


def forget_everything(connection: Connection) -> None:
    """Delete every answer."""
    overwrite_what_is_deleted(connection)
    for every in (item_table, table):
        connection.execute(delete(every))


def enforce_retention(
    connection: Connection, since_ms: int, keep_bytes: int, limit: int = _AT_ONCE
) -> int:
    """Delete what was not used since `since_ms`, and the oldest while all take over `keep_bytes`.

    At most `limit` answers are deleted; returns how many. Call it again while it deletes as many.
    """
    total = connection.scalar(select(func.coalesce(func.sum(table.c.stored), 0))) or 0
    excess = int(total) - keep_bytes
    gone: list[tuple[str, str]] = []
    # Of those that were used together, what came later goes first.
    oldest = (
        select(table.c.key_id, table.c.id, table.c.used_ms, table.c.stored)
        .order_by(table.c.used_ms, table.c.created_ms.desc())
        .limit(limit)
    )
    for row in connection.execute(oldest):
        if row.used_ms >= since_ms and excess <= 0:
            break
        gone.append((row.key_id, row.id))
        excess -= row.stored
    if gone:
        _remove(connection, gone)
    return len(gone)


def _links(key_id: str, response_id: str) -> Any:
    """The ids of a chain, each with its distance from its newest end."""
    first = select(
        table.c.id.label("id"), table.c.previous.label("previous"), literal(0).label("depth")
    ).where(table.c.key_id == key_id, table.c.id == response_id)
    links = first.cte("links", recursive=True)
    further = select(table.c.id, table.c.previous, links.c.depth + 1).where(
        table.c.key_id == key_id, table.c.id == links.c.previous, links.c.depth < LONGEST_CHAIN
    )
    return links.union_all(further)


def _remove(connection: Connection, gone: Sequence[tuple[str, str]]) -> int:
    overwrite_what_is_deleted(connection)
    items = tuple_(item_table.c.key_id, item_table.c.response_id)
    connection.execute(delete(item_table).where(items.in_(gone)))
    answers = tuple_(table.c.key_id, table.c.id)
    return connection.execute(delete(table).where(answers.in_(gone))).rowcount


def _read(
    connection: Connection, key_id: str, names: Sequence[str], most_bytes: int
) -> dict[str, KeptResponse]:
    """The answers of these ids, the first one and as many more as say no more than `most_bytes`.

    One after the other: compressed, they tell too late how much they say.
    """
    found: dict[str, KeptResponse] = {}
    size = 0
    for name in names:
        query = select(table).where(table.c.key_id == key_id, table.c.id == name)
        row = connection.execute(query).one_or_none()
        if row is None:
            continue
        kept = _kept(row)
        size += kept.size
        if found and size > most_bytes:
            break
        found[name] = kept
    return found


def _kept(row: Row[Any]) -> KeptResponse:
    try:
        said, answered = zlib.decompress(row.input), zlib.decompress(row.response)
    except zlib.error:
        message = f"The kept answer {row.id} is damaged. Delete it to go on."
        raise DatabaseError(Fault.CORRUPT, message) from None
    return KeptResponse(row.key_id, row.id, said, answered, row.previous, row.provider)
