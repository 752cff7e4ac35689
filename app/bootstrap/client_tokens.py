"""The keys of connected clients: one for each client and profile, so that usage tells them apart.

The token is in the keyring and, as the client needs it, in the client's own file; the database
knows its digest.
"""

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.secrets import client_keys, redact
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret
from app.secrets.vault import Vault

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.records import StoredKey

_Result = TypeVar("_Result")
_VISIBLE = 8


class Accounts(Protocol):
    """The database of keys. Both may raise what speaks to a person."""

    async def read(self, call: "Callable[[Connection], _Result]") -> _Result:
        """What `call` finds."""
        ...

    async def write(self, call: "Callable[[Connection], _Result]") -> _Result:
        """Do `call` in one transaction."""
        ...


class ClientTokens:
    """Mints, keeps, revives and revokes. Raises `VaultError` and what `accounts` raises.

    Without a keyring a token is remembered by this process and by the client's own file only.
    """

    def __init__(
        self,
        vault: Vault,
        accounts: Accounts,
        now_ms: Callable[[], int],
        admitted: Callable[[Secret], Awaitable[None]] | None = None,
    ) -> None:
        """`admitted` waits until a gateway in another process takes a token that is new to it."""
        self._admitted = admitted
        self._vault = vault
        self._accounts = accounts
        self._now_ms = now_ms
        self._remembered: dict[str, Secret] = {}

    async def ensure(self, client_id: str, profile: str, in_use: str = "") -> "StoredToken":
        """The token of a client for a profile, which works from now on.

        `in_use` is the one in the client's file, for where there is no keyring.
        """
        token = await self._kept(client_id, profile)
        if token is None and in_use:
            stored = await self._find(client_keys.digest(Secret(in_use)))
            if stored is not None and stored.profile == profile:
                token = Secret(in_use)
        if token is None:
            token = client_keys.mint()
            self._remembered[_name(client_id, profile)] = token
            try:
                await self._vault.store(_name(client_id, profile), token)
            except VaultError as error:
                if error.kind is not VaultErrorKind.ABSENT:
                    raise
        redact.register(token.reveal())
        label = client_id if profile == client_keys.DEFAULT_PROFILE else f"{client_id} ({profile})"
        digest, prefix, now = client_keys.digest(token), token.reveal()[:_VISIBLE], self._now_ms()

        def admit(connection: "Connection") -> "StoredKey":
            return _admitted(connection, label, digest, prefix, profile, now)

        key = await self._accounts.write(admit)
        if self._admitted is not None:
            await self._admitted(token)
        return StoredToken(token, key)

    async def known(self) -> "dict[str, StoredKey]":
        """The keys of nobody in particular, by digest."""

        def find(connection: "Connection") -> "dict[str, StoredKey]":
            from app.storage import keys

            return {key.digest: key for key in keys.keys(connection, user_id="")}

        return await self._accounts.read(find)

    async def revoke(self, tokens: Collection[str]) -> None:
        """Make these tokens worthless; those that nobody knows are none of ours."""
        digests = {client_keys.digest(Secret(token)) for token in tokens if token}

        def switch(connection: "Connection") -> None:
            from app.storage import keys

            for key in keys.keys(connection, user_id="", active=True):
                if key.digest in digests:
                    keys.set_key_active(connection, key.id, False)

        if digests:
            await self._accounts.write(switch)

    async def of_client(self, client_id: str, profiles: Collection[str]) -> list[str]:
        """Every token that was minted for a client, as far as the keyring tells."""
        kept = [await self._kept(client_id, profile) for profile in profiles]
        return [token.reveal() for token in kept if token is not None]

    async def _kept(self, client_id: str, profile: str) -> Secret | None:
        name = _name(client_id, profile)
        if name in self._remembered:
            return self._remembered[name]
        try:
            return await self._vault.resolve(f"keyring:{name}")
        except VaultError as error:
            if error.kind in (VaultErrorKind.MISSING, VaultErrorKind.ABSENT):
                return None
            raise

    async def _find(self, digest: str) -> "StoredKey | None":
        return (await self.known()).get(digest)


class StoredToken:
    """A token and what the database knows of it."""

    __slots__ = ("key", "token")

    def __init__(self, token: Secret, key: "StoredKey") -> None:
        self.token = token
        self.key = key


def _name(client_id: str, profile: str) -> str:
    """Beside the key of this machine's clients, which is `client/local`."""
    default = profile == client_keys.DEFAULT_PROFILE
    return f"client/{client_id}" if default else f"client/{client_id}@{profile}"


def _admitted(
    connection: "Connection", label: str, digest: str, prefix: str, profile: str, now_ms: int
) -> "StoredKey":
    """The key with this digest, made or revived, for this profile."""
    from app.storage import keys

    ours = keys.keys(connection, user_id="")
    found = next((key for key in ours if key.digest == digest), None)
    if found is None:
        taken = {key.name for key in ours}
        names = (label, *(f"{label} {number}" for number in range(2, len(taken) + 3)))
        free = next(name for name in names if name not in taken)
        return keys.create_key(
            connection, free, digest=digest, prefix=prefix, profile=profile, now_ms=now_ms
        )
    if not found.active:
        found = keys.set_key_active(connection, found.id, True)
    if found.profile != profile:
        found = keys.update_key(connection, found.id, profile=profile)
    return found
