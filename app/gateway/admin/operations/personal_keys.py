"""Users' own keys of providers: what a user asks goes out with that key, and with no other.

A user sees and sets their own with any of their client keys; an administrator does it for anybody.
"""

import logging
from typing import Any

from pydantic import SecretStr

from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import Problem, unknown
from app.gateway.admin.provider_draft import checked, checked_reference, only_one
from app.gateway.admin.provider_secrets import delete, keep
from app.gateway.admin.provider_view import kind_of
from app.gateway.admin.settings_calls import save
from app.gateway.admin.shapes.personal_keys import (
    OwnKeyGiven,
    PersonalKey,
    PersonalKeyGiven,
    PersonalKeys,
)
from app.gateway.admin.storage_calls import read
from app.providers.provider import ProviderError, build
from app.settings import change
from app.settings import provider_settings as kept
from app.settings.schema import ProviderSettings, Settings
from app.storage import people

log = logging.getLogger(__name__)


async def list_own_provider_keys(call: Call[None, None]) -> PersonalKeys:
    """Every provider, and where the caller has a key of their own."""
    return _told(call.parts.settings(), _own(call))


async def set_own_provider_key(call: Call[None, OwnKeyGiven]) -> None:
    """The caller's own key of a provider, bound to its present address and never read back."""
    await _keep(call.parts, call.path["provider"], _own(call), call.body.key, call.body.app_id)


async def delete_own_provider_key(call: Call[None, None]) -> None:
    """The caller uses the shared key again."""
    await _forget(call.parts, call.path["provider"], _own(call))


async def list_user_provider_keys(call: Call[None, None]) -> PersonalKeys:
    """Every provider, and where the user has a key of their own."""
    return _told(call.parts.settings(), await _user(call))


async def set_user_provider_key(call: Call[None, PersonalKeyGiven]) -> None:
    """A user's own key of a provider, bound to its present address and never read back."""
    body, name, user_id = call.body, call.path["provider"], await _user(call)
    only_one({"key": body.key, "reference": body.reference})
    if body.reference is not None:
        reference = checked_reference(body.reference, "reference")
        await _bind(call.parts, name, user_id, reference, body.app_id)
    elif body.key is not None:
        await _keep(call.parts, name, user_id, body.key, body.app_id)


async def delete_user_provider_key(call: Call[None, None]) -> None:
    """The user uses the shared key again."""
    await _forget(call.parts, call.path["provider"], await _user(call))


def _own(call: Call[Any, Any]) -> str:
    """The id of the user whose key calls. Raises `Problem` (422) where it is nobody's."""
    if call.caller == "admin":
        raise Problem(
            422, "The admin key is no user's. /admin/users/{user_id}/provider-keys has everybody's."
        )
    if not call.caller.user_id:
        raise Problem(422, "This client key belongs to no user: ask for one that is yours.")
    return call.caller.user_id


async def _user(call: Call[Any, Any]) -> str:
    """The id of the user that the path names. Raises `UnknownError`."""
    user_id = call.path["user_id"]
    found = await read(call.parts, lambda connection: people.user_by_id(connection, user_id))
    return found.id


async def _keep(
    parts: ConsoleParts, name: str, user_id: str, key: SecretStr, app_id: str | None
) -> None:
    _draft(parts.settings(), name, user_id, "keyring:provider/x", app_id, parts)
    reference = await keep(parts, f"{name}/{user_id}", key)
    await _bind(parts, name, user_id, reference, app_id)


async def _bind(
    parts: ConsoleParts, name: str, user_id: str, reference: str, app_id: str | None
) -> None:
    before: list[kept.PersonalKey | None] = []

    def bind(old: Settings) -> Settings:
        before.append(_found(old, name).personal_keys.get(user_id))
        entry = _draft(old, name, user_id, reference, app_id, parts)
        return change.replace_provider(old, name, entry)

    saved = await save(parts, bind)
    if (replaced := before[-1]) is not None and replaced.key != reference:
        await delete(parts, [replaced.key], saved)
    log.info("the user %s has a key of their own of %s now", user_id, name)


async def _forget(parts: ConsoleParts, name: str, user_id: str) -> None:
    gone: list[kept.PersonalKey] = []

    def remove(old: Settings) -> Settings:
        entry = _found(old, name)
        personal = entry.personal_keys.get(user_id)
        if personal is None:
            raise unknown("There is no such key.")
        gone.append(personal)
        return change.replace_provider(old, name, change.with_personal_key(entry, user_id, None))

    saved = await save(parts, remove)
    await delete(parts, [gone[-1].key], saved)


def _draft(
    settings: Settings,
    name: str,
    user_id: str,
    reference: str,
    app_id: str | None,
    parts: ConsoleParts,
) -> ProviderSettings:
    """The provider with the user's key, bound to its address. Raises `Problem`."""
    entry = _found(settings, name)
    personal = kept.PersonalKey(key=reference, app_id=app_id)
    drafted = change.with_personal_key(entry, user_id, personal)
    origin = checked(name, drafted, parts.listening).origin
    bound = personal.model_copy(update={"origin": origin})
    return change.with_personal_key(entry, user_id, bound)


def _found(settings: Settings, name: str) -> ProviderSettings:
    entry = settings.providers.get(name)
    if entry is None or not entry.enabled:
        raise unknown("There is no such provider.")
    return entry


def _told(settings: Settings, user_id: str) -> PersonalKeys:
    items = [
        _shown(name, entry, user_id) for name, entry in settings.providers.items() if entry.enabled
    ]
    return PersonalKeys(items=items)


def _shown(name: str, entry: ProviderSettings, user_id: str) -> PersonalKey:
    personal = entry.personal_keys.get(user_id)
    if personal is None:
        return PersonalKey(provider=name, own="none", fits=True, app_id=None)
    try:
        fits = build(name, entry).for_user(user_id).key_fits
    except ProviderError:
        fits = False
    kind = kind_of(personal.key)
    return PersonalKey(provider=name, own=kind, fits=fits, app_id=personal.app_id)


_OWN = "/provider-keys"
_USERS = "/admin/users/{user_id}/provider-keys"
_TAG = "provider-keys"

OPERATIONS = (
    Operation(
        "GET",
        _OWN,
        "List your own keys of providers",
        _TAG,
        list_own_provider_keys,
        response=PersonalKeys,
        scope="own",
    ),
    Operation(
        "POST",
        f"{_OWN}/{{provider}}",
        "Set your own key of a provider",
        _TAG,
        set_own_provider_key,
        body=OwnKeyGiven,
        status=204,
        scope="own",
        refusals=(409,),
    ),
    Operation(
        "DELETE",
        f"{_OWN}/{{provider}}",
        "Forget your own key of a provider",
        _TAG,
        delete_own_provider_key,
        status=204,
        scope="own",
        refusals=(409,),
    ),
    Operation(
        "GET",
        _USERS,
        "List a user's own keys of providers",
        _TAG,
        list_user_provider_keys,
        response=PersonalKeys,
    ),
    Operation(
        "PUT",
        f"{_USERS}/{{provider}}",
        "Set a user's own key of a provider",
        _TAG,
        set_user_provider_key,
        body=PersonalKeyGiven,
        status=204,
        refusals=(409,),
    ),
    Operation(
        "DELETE",
        f"{_USERS}/{{provider}}",
        "Forget a user's own key of a provider",
        _TAG,
        delete_user_provider_key,
        status=204,
        refusals=(409,),
    ),
)
