"""What a client key may see: its own. The admin key sees the same of all.

Whatever belongs to somebody else answers exactly as what does not exist.
"""

from sqlalchemy import Connection

from app.gateway.accounts.terms import zone
from app.gateway.admin.budget_view import allowances
from app.gateway.admin.chosen import bounds, named, owned, zone_of
from app.gateway.admin.operation import Call, Caller, Operation
from app.gateway.admin.operations.statistics import days, groups, whole
from app.gateway.admin.problem import Problem, unknown
from app.gateway.admin.shapes.usage import (
    ConversationUsage,
    DateQuery,
    KeyUsage,
    OwnUsage,
    Total,
)
from app.gateway.admin.storage_calls import read
from app.secrets.client_keys import ClientKey
from app.storage import keys
from app.storage.failure import UnknownError
from app.storage.names import storable
from app.storage.selection import Selection


async def get_own_usage(call: Call[DateQuery, None]) -> OwnUsage:
    """What the caller has used: sums, days, models, and the budgets that apply."""
    key = call.caller
    if key == "admin":
        raise Problem(
            422, "The admin key has no usage of its own. /admin/stats/total has everybody's."
        )
    parts, where = call.parts, zone_of(call.parts, call.query)
    selection = owned(key, *bounds(parts, call.query))
    accounting, now_ms = parts.settings().accounting, parts.now_ms()

    def find(connection: Connection) -> OwnUsage:
        return OwnUsage(
            user_id=key.user_id or None,
            user_name=key.user_name or None,
            key_id=key.id,
            timezone=named(parts, where),
            currency=accounting.currency,
            total=whole(connection, selection),
            days=days(connection, selection, where),
            models=groups(connection, selection, "model", accounting.cny_per_usd),
            budgets=allowances(connection, key, now_ms, zone(accounting)),
        )

    return await read(parts, find)


async def get_key_usage(call: Call[DateQuery, None]) -> KeyUsage:
    """What one key has used: the caller's own, or another one of the same user."""
    key_id, parts, caller = call.path["key_id"], call.parts, call.caller
    start_ms, end_ms = bounds(parts, call.query)
    selection = Selection(start_ms, end_ms, key_id=key_id)
    rate = parts.settings().accounting.cny_per_usd

    def find(connection: Connection) -> KeyUsage:
        name = _visible(connection, key_id, caller)
        return KeyUsage(
            key_id=key_id,
            name=name,
            total=whole(connection, selection),
            models=groups(connection, selection, "model", rate),
        )

    return await read(parts, find)


async def get_conversation_usage(call: Call[DateQuery, None]) -> ConversationUsage:
    """What one conversation has used, as far as it is the caller's."""
    conversation, parts = call.path["conversation"], call.parts
    start_ms, end_ms = bounds(parts, call.query)
    mine = _mine(call.caller, start_ms, end_ms)
    selection = Selection(start_ms, end_ms, mine.user_id, mine.key_id, conversation=conversation)
    rate = parts.settings().accounting.cny_per_usd

    def find(connection: Connection) -> ConversationUsage:
        found = whole(connection, selection) if storable(conversation) else None
        if found is None or not found.requests:
            raise unknown("There is no such conversation.")
        return ConversationUsage(
            conversation=conversation,
            total=found,
            models=groups(connection, selection, "model", rate),
        )

    return await read(parts, find)


async def get_own_total(call: Call[DateQuery, None]) -> Total:
    """The sums of all that the caller may see."""
    selection = _mine(call.caller, *bounds(call.parts, call.query))
    return await read(call.parts, lambda connection: whole(connection, selection))


def _mine(caller: Caller, start_ms: int | None, end_ms: int | None) -> Selection:
    if isinstance(caller, ClientKey):
        return owned(caller, start_ms, end_ms)
    return Selection(start_ms, end_ms)


def _visible(connection: Connection, key_id: str, caller: Caller) -> str | None:
    """The name of a key that the caller may see. Raises `Problem` (404)."""
    if isinstance(caller, ClientKey) and key_id == caller.id:
        return caller.name
    try:
        key = keys.key(connection, key_id)
    except UnknownError:
        raise _no_key() from None
    if isinstance(caller, ClientKey) and (not caller.user_id or key.user_id != caller.user_id):
        raise _no_key()
    return key.name


def _no_key() -> Problem:
    return unknown("There is no such client key.")


_TAG = "own"

OPERATIONS = (
    Operation(
        "GET",
        "/usage/me",
        "Your own usage",
        _TAG,
        get_own_usage,
        query=DateQuery,
        response=OwnUsage,
        scope="own",
    ),
    Operation(
        "GET",
        "/usage/api-key/{key_id}",
        "A key's usage",
        _TAG,
        get_key_usage,
        query=DateQuery,
        response=KeyUsage,
        scope="own",
    ),
    Operation(
        "GET",
        "/stats/conversation/{conversation}",
        "A conversation's usage",
        _TAG,
        get_conversation_usage,
        query=DateQuery,
        response=ConversationUsage,
        scope="own",
    ),
    Operation(
        "GET",
        "/stats/total",
        "Sums over your own usage",
        _TAG,
        get_own_total,
        query=DateQuery,
        response=Total,
        scope="own",
    ),
)
