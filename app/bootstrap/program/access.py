"""The keys of this machine's own clients and of the administration, wherever they can be kept."""

import asyncio
from dataclasses import dataclass

from app.bootstrap.program.core import Core
from app.desktop.program.failure import ProgramError
from app.secrets import admin_key, client_keys, local_key
from app.secrets.admin_key import AdminAccess
from app.secrets.client_keys import LOCAL, ClientKey
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret

# In `ClientKeys`, apart from those of the key file and of the database.
SOURCE = "desktop"

_ONLY_DIGEST = (
    "There is no keyring here, so this key was shown once, when it was made, and is kept as a "
    "digest only."
)


@dataclass(frozen=True, slots=True)
class NoKey(Exception):  # noqa: N818 - it says what is missing
    """No client could be let in; `waiting`: the keyring may still answer by itself."""

    message: str
    waiting: bool


class MachineAccess:
    """Looks keys up when the server starts, and when a person wants to copy one.

    Without any keyring a key is minted and kept as a digest in the key file, as the command line
    does; this run of the program can still show it.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._shown_once: Secret | None = None
        self._admin_once: Secret | None = None

    async def open_for_clients(self) -> None:
        """Let this machine's clients in. Raises `NoKey`, and `ClientKeyFileError`."""
        core = self._core
        others = await asyncio.to_thread(core.key_file.clients)
        try:
            token = await self._client_token()
        except VaultError as error:
            if error.kind is VaultErrorKind.ABSENT:
                if not any(key.name == LOCAL for key in others):
                    await self._mint_once()
            elif not others:
                waiting = error.kind is VaultErrorKind.TIMEOUT
                way_out = f"A key in {local_key.VARIABLE} does without it."
                if waiting:
                    way_out = "The server goes on by itself then."
                raise NoKey(f"No client can be let in. {error.cause} {way_out}", waiting) from None
        else:
            self._let_in(token)

    async def client_key(self) -> str:
        """The key to be copied into a client. Raises `ProgramError`."""
        try:
            token = await self._client_token()
        except VaultError as error:
            if self._shown_once is not None:
                return self._shown_once.reveal()
            if error.kind is VaultErrorKind.ABSENT:
                raise ProgramError(
                    f"{_ONLY_DIGEST} Add a key under People, or connect the client: that gives it "
                    "a key of its own."
                ) from None
            raise ProgramError(error.cause) from None
        self._let_in(token)
        return token.reveal()

    async def admin_access(self) -> AdminAccess | None:
        """What knows the admin key; None where the settings have the administration off."""
        if self._core.snapshot.settings.server.admin is not True:
            return None
        try:
            return AdminAccess.of(await self._admin_token())
        except VaultError:
            known = await asyncio.to_thread(self._core.key_file.load)
            return next((AdminAccess(k.digest) for k in known if k.name == admin_key.NAME), None)

    async def admin_key(self) -> str:
        """The key of the administration page. Raises `ProgramError`."""
        if self._core.snapshot.settings.server.admin is not True:
            raise ProgramError("The administration page is off. Switch it on under Server.")
        try:
            return (await self._admin_token()).reveal()
        except VaultError as error:
            if error.kind is not VaultErrorKind.ABSENT:
                raise ProgramError(error.cause) from None
        if self._admin_once is None:
            self._admin_once = await asyncio.to_thread(self._renew_admin_digest)
            door = self._core.services.door
            if door is not None and door.access is not None:
                door.access = AdminAccess.of(self._admin_once)
        return self._admin_once.reveal()

    async def _client_token(self) -> Secret:
        token = local_key.from_environment(self._core.environ)
        if token is not None:
            return token
        return await local_key.ensure(self._core.vault, self._core.paths.first_start_lock)

    async def _admin_token(self) -> Secret:
        token = admin_key.from_environment(self._core.environ)
        if token is not None:
            return token
        return await admin_key.ensure(self._core.vault, self._core.paths.first_start_lock)

    def _let_in(self, token: Secret) -> None:
        key: ClientKey = client_keys.local_key(token)
        self._core.services.client_keys.replace([key], SOURCE)
        if not self._core.services.seal.lasting:
            self._core.services.seal.derive(token)

    async def _mint_once(self) -> None:
        token = client_keys.mint()
        add = self._core.key_file.add
        await asyncio.to_thread(add, LOCAL, token, client_keys.DEFAULT_PROFILE)
        self._shown_once = token
        self._let_in(token)

    def _renew_admin_digest(self) -> Secret:
        token, file = admin_key.mint(), self._core.key_file
        file.revoke(admin_key.NAME)
        file.add(admin_key.NAME, token, client_keys.DEFAULT_PROFILE)
        return token
