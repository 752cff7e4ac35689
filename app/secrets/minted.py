"""Keys of our own in the keyring: minted the first time, and found ever after."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from app.platform.file_lock import Locked, file_lock
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret
from app.secrets.vault import Vault


async def stored(vault: Vault, reference: str) -> Secret | None:
    """The key at `reference`, None where none was minted yet. Raises `VaultError`."""
    try:
        return await vault.resolve(reference)
    except VaultError as error:
        if error.kind is VaultErrorKind.MISSING:
            return None
        raise


async def ensure(
    vault: Vault, reference: str, lock: Path, mint: Callable[[], Secret], *, renew: bool = False
) -> Secret:
    """The key at `reference`, minted and kept there the first time, and anew where `renew`.

    `lock` is a file that keeps two first starts from minting two keys; its folder must exist.
    Raises `VaultError`, also where another process holds the lock for long: its keyring hangs.
    """
    token = None if renew else await stored(vault, reference)
    if token is not None:
        return token
    with ExitStack() as held:
        try:
            # Off the loop: whoever holds it may be waiting for a keyring.
            await asyncio.to_thread(held.enter_context, file_lock(lock))
        except Locked:
            raise VaultError(
                VaultErrorKind.TIMEOUT, "Another Dragoman is waiting for the keyring. Try again."
            ) from None
        # Another process may have minted it meanwhile.
        token = None if renew else await stored(vault, reference)
        if token is None:
            token = mint()
            await vault.store(reference.removeprefix("keyring:"), token)
    return token
