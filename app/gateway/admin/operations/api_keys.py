"""Client keys: made here and shown once."""

from sqlalchemy import Connection

from app.gateway.admin import cursors
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import invalid
from app.gateway.admin.shapes.common import Page, milliseconds
from app.gateway.admin.shapes.people import CreatedKey, Key, KeyChange, KeyQuery, NewKey
from app.gateway.admin.storage_calls import read, write_people
from app.secrets import client_keys
from app.storage import keys, people, records
from app.storage.failure import UnknownError

# What is kept of a token in the clear, for a person to tell keys apart.
_VISIBLE = 8


async def list_api_keys(call: Call[KeyQuery, None]) -> Page[Key]:
    """Client keys, the oldest first."""
    query = call.query
    after = cursors.place_of(query.cursor)

    def find(connection: Connection) -> tuple[list[records.StoredKey], list[Key]]:
        found = keys.keys(
            connection,
            user_id=query.user_id,
            active=query.active,
            search=query.search or None,
            limit=query.limit + 1,
            after=after,
        )
        names = _names(connection, found)
        return found, [Key.of(key, names.get(key.user_id)) for key in found]

    found, told = await read(call.parts, find)
    shown, last = found[: query.limit], len(found) <= query.limit
    return Page[Key](
        items=told[: query.limit],
        next_cursor=None if last else cursors.encode(shown[-1].created_ms, shown[-1].id),
    )


async def create_api_key(call: Call[None, NewKey]) -> CreatedKey:
    """A new client key; its answer is the only one that shows it."""
    body, now_ms = call.body, call.parts.now_ms()
    _check_profile(call.parts, body.profile)
    token = client_keys.mint()

    def create(connection: Connection) -> Key:
        key = keys.create_key(
            connection,
            body.name,
            digest=client_keys.digest(token),
            prefix=token.reveal()[:_VISIBLE],
            user_id=body.user_id or "",
            profile=body.profile,
            expires_ms=None if body.expires_at is None else milliseconds(body.expires_at),
            requests_per_minute=body.requests_per_minute,
            tokens_per_minute=body.tokens_per_minute,
            concurrency=body.concurrency,
            now_ms=now_ms,
        )
        return _told(connection, key)

    created = await write_people(call.parts, create)
    return CreatedKey(**created.model_dump(), key=token.reveal())


async def get_api_key(call: Call[None, None]) -> Key:
    """One client key."""

    def find(connection: Connection) -> Key:
        return _told(connection, keys.key(connection, call.path["key_id"]))

    return await read(call.parts, find)


async def update_api_key(call: Call[None, KeyChange]) -> Key:
    """A client key, changed."""
    changes = call.body.given()
    if "profile" in changes:
        _check_profile(call.parts, changes["profile"])
    if "expires_at" in changes:
        at = changes.pop("expires_at")
        changes["expires_ms"] = None if at is None else milliseconds(at)

    def change(connection: Connection) -> Key:
        return _told(connection, keys.update_key(connection, call.path["key_id"], **changes))

    return await write_people(call.parts, change)


async def deactivate_api_key(call: Call[None, None]) -> Key:
    """A client key that stops working now."""
    return await _switched(call, active=False)


async def activate_api_key(call: Call[None, None]) -> Key:
    """A client key that works again."""
    return await _switched(call, active=True)


async def _switched(call: Call[None, None], *, active: bool) -> Key:
    def change(connection: Connection) -> Key:
        return _told(connection, keys.set_key_active(connection, call.path["key_id"], active))

    return await write_people(call.parts, change)


def _check_profile(parts: ConsoleParts, profile: str) -> None:
    if profile not in parts.settings().profiles:
        raise invalid("profile", "There is no such profile. Create it first.")


def _told(connection: Connection, key: records.StoredKey) -> Key:
    return Key.of(key, _names(connection, [key]).get(key.user_id))


def _names(connection: Connection, found: list[records.StoredKey]) -> dict[str, str]:
    """The names of the keys' users, by id."""
    names = {}
    for user_id in {key.user_id for key in found if key.user_id}:
        try:
            names[user_id] = people.user_by_id(connection, user_id).name
        except UnknownError:
            continue
    return names


_ALL = "/admin/api-keys"
_ONE = "/admin/api-keys/{key_id}"
_TAG = "api-keys"

OPERATIONS = (
    Operation(
        "GET",
        _ALL,
        "List client keys",
        _TAG,
        list_api_keys,
        query=KeyQuery,
        response=Page[Key],
    ),
    Operation(
        "POST",
        _ALL,
        "Create a client key",
        _TAG,
        create_api_key,
        body=NewKey,
        response=CreatedKey,
        status=201,
        refusals=(409,),
    ),
    Operation("GET", _ONE, "Get a client key", _TAG, get_api_key, response=Key),
    Operation(
        "PATCH",
        _ONE,
        "Update a client key",
        _TAG,
        update_api_key,
        body=KeyChange,
        response=Key,
        refusals=(409,),
    ),
    Operation(
        "POST", f"{_ONE}/deactivate", "Stop a client key", _TAG, deactivate_api_key, response=Key
    ),
    Operation(
        "POST",
        f"{_ONE}/activate",
        "Let a client key work again",
        _TAG,
        activate_api_key,
        response=Key,
    ),
)
