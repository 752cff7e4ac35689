"""Client keys: whose they are, what they may do, and until when. No token ever comes here."""

import re
from dataclasses import asdict, dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from app.storage.facts import bump
from app.storage.failure import ConflictError, InvalidError, UnknownError
from app.storage.names import LONGEST_NAME, clean_name, new_id, storable
from app.storage.paging import LATEST_MS, Place, beyond
from app.storage.people import user_by_id
from app.storage.records import StoredKey
from app.storage.schema import client_keys as table
from app.storage.schema import users

HIGHEST_LIMIT = 1_000_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class UsableKey:
    """A key that opens the gateway now; `user_name` is "" for a key of nobody in particular."""

    key: StoredKey
    user_name: str


class KeyChanges(TypedDict, total=False):
    """What can be changed of a key; what is absent stays, and None takes a limit away."""

    name: str
    profile: str
    expires_ms: int | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    concurrency: int | None


def create_key(
    connection: Connection,
    name: str,
    *,
    digest: str,
    prefix: str,
    user_id: str = "",
    profile: str = "default",
    expires_ms: int | None = None,
    requests_per_minute: int | None = None,
    tokens_per_minute: int | None = None,
    concurrency: int | None = None,
    now_ms: int,
) -> StoredKey:
    """A new key of the user `user_id`, or of nobody in particular where that is "".

    `digest` is the token's SHA-256 in hex, `prefix` its visible beginning. Names are unique among
    the keys of one user. Whether there is such a profile is the caller's to know. Raises
    `InvalidError` (its fields are named as the parameters, "user_id" for no such user) and
    `ConflictError`.
    """
    if not _DIGEST.fullmatch(digest):
        raise InvalidError("digest", "A digest is a SHA-256 in hex.")
    if expires_ms is not None and expires_ms <= now_ms:
        raise InvalidError("expires_ms", "A key must expire in the future.")
    _check_expiry(expires_ms)
    key = StoredKey(
        new_id("key"),
        clean_name(name),
        digest,
        clean_name(prefix, "prefix") if prefix else "",
        now_ms,
        user_id=user_id,
        profile=clean_name(profile, "profile"),
        expires_ms=expires_ms,
        requests_per_minute=_limit("requests_per_minute", requests_per_minute),
        tokens_per_minute=_limit("tokens_per_minute", tokens_per_minute),
        concurrency=_limit("concurrency", concurrency),
    )
    bump(connection)
    if user_id:
        try:
            user_by_id(connection, user_id)
        except UnknownError as error:
            raise InvalidError("user_id", str(error)) from None
    _free(connection, key.name, user_id, key.id)
    if connection.scalar(select(table.c.id).where(table.c.digest == digest)) is not None:
        raise ConflictError("digest", "There is a key with this token already.")
    connection.execute(insert(table).values(**asdict(key)))
    return key


def import_key(
    connection: Connection, name: str, *, digest: str, prefix: str, profile: str, created_ms: int
) -> StoredKey:
    """Take over a key that an older version kept in a file; the same one again changes nothing.

    It becomes a key of nobody in particular. Where its name is taken it gets a number. Raises
    `InvalidError`.
    """
    row = connection.execute(select(table).where(table.c.digest == digest)).first()
    if row is not None:
        return _key(row)
    taken = {key.name for key in keys(connection, user_id="")}
    free, number = clean_name(name), 1
    while free in taken:
        number += 1
        free = f"{clean_name(name)[: LONGEST_NAME - 6]} ({number})"
    return create_key(
        connection, free, digest=digest, prefix=prefix, profile=profile, now_ms=created_ms
    )


def keys(
    connection: Connection,
    *,
    user_id: str | None = None,
    active: bool | None = None,
    search: str | None = None,
    limit: int | None = None,
    after: Place | None = None,
) -> list[StoredKey]:
    """Keys, the oldest first: those after the place `after`, at most `limit`.

    `user_id` "" means keys of nobody in particular, None all; `active` is the key's own switch,
    whatever became of its user; `search` is a part of its name or prefix.
    Raises `InvalidError` for a place that cannot be.
    """
    query = select(table).order_by(table.c.created_ms, table.c.id).limit(limit)
    if not storable(f"{user_id or ''}{search or ''}"):
        return []
    if user_id is not None:
        query = query.where(table.c.user_id == user_id)
    if active is not None:
        query = query.where(table.c.active.is_(active))
    if search is not None:
        query = query.where(_named_like(search))
    if after is not None:
        query = query.where(beyond(table, after))
    return [_key(row) for row in connection.execute(query)]


