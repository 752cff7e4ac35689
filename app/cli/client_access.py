"""The key of this machine's own clients, when a server starts."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from app.cli.exits import REFUSED, Exit
from app.cli.session import Session
from app.secrets import client_keys, local_key
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret
from app.secrets.vault import Vault

_DEMO_PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class LocalAccess:
    """`token` is None where only the keys in the key file open the door.

    `kept` says where the token is: the environment, the keyring, the key file (as a digest, so
    that it can be shown only now) or nowhere but in this process.
    """

    token: Secret | None
    kept: Literal["environment", "keyring", "file", "nowhere"]


def for_serve(session: Session, *, can_show: bool) -> LocalAccess:
    """The key for a server, minted at the first start.

    Where there is no keyring, a new key goes to the key file as a digest, if `can_show`: a person
    is there to copy it. Raises `Exit` where nobody could ever know a valid key.
    """
    try:
        token = local_key.from_environment(session.environ)
    except VaultError as error:
        raise Exit(REFUSED, error.message) from None
    if token is not None:
        return LocalAccess(token, "environment")
    others = session.key_file().clients()
    try:
        return LocalAccess(_from_keyring(session, session.vault()), "keyring")
    except VaultError as error:
        if others:
            return LocalAccess(None, "file")
        if error.kind is VaultErrorKind.ABSENT and can_show:
            token = client_keys.mint()
            session.key_file().add(client_keys.LOCAL, token, client_keys.DEFAULT_PROFILE)
            return LocalAccess(token, "file")
        raise Exit(
            REFUSED,
            f"There is no client key, and no keyring to keep one in. Set {local_key.VARIABLE}, or "
            f"run 'dragoman key new' once and keep what it prints. {error.cause}",
        ) from None


def for_demo(session: Session) -> LocalAccess:
    """The key for the demo, which starts whatever the keyring does."""
    try:
        token = local_key.from_environment(session.environ)
        if token is not None:
            return LocalAccess(token, "environment")
        vault = session.vault(deadline=_DEMO_PATIENCE_SECONDS)
        return LocalAccess(_from_keyring(session, vault), "keyring")
    except VaultError:
        return LocalAccess(client_keys.mint(), "nowhere")


def _from_keyring(session: Session, vault: Vault) -> Secret:
    return asyncio.run(local_key.ensure(vault, session.paths.first_start_lock))
