"""Keys of our own in the keyring: minted the first time, and found ever after."""

from collections.abc import Callable
from pathlib import Path

from app.platform.file_lock import file_lock
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
    Raises `VaultError`.
    """
    token = None if renew else await stored(vault, reference)
    if token is not None:
        return token
    with file_lock(lock):
        # Another process may have minted it meanwhile.
        token = None if renew else await stored(vault, reference)
        if token is None:
            token = mint()
            await vault.store(reference.removeprefix("keyring:"), token)
    return token
