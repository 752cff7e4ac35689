"""The key of the administration: in the environment, in the keyring, or known by its digest only.

It opens nothing but the administration, and no client key opens that.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.secrets import minted, redact
from app.secrets.secret import Secret
from app.secrets.variables import secret_from_environment
from app.secrets.vault import Vault

VARIABLE = "DRAGOMAN_ADMIN_KEY"
NAME = "admin"  # in the key file, and in the keyring beside the clients' keys
REFERENCE = f"keyring:client/{NAME}"
_PREFIX = "dra-"


@dataclass(frozen=True, slots=True)
class AdminAccess:
    """Knows the admin key by its SHA-256, in hex."""

    digest: str

    @classmethod
    def of(cls, token: Secret) -> "AdminAccess":
        """What knows `token`."""
        return cls(hashlib.sha256(token.reveal().encode()).hexdigest())

    def matches(self, token: bytes) -> bool:
        """Whether `token` is the key; takes the same time whatever it is."""
        return hmac.compare_digest(hashlib.sha256(token).hexdigest(), self.digest)


def mint() -> Secret:
    """A new random admin key of 256 bits."""
    token = Secret(_PREFIX + secrets.token_urlsafe(32))
    redact.register(token.reveal())
    return token


def from_environment(environ: Mapping[str, str] = os.environ) -> Secret | None:
    """The key that the environment sets, None where it sets none.

    `DRAGOMAN_ADMIN_KEY_FILE` names a file that holds it. Raises `VaultError` where what is set
    cannot be a key.
    """
    return secret_from_environment(VARIABLE, environ)


async def stored(vault: Vault) -> Secret | None:
    """The key in the keyring, None where none was minted yet. Raises `VaultError`."""
    return await minted.stored(vault, REFERENCE)


async def ensure(vault: Vault, lock: Path, *, renew: bool = False) -> Secret:
    """The key in the keyring, minted and kept there the first time; see `minted.ensure`."""
    return await minted.ensure(vault, REFERENCE, lock, mint, renew=renew)
