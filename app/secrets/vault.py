"""Secrets by reference: `keyring:NAME`, `env:NAME`, `file:/path`."""

import asyncio
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from app.secrets import redact
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.keyring_backend import WAY_OUT, Backend, check_length, open_backend
from app.secrets.keyring_thread import KeyringThread
from app.secrets.references import read_file, read_variable
from app.secrets.secret import Secret

__all__ = ["Vault", "VaultError", "VaultErrorKind"]

_Result = TypeVar("_Result")
_DEADLINE_SECONDS = 10.0


class Vault:
    """Resolves references and keeps secrets in the system's keyring.

    `service` keeps profiles apart in the keyring (`ProfilePaths.keyring_service`). `backend` stands
    in for the system's keyring; only tests give one. Nothing is opened before the first use, every
    call to the keyring has `deadline` seconds, and what it answered is kept in memory until
    `forget`. Values are registered with the log's redaction.
    """

    def __init__(
        self,
        service: str,
        *,
        backend: Backend | None = None,
        environ: Mapping[str, str] = os.environ,
        deadline: float = _DEADLINE_SECONDS,
    ) -> None:
        self._service = service
        self._backend = backend
        self._environ = environ
        self._deadline = deadline
        self._thread = KeyringThread()
        self._overdue: Future[Any] | None = None
        self._turn = asyncio.Lock()
        self._values: dict[str, Secret] = {}

    async def resolve(self, reference: str) -> Secret:
        """The secret behind `reference`.

        Raises `VaultError`; its kind tells the causes apart and its message says what to do.
        """
        scheme, _, place = reference.partition(":")
        match scheme:
            case "keyring":
                secret = self._values.get(place) or await self._fetch(place)
            case "env":
                secret = read_variable(place, self._environ)
            case "file":
                secret = read_file(place)
            case _:
                raise VaultError(
                    VaultErrorKind.REFUSED,
                    "A key's reference must begin with keyring:, env: or file:.",
                )
        redact.register(secret.reveal())
        return secret

    async def store(self, name: str, value: Secret) -> str:
        """Keep `value` in the keyring under `name`, in place of any other; gives its reference."""
        redact.register(value.reveal())
        check_length(value.reveal())
        async with self._turn:
            await self._ask(
                lambda: self._opened().set_password(self._service, name, value.reveal())
            )
            self._values[name] = value
        return f"keyring:{name}"

    async def delete(self, reference: str) -> bool:
        """Delete what `reference` leads to from the keyring; False where it was not there.

        Variables and files are the user's own and stay: False.
        """
        scheme, _, name = reference.partition(":")
        if scheme != "keyring":
            return False
        async with self._turn:
            self._values.pop(name, None)
            if await self._ask(lambda: self._opened().get_password(self._service, name)) is None:
                return False
            await self._ask(lambda: self._opened().delete_password(self._service, name))
        return True

    def forget(self) -> None:
        """Ask the keyring again from now on: another process may have changed what it holds."""
        self._values.clear()

    async def keyring_problem(self) -> VaultError | None:
        """Why the keyring cannot be used now; None where it answers."""
        try:
            async with self._turn:
                await self._ask(lambda: self._opened().get_password(self._service, "probe"))
        except VaultError as error:
            return error
        return None

    async def _fetch(self, name: str) -> Secret:
        async with self._turn:
            if name in self._values:  # fetched while this call waited for its turn
                return self._values[name]
            value = await self._ask(lambda: self._opened().get_password(self._service, name))
            if not value:
                raise VaultError(
                    VaultErrorKind.MISSING,
                    f"The keyring holds no secret named {name}. Enter the key again.",
                )
            secret = Secret(value)
            self._values[name] = secret
            return secret

    def _opened(self) -> Backend:
        """The keyring, opened once; runs on the keyring's thread."""
        if self._backend is None:
            self._backend = open_backend()
        return self._backend

    async def _ask(self, call: Callable[[], _Result]) -> _Result:
        """Run `call` on the keyring's thread, for as long as the deadline allows.

        A call that does not come back (a locked keyring waits for its user) keeps the thread; until
        it does, every further call is refused at once.
        """
        if self._overdue is not None and not self._overdue.done():
            raise VaultError(VaultErrorKind.TIMEOUT, self._silent(), WAY_OUT)
        self._overdue = None
        future = self._thread.submit(call)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._deadline)
        except TimeoutError:
            self._overdue = future
            raise VaultError(VaultErrorKind.TIMEOUT, self._silent(), WAY_OUT) from None
        except VaultError:
            raise
        except Exception as error:
            raise _told(error) from None

    def _silent(self) -> str:
        return (
            f"The keyring has not answered for {self._deadline:g} seconds; it may be locked and "
            "waiting for its password. Unlock it and try again."
        )


def _told(error: Exception) -> VaultError:
    """A backend's exception in our words; its own text stays out, as nobody promises what it is."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"}:
        return VaultError(
            VaultErrorKind.LOCKED,
            "The keyring is locked. Unlock it and try again.",
            WAY_OUT,
        )
    if "NoKeyringError" in names:
        return VaultError(VaultErrorKind.ABSENT, "There is no keyring here.", WAY_OUT)
    return VaultError(
        VaultErrorKind.REFUSED,
        f"The keyring refused ({type(error).__name__}). Unlock it and try again.",
        WAY_OUT,
    )
