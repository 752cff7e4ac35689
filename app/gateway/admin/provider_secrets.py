"""Providers' keys: written, and deleted with them."""

import asyncio
import logging
from collections.abc import Iterable

from pydantic import SecretStr

from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import Problem
from app.secrets.failure import VaultError
from app.secrets.secret import Secret
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings

log = logging.getLogger(__name__)

_OWN = "keyring:provider/"


async def keep(parts: ConsoleParts, name: str, key: SecretStr) -> str:
    """Keep a provider's key in the keyring; gives its reference.

    Raises `SecretValueError`, and `Problem` (409) with the way out where there is no keyring.
    """
    secret = Secret.entered(key.get_secret_value())
    try:
        return await parts.vault.store(f"provider/{name}", secret)
    except VaultError as error:
        raise Problem(
            409,
            f"The key was not kept. {error.cause} Set it on the server instead, as a variable or "
            "in a file, and give the reference: env:NAME or file:/path.",
        ) from None


async def forget(parts: ConsoleParts, entry: ProviderSettings, settings: Settings) -> None:
    """Delete the keys of a provider that is gone, as `delete` does."""
    await delete(parts, references(entry), settings)


async def delete(parts: ConsoleParts, gone: Iterable[str], settings: Settings) -> None:
    """Delete what these references lead to, where no provider of `settings` uses it.

    Variables and files are their owner's and stay. A keyring that fails is told in the log.
    """
    used = {reference for each in settings.providers.values() for reference in references(each)}
    for reference in gone:
        if not reference.startswith(_OWN) or reference in used:
            continue
        try:
            await parts.vault.delete(reference)
        except (VaultError, asyncio.CancelledError) as error:
            log.warning("a provider's key is still in the keyring: %s", error)
            if isinstance(error, asyncio.CancelledError):
                raise


def references(entry: ProviderSettings) -> list[str]:
    """Every reference to a secret that a provider may hold."""
    personal = (each.key for each in entry.personal_keys.values())
    given = (entry.key, *entry.more_keys, *personal, *entry.headers.values())
    return [each for each in given if each is not None]
