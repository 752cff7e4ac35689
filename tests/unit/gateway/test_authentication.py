import asyncio
import time
from dataclasses import dataclass, replace

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from app.core.failure import FailureKind, Refused
from app.gateway.accounts.keeper import Accounts
from app.gateway.accounts.pricing import Pricing
from app.gateway.authentication import Authentication
from app.providers.pricing.book import PriceBook
from app.secrets.client_keys import ClientKeys, local_key
from app.secrets.secret import Secret
from app.storage.records import Entry, Exceeded, Hold
from tests.fakes.accounts import TERMS, without_database

TOKEN = "drg-a-client-key-0123456789abcdef"
TEAM = "drg-a-team-key-0123456789abcdef"


def request(token: str) -> web.Request:
    return make_mocked_request("GET", "/v1/models", {"Authorization": f"Bearer {token}"})


@dataclass
class Nothing:
    """A database that is empty."""

    shared: bool = False

    def record(self, entry: Entry) -> None: ...

    async def claim(self, holds: tuple[Hold, ...], now_ms: int) -> tuple[str, ...] | Exceeded:
        return ()

    def release(self, hold_ids: tuple[str, ...]) -> None: ...


async def test_a_key_is_known_at_once() -> None:
    authentication = Authentication(ClientKeys([local_key(Secret(TOKEN))]), without_database())
    assert (await authentication.client(request(TOKEN))).name == "local"
    with pytest.raises(Refused) as refused:
        await authentication.client(request("drg-unknown"))
    assert refused.value.failure.kind is FailureKind.AUTHENTICATION


async def test_a_key_that_has_expired_is_no_key() -> None:
    key = replace(local_key(Secret(TOKEN)), expires_ms=int(time.time() * 1000) - 1)
    authentication = Authentication(ClientKeys([key]), without_database())
    with pytest.raises(Refused):
        await authentication.client(request(TOKEN))


async def test_a_key_that_nobody_knows_yet_waits_for_the_database() -> None:
    accounts = Accounts(Pricing(PriceBook()), TERMS, "test")
    keys = ClientKeys([local_key(Secret(TOKEN))])
    authentication = Authentication(keys, accounts)
    assert await authentication.client(request(TOKEN))
    waiting = asyncio.create_task(authentication.client(request(TEAM)))
    await asyncio.sleep(0)
    assert not waiting.done()
    keys.replace([replace(local_key(Secret(TEAM)), name="team")], "database")
    accounts.attach(Nothing())
    assert (await waiting).name == "team"


async def test_a_database_that_does_not_come_is_told_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.gateway.authentication._DATABASE_SECONDS", 0.01)
    authentication = Authentication(ClientKeys(), Accounts(Pricing(PriceBook()), TERMS, "test"))
    with pytest.raises(Refused) as refused:
        await authentication.client(request(TEAM))
    assert refused.value.failure.kind is FailureKind.UNAVAILABLE
