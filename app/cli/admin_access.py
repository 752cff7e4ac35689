"""The key of the administration, when a server starts."""

import asyncio
from dataclasses import dataclass

from app.cli.exits import REFUSED, Exit
from app.cli.session import Session
from app.secrets import admin_key
from app.secrets.admin_key import AdminAccess
from app.secrets.client_keys import DEFAULT_PROFILE, digest
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret


@dataclass(frozen=True, slots=True)
class AdminKey:
    """`access` is None where nobody could know an admin key: then the administration is off.

    `shown_once` is a key that was minted now and is kept as a digest only.
    """

    access: AdminAccess | None
    shown_once: Secret | None = None


def for_serve(session: Session, *, can_show: bool) -> AdminKey:
    """The admin key for a server, minted at the first start.

    Where there is no keyring, a new key goes to the key file as a digest, if `can_show`: a person
    is there to copy it. Raises `Exit` where the environment sets one that cannot be used.
    """
    try:
        token = admin_key.from_environment(session.environ)
    except VaultError as error:
        raise Exit(REFUSED, error.message) from None
    if token is not None:
        return AdminKey(AdminAccess.of(token))
    for known in session.key_file().load():
        if known.name == admin_key.NAME:
            return AdminKey(AdminAccess(known.digest))
    try:
        token = asyncio.run(admin_key.ensure(session.vault(), session.paths.first_start_lock))
    except VaultError as error:
        if error.kind is not VaultErrorKind.ABSENT or not can_show:
            return AdminKey(None)
        return renewed_in_file(session)
    return AdminKey(AdminAccess.of(token))


def renewed_in_file(session: Session) -> AdminKey:
    """A new admin key whose digest takes the old one's place in the key file."""
    token = admin_key.mint()
    file = session.key_file()
    file.revoke(admin_key.NAME)
    file.add(admin_key.NAME, token, DEFAULT_PROFILE)
    return AdminKey(AdminAccess(digest(token)), token)
