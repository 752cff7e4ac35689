"""Providers as they are told: everything but their secrets."""

import asyncio

from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.shapes.providers import HeaderShown, KeyKind, KeyShown, Provider
from app.providers import provider as built
from app.secrets.failure import VaultErrorKind
from app.secrets.secret import Secret
from app.secrets.vault import Vault, VaultError
from app.settings import notation
from app.settings.provider_settings import ProviderSettings

# A keyring that waits for its user must not keep a list waiting.
_KEYRING_SECONDS = 1.0


async def told(parts: ConsoleParts, name: str, entry: ProviderSettings) -> Provider:
    """The provider of these settings."""
    ready, problem = _built(name, entry)
    return Provider(
        name=name,
        enabled=entry.enabled,
        default=name == parts.settings().default_provider,
        problem=problem,
        preset=ready.preset if ready else entry.preset,
        dialect=ready.dialect if ready else entry.dialect,
        base_url=(ready.base_url if ready else entry.base_url) or None,
        auth=ready.auth if ready else entry.auth,
        token_url=entry.token_url,
        app_id=entry.app_id,
        key=await _key(parts.vault, entry, ready),
        models=list(ready.models if ready else entry.models),
        proxy=entry.proxy,
        headers={header: _header(value) for header, value in entry.headers.items()},
        connect_timeout=entry.connect_timeout,
        first_byte_timeout=entry.first_byte_timeout,
        idle_timeout=entry.idle_timeout,
        cache_breakpoints=entry.cache_breakpoints,
        quirks=list(entry.quirks),
        local=ready.local if ready else False,
    )


def _built(name: str, entry: ProviderSettings) -> tuple[built.Provider | None, str | None]:
    try:
        return built.build(name, entry), None
    except built.ProviderError as error:
        return None, str(error)


async def _key(vault: Vault, entry: ProviderSettings, ready: built.Provider | None) -> KeyShown:
    fits = ready.key_fits if ready else True
    if entry.key is None:
        return KeyShown(kind="none", present=False, fits=True)
    return KeyShown(kind=kind_of(entry.key), present=await _present(vault, entry.key), fits=fits)


async def _present(vault: Vault, reference: str) -> bool | None:
    asking = asyncio.create_task(vault.resolve(reference))
    # The vault's own call goes on: one that is cancelled would keep the keyring's thread.
    done, _ = await asyncio.wait({asking}, timeout=_KEYRING_SECONDS)
    if not done:
        asking.add_done_callback(_forget)
        return None
    error = asking.exception()
    if error is None:
        return True
    if not isinstance(error, VaultError):
        raise error
    return False if error.kind in (VaultErrorKind.MISSING, VaultErrorKind.REFUSED) else None


def _forget(asked: asyncio.Task[Secret]) -> None:
    if not asked.cancelled():
        asked.exception()


def kind_of(reference: str) -> KeyKind:
    """Where a reference leads."""
    match reference.partition(":")[0]:
        case "env":
            return "env"
        case "file":
            return "file"
        case _:
            return "keyring"


def _header(value: str) -> HeaderShown:
    if not notation.is_reference(value):
        return HeaderShown(kind="value")
    kind = kind_of(value)
    return HeaderShown(kind="keyring" if kind == "none" else kind)
