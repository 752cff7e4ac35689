"""Whose key a request shows."""

import asyncio
import contextlib
import time

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.accounts.keeper import Accounts
from app.gateway.guard import Penalty, credential
from app.gateway.paths import speaks_gemini
from app.secrets.client_keys import ClientKey, ClientKeys

# How long a key that nobody knows yet may wait for the database with the team's keys.
_DATABASE_SECONDS = 5.0


class Authentication:
    """Looks keys up in memory; only what is no key of ours waits, alike for every wrong one."""

    def __init__(self, client_keys: ClientKeys, accounts: Accounts) -> None:
        self._client_keys = client_keys
        self._accounts = accounts
        self._penalty = Penalty()

    async def client(self, http: web.BaseRequest) -> ClientKey:
        """The key's record.

        Raises `Refused`: AUTHENTICATION after a short delay, or UNAVAILABLE while the database that
        has the team's keys cannot be reached.
        """
        given = _given(http)
        key = self._known(given)
        if key is not None:
            return key
        if given is not None and self._accounts.expects_database:
            await self._database()
            key = self._known(given)
            if key is not None:
                return key
        await self.penalty(http)
        raise Refused(
            Failure(
                FailureKind.AUTHENTICATION,
                "The API key is missing or not valid here. Send this server's own client key, as "
                "'Authorization: Bearer', 'x-api-key' or 'x-goog-api-key'.",
                code="invalid_api_key",
                retryable=False,
            )
        )

    async def database_soon(self, seconds: float) -> None:
        """Wait for the database of a server that has just started, for so long at most."""
        if self._accounts.expects_database:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._accounts.attached.wait()

    async def penalty(self, http: web.BaseRequest) -> None:
        """Wait as long as whoever has just shown a wrong key must."""
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(self._penalty.seconds(http.remote or "", now))

    def _known(self, given: bytes | None) -> ClientKey | None:
        key = self._client_keys.authenticate(given) if given else None
        if key is None or key.expires_ms is None or time.time() * 1000 < key.expires_ms:
            return key
        return None

    async def _database(self) -> None:
        try:
            async with asyncio.timeout(_DATABASE_SECONDS):
                await self._accounts.attached.wait()
        except TimeoutError:
            raise Refused(
                Failure(
                    FailureKind.UNAVAILABLE,
                    "This server cannot check the API key now: its database is not available. "
                    "Try again soon.",
                    retry_after=5.0,
                )
            ) from None


def _given(http: web.BaseRequest) -> bytes | None:
    """The key that a request shows; in its address only where Google's clients put it there."""
    query = http.raw_path.partition("?")[2] if speaks_gemini(http.path) else ""
    return credential(http.raw_headers, query)
