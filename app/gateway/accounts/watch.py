"""Takes up what others change: keys that are revoked, budgets that are raised or spent."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from app.gateway.accounts.keeper import Accounts
from app.gateway.accounts.stored import StoredAccounts
from app.gateway.accounts.terms import terms
from app.secrets.client_keys import ClientKey, ClientKeys
from app.settings.schema import AccountingSettings
from app.storage.failure import DatabaseError
from app.storage.keys import UsableKey

log = logging.getLogger(__name__)

# A key that is revoked anywhere stops working here after at most so long.
EVERY_SECONDS = 2.0
_NOTHING_KNOWN = -1


class Watch:
    """Looks at the database again and again, off the loop; a failed look changes nothing."""

    def __init__(
        self,
        accounts: Accounts,
        stored: StoredAccounts,
        client_keys: ClientKeys,
        accounting: Callable[[], AccountingSettings],
    ) -> None:
        self._accounts = accounts
        self._stored = stored
        self._client_keys = client_keys
        self._accounting = accounting
        self._version = _NOTHING_KNOWN
        self._failing = False
        self._turn = asyncio.Lock()

    @property
    def version(self) -> int:
        """Grows with each change of people, keys and budgets, whoever made it."""
        return self._version

    async def look(self) -> None:
        """Take up what is new now. Raises `DatabaseError` and leaves everything as it was."""
        async with self._turn:
            self._accounts.configure(terms(self._accounting()))
            book, now_ms = self._accounts.book, int(time.time() * 1000)
            mark = book.mark()
            news = await asyncio.to_thread(
                self._stored.look, self._version, book.period_starts(now_ms), now_ms
            )
            if news.keys is not None:
                self._client_keys.replace(map(_client_key, news.keys), "database")
                self._version = news.version
            self._accounts.warn(book.replace(news.budgets, news.spends, mark, now_ms))

    async def run(self) -> None:
        """Look until cancelled; what goes wrong is told when it begins and when it ends."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
            except DatabaseError as error:
                if not self._failing:
                    log.warning("keys and budgets stay as they were: %s", error)
                self._failing = True
            except Exception:
                # Keys that are revoked must stop working, whatever is wrong with us this time.
                if not self._failing:
                    log.exception("keys and budgets stay as they were, by a fault of Dragoman")
                self._failing = True
            else:
                if self._failing:
                    log.info("keys and budgets are up to date again")
                self._failing = False


def _client_key(usable: UsableKey) -> ClientKey:
    key = usable.key
    created = datetime.fromtimestamp(key.created_ms / 1000, UTC).isoformat(timespec="seconds")
    return ClientKey(
        key.name,
        key.digest,
        key.profile,
        created,
        key.id,
        key.user_id,
        usable.user_name,
        key.expires_ms,
        key.requests_per_minute,
        key.tokens_per_minute,
        key.concurrency,
    )