def key(connection: Connection, key_id: str) -> StoredKey:
    """The key of this id. Raises `UnknownError`."""
    found = _found(connection, select(table).where(table.c.id == key_id), key_id)
    if not found:
        raise UnknownError(f"There is no client key {key_id!r}.")
    return found[0]


def keys_named(connection: Connection, id_or_name: str) -> list[StoredKey]:
    """The key of this id, or else every key of this name: two users may use the same one."""
    for column in (table.c.id, table.c.name):
        query = select(table).where(column == id_or_name).order_by(table.c.created_ms, table.c.id)
        if found := _found(connection, query, id_or_name):
            return found
    return []


def update_key(connection: Connection, key_id: str, **changes: Unpack[KeyChanges]) -> StoredKey:
    """Change what is given of a key, and give all of it back. A past `expires_ms` ends it at once.

    Raises `UnknownError`, `InvalidError`, and `ConflictError` for a name that is taken.
    """
    values: dict[str, Any] = dict(changes)
    for field in ("name", "profile"):
        if field in values:
            values[field] = clean_name(values[field], field)
    for field in ("requests_per_minute", "tokens_per_minute", "concurrency"):
        if field in values:
            values[field] = _limit(field, values[field])
    _check_expiry(values.get("expires_ms"))
    bump(connection)
    before = key(connection, key_id)
    if "name" in values:
        _free(connection, values["name"], before.user_id, key_id)
    return _changed(connection, key_id, values)


def set_key_active(connection: Connection, key_id: str, active: bool) -> StoredKey:
    """Switch a key off, or on again. Raises `UnknownError`."""
    bump(connection)
    return _changed(connection, key_id, {"active": active})


def all_usable_keys(connection: Connection, now_ms: int) -> list[UsableKey]:
    """The keys that open the gateway: active, not expired, and of a user who is active if any."""
    query = (
        select(table, users.c.name.label("user_name"))
        .join_from(table, users, table.c.user_id == users.c.id, isouter=True)
        .where(
            table.c.active.is_(True),
            or_(table.c.expires_ms.is_(None), table.c.expires_ms > now_ms),
            or_(table.c.user_id == "", users.c.active.is_(True)),
        )
        .order_by(table.c.created_ms, table.c.id)
    )
    found = []
    for row in connection.execute(query):
        values = dict(row._mapping)
        user_name = values.pop("user_name") or ""
        found.append(UsableKey(StoredKey(**values), user_name))
    return found


def _limit(field: str, value: int | None) -> int | None:
    if value is not None and not 1 <= value <= HIGHEST_LIMIT:
        raise InvalidError(field, f"A limit is a number from 1 to {HIGHEST_LIMIT}, or none.")
    return value


def _check_expiry(expires_ms: int | None) -> None:
    if expires_ms is not None and not 0 <= expires_ms <= LATEST_MS:
        raise InvalidError("expires_ms", "A key expires before the year 10000.")


def _named_like(search: str) -> Any:
    return or_(
        table.c.name.contains(search, autoescape=True),
        func.lower(table.c.name).contains(search.lower(), autoescape=True),
        table.c.prefix.contains(search, autoescape=True),
    )


def _free(connection: Connection, name: str, user_id: str, key_id: str) -> None:
    taken = select(table.c.id).where(
        table.c.user_id == user_id, table.c.name == name, table.c.id != key_id
    )
    if connection.scalar(taken) is not None:
        raise ConflictError("name", f"There is a client key named {name} already.")


def _changed(connection: Connection, key_id: str, values: dict[str, Any]) -> StoredKey:
    key(connection, key_id)
    if values:
        connection.execute(update(table).where(table.c.id == key_id).values(**values))
    return key(connection, key_id)


def _found(connection: Connection, query: Select[Any], text: str) -> list[StoredKey]:
    return [_key(row) for row in connection.execute(query)] if storable(text) else []


def _key(row: Row[Any]) -> StoredKey:
    return StoredKey(**row._mapping)
