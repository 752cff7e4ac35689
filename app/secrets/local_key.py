"""The key that this machine's own clients use: in the keyring, or in `DRAGOMAN_CLIENT_KEY`
(or the file that `DRAGOMAN_CLIENT_KEY_FILE` names).
"""

import os
from collections.abc import Mapping
from pathlib import Path

from app.secrets import client_keys, minted
from app.secrets.secret import Secret
from app.secrets.variables import secret_from_environment
from app.secrets.vault import Vault

VARIABLE = "DRAGOMAN_CLIENT_KEY"
REFERENCE = f"keyring:client/{client_keys.LOCAL}"


def from_environment(environ: Mapping[str, str] = os.environ) -> Secret | None:
    """The key that the environment sets, None where it sets none.

    Raises `VaultError` where what it sets cannot be a key.
    """
    return secret_from_environment(VARIABLE, environ)


async def stored(vault: Vault) -> Secret | None:
    """The key in the keyring, None where none was minted yet. Raises `VaultError`."""
    return await minted.stored(vault, REFERENCE)


async def ensure(vault: Vault, lock: Path) -> Secret:
    """The key in the keyring, minted and kept there the first time; see `minted.ensure`."""
    return await minted.ensure(vault, REFERENCE, lock, client_keys.mint)
