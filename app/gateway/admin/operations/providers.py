"""Providers: who serves models."""

import asyncio

from app.gateway.admin import cursors
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import unknown
from app.gateway.admin.provider_draft import (
    changed,
    checked,
    checked_headers,
    checked_name,
    checked_reference,
    drafted,
    only_one,
    taken,
)
from app.gateway.admin.provider_secrets import forget, keep
from app.gateway.admin.provider_view import told
from app.gateway.admin.settings_calls import save
from app.gateway.admin.shapes.common import Page, PageQuery
from app.gateway.admin.shapes.providers import (
    NewProvider,
    Provider,
    ProviderChange,
    ProviderKeyGiven,
)
from app.settings import change
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings

# Fields of a new provider that its settings do not have under that name.
_APART = {"name", "key", "key_reference", "default"}


def found(settings: Settings, name: str) -> ProviderSettings:
    """The settings of a provider. Raises `Problem` (404)."""
    entry = settings.providers.get(name)
    if entry is None:
        raise unknown("There is no such provider.")
    return entry


async def list_providers(call: Call[PageQuery, None]) -> Page[Provider]:
    """Providers, in the order of the settings."""
    rows = list(call.parts.settings().providers.items())
    shown, following = cursors.sliced(rows, call.query.cursor, call.query.limit)
    items = await asyncio.gather(*(told(call.parts, name, entry) for name, entry in shown))
    return Page[Provider](items=list(items), next_cursor=following)


async def create_provider(call: Call[None, NewProvider]) -> Provider:
    """A new provider; the first one becomes the default."""
    body, parts = call.body, call.parts
    name = body.name
    checked_name(name)
    checked_headers(body.headers)
    if name in parts.settings().providers:
        raise taken(name)  # before a key is put in the place of the other one's
    if body.key is not None or body.key_reference is not None:
        only_one({"key": body.key, "key_reference": body.key_reference})
    reference = f"keyring:provider/{name}" if body.key is not None else body.key_reference
    if body.key_reference is not None:
        checked_reference(body.key_reference, "key_reference")
    draft = drafted({**body.model_dump(exclude=_APART), "key": reference})
    planned = checked(name, draft, parts.listening)
    if body.key is not None:
        await keep(parts, name, body.key)
    entry = draft.model_copy(update={"key_origin": planned.origin if reference else None})

    def add(old: Settings) -> Settings:
        if name in old.providers:
            raise taken(name)
        new = change.add_provider(old, name, entry)
        if body.default or old.default_provider is None:
            new = change.set_default(new, name, change.passed_or_first(planned.models))
        return new

    saved = await save(parts, add)
    return await told(parts, name, saved.providers[name])


async def get_provider(call: Call[None, None]) -> Provider:
    """One provider."""
    name = call.path["name"]
    return await told(call.parts, name, found(call.parts.settings(), name))


async def update_provider(call: Call[None, ProviderChange]) -> Provider:
    """A provider, changed. At a new address its key has to be entered again."""
    parts, name = call.parts, call.path["name"]
    changes = call.body.given()
    checked_headers(changes.get("headers", {}))
    becomes_default = changes.pop("default", False)

    def update(old: Settings) -> Settings:
        entry = changed(name, found(old, name), changes, parts.listening)
        new = change.replace_provider(old, name, entry)
        if becomes_default and old.default_provider != name:
            planned = checked(name, entry, parts.listening)
            new = change.set_default(new, name, change.passed_or_first(planned.models))
        return new

    saved = await save(parts, update)
    return await told(parts, name, saved.providers[name])


async def delete_provider(call: Call[None, None]) -> None:
    """The provider, the rules that lead to it and its key in the keyring are gone."""
    name = call.path["name"]
    gone: list[ProviderSettings] = []

    def remove(old: Settings) -> Settings:
        gone.append(found(old, name))
        return change.remove_provider(old, name)

    saved = await save(call.parts, remove)
    await forget(call.parts, gone[-1], saved)


async def set_provider_key(call: Call[None, ProviderKeyGiven]) -> None:
    """The provider's key is bound to the provider's present address, and never read back."""
    body, parts, name = call.body, call.parts, call.path["name"]
    only_one({"key": body.key, "reference": body.reference})
    entry = found(parts.settings(), name)
    reference = f"keyring:provider/{name}"
    if body.reference is not None:
        reference = checked_reference(body.reference, "reference")
    checked(name, entry.model_copy(update={"key": reference}), parts.listening)
    if body.key is not None:
        await keep(parts, name, body.key)
    await _bind(parts, name, reference)


async def delete_provider_key(call: Call[None, None]) -> None:
    """The provider's key is gone; one in a variable or a file is only left alone."""
    parts, name = call.parts, call.path["name"]
    gone: list[ProviderSettings] = []

    def remove(old: Settings) -> Settings:
        entry = found(old, name)
        gone.append(entry)
        return change.replace_provider(
            old, name, entry.model_copy(update={"key": None, "more_keys": (), "key_origin": None})
        )

    saved = await save(parts, remove)
    await forget(parts, gone[-1], saved)


async def _bind(parts: ConsoleParts, name: str, reference: str) -> None:
    def bind(old: Settings) -> Settings:
        entry = found(old, name).model_copy(update={"key": reference})
        origin = checked(name, entry, parts.listening).origin
        bound: dict[str, object] = {"key_origin": origin}
        if origin != entry.key_origin:
            bound["more_keys"] = ()  # they were entered for another address
        return change.replace_provider(old, name, entry.model_copy(update=bound))

    await save(parts, bind)


_ALL = "/admin/providers"
_ONE = "/admin/providers/{name}"
_KEY = "/admin/providers/{name}/key"
_TAG = "providers"

OPERATIONS = (
    Operation(
        "GET",
        _ALL,
        "List providers",
        _TAG,
        list_providers,
        query=PageQuery,
        response=Page[Provider],
    ),
    Operation(
        "POST",
        _ALL,
        "Add a provider",
        _TAG,
        create_provider,
        body=NewProvider,
        response=Provider,
        status=201,
        refusals=(409,),
    ),
    Operation("GET", _ONE, "Get a provider", _TAG, get_provider, response=Provider),
    Operation(
        "PATCH",
        _ONE,
        "Update a provider",
        _TAG,
        update_provider,
        body=ProviderChange,
        response=Provider,
        refusals=(409,),
    ),
    Operation(
        "DELETE",
        _ONE,
        "Remove a provider",
        _TAG,
        delete_provider,
        status=204,
        refusals=(409,),
    ),
    Operation(
        "PUT",
        _KEY,
        "Set a provider's key",
        _TAG,
        set_provider_key,
        body=ProviderKeyGiven,
        status=204,
        refusals=(409,),
    ),
    Operation(
        "DELETE",
        _KEY,
        "Forget a provider's key",
        _TAG,
        delete_provider_key,
        status=204,
        refusals=(409,),
    ),
)
