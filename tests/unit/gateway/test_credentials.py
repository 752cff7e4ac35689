"""A provider's credential as headers, and the token that some exchange it for."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.core.failure import FailureKind, Refused
from app.gateway.credentials import Credentials
from app.gateway.upstream import UpstreamPool
from app.providers.provider import Provider, build
from app.secrets.redact import redact
from app.secrets.vault import Vault
from app.settings.schema import ProviderSettings
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream

KEY = "an-app-secret-0123456789"
ENVIRON = {"KEY": KEY, "OTHER": "another-secret-0123456789"}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def pool() -> AsyncIterator[UpstreamPool]:
    pool = UpstreamPool()
    yield pool
    await pool.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def credentials(pool: UpstreamPool, clock: Clock) -> Credentials:
    return Credentials(Vault("test", environ=ENVIRON), pool, clock)


def provider(**settings: Any) -> Provider:
    given = {"base_url": "http://127.0.0.1:1", "dialect": "openai_chat", "key": "env:KEY"}
    return build("p", ProviderSettings.model_validate(given | settings))


def exchanging(upstream: FakeUpstream, **extra: Any) -> Provider:
    # The fake answers POSTs to the path of its face.
    url = f"{upstream.url}/chat/completions"
    return provider(auth="token-exchange", token_url=url, app_id="app", **extra)


async def refusal(credentials: Credentials, asked: Provider) -> str:
    with pytest.raises(Refused) as caught:
        await credentials.headers(asked)
    failure = caught.value.failure
    assert failure.kind is FailureKind.UNAVAILABLE
    assert failure.provider == "p"
    assert failure.retryable is False
    assert KEY not in failure.message
    return failure.message


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        ({"auth": "bearer"}, {"Authorization": f"Bearer {KEY}"}),
        ({"auth": "x-api-key"}, {"x-api-key": KEY}),
        ({"auth": "api-key"}, {"api-key": KEY}),
        ({"auth": "none"}, {}),
        (
            {"auth": "bearer", "headers": {"x-team": "a", "x-second-key": "env:OTHER"}},
            {"Authorization": f"Bearer {KEY}", "x-team": "a", "x-second-key": ENVIRON["OTHER"]},
        ),
    ],
)
async def test_each_style_has_its_header(
    credentials: Credentials, settings: dict[str, Any], headers: dict[str, str]
) -> None:
    assert await credentials.headers(provider(**settings)) == headers


async def test_a_provider_without_a_key_says_how_to_give_it_one(credentials: Credentials) -> None:
    told = await refusal(credentials, provider(auth="bearer", key=None))
    assert "dragoman provider add p --key-stdin" in told


async def test_a_key_that_cannot_be_had_says_why(credentials: Credentials) -> None:
    told = await refusal(credentials, provider(auth="bearer", key="env:NOT_THERE"))
    assert "NOT_THERE is not set" in told
    told = await refusal(credentials, provider(auth="none", headers={"x-key": "env:NOT_THERE"}))
    assert "NOT_THERE is not set" in told


async def test_a_key_goes_to_no_other_address(credentials: Credentials) -> None:
    for auth in ("bearer", "x-api-key", "api-key"):
        asked = provider(auth=auth, key_origin="https://api.example.com:443")
        told = await refusal(credentials, asked)
        assert "entered for https://api.example.com:443" in told
        assert "now http://127.0.0.1:1" in told


class Tokens:
    """A script that hands out t1-..., t2-...; `answer` is the rest of its JSON."""

    def __init__(self, **answer: Any) -> None:
        self.answer = answer
        self.count = 0
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, exchange: Exchange) -> None:
        assert exchange.request.json == {"app_id": "app", "app_secret": KEY}
        self.count += 1
        await self.go.wait()
        await exchange.json({"access_token": f"t{self.count}-0123456789", **self.answer})


def bearer(number: int) -> dict[str, str]:
    return {"Authorization": f"Bearer t{number}-0123456789"}


async def test_a_token_is_kept_and_exchanged_anew_before_it_expires(
    credentials: Credentials, clock: Clock
) -> None:
    async with FakeUpstream(Tokens(expires_in=600)) as upstream:
        asked = exchanging(upstream)
        assert await credentials.headers(asked) == bearer(1)
        clock.now += 539
        assert await credentials.headers(asked) == bearer(1)
        clock.now += 1
        assert await credentials.headers(asked) == bearer(2)
        assert len(upstream.asked) == 2
    assert "t2-0123456789" not in redact("the token is t2-0123456789")


async def test_a_short_token_is_used_for_half_its_life(
    credentials: Credentials, clock: Clock
) -> None:
    async with FakeUpstream(Tokens(expires_in=10)) as upstream:
        asked = exchanging(upstream)
        await credentials.headers(asked)
        clock.now += 4.9
        assert await credentials.headers(asked) == bearer(1)
        clock.now += 0.1
        assert await credentials.headers(asked) == bearer(2)


async def test_twenty_callers_wait_for_one_exchange(credentials: Credentials) -> None:
    tokens = Tokens(expires_in=600)
    tokens.go.clear()
    async with FakeUpstream(tokens) as upstream:
        asked = exchanging(upstream)
        calls = [asyncio.ensure_future(credentials.headers(asked)) for _ in range(20)]
        await upstream.request(0)
        tokens.go.set()
        assert await asyncio.gather(*calls) == [bearer(1)] * 20
        assert len(upstream.asked) == 1


async def test_twenty_callers_share_one_failure_and_the_next_one_tries_again(
    credentials: Credentials,
) -> None:
    go = asyncio.Event()

    async def fails(exchange: Exchange) -> None:
        await go.wait()
        await exchange.json({"error": "wrong"}, 403)

    async with FakeUpstream(fails) as upstream:
        asked = exchanging(upstream)
        calls = [asyncio.ensure_future(credentials.headers(asked)) for _ in range(20)]
        await upstream.request(0)
        go.set()
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert all(isinstance(result, Refused) for result in results)
        assert len(upstream.asked) == 1
        upstream.default = Tokens()
        assert await credentials.headers(asked) == bearer(1)


async def test_a_caller_that_leaves_takes_nobody_s_token_with_it(credentials: Credentials) -> None:
    tokens = Tokens()
    tokens.go.clear()
    async with FakeUpstream(tokens) as upstream:
        asked = exchanging(upstream)
        first = asyncio.ensure_future(credentials.headers(asked))
        await upstream.request(0)
        second = asyncio.ensure_future(credentials.headers(asked))
        await asyncio.sleep(0)
        first.cancel()
        tokens.go.set()
        assert await second == bearer(2)


async def test_a_rejected_token_is_exchanged_anew_once_for_all_who_held_it(
    credentials: Credentials,
) -> None:
    async with FakeUpstream(Tokens()) as upstream:
        asked = exchanging(upstream)
        held = await credentials.headers(asked)
        assert credentials.renew(asked, held)
        assert await credentials.headers(asked) == bearer(2)
        assert credentials.renew(asked, held)  # another request held the first one too
        assert await credentials.headers(asked) == bearer(2)
    assert not credentials.renew(provider(auth="bearer"), held)


async def test_another_app_id_has_a_token_of_its_own(credentials: Credentials) -> None:
    async with FakeUpstream(Tokens()) as upstream:
        assert await credentials.headers(exchanging(upstream)) == bearer(1)

        async def other(exchange: Exchange) -> None:
            await exchange.json({"token": "other-0123456789"})

        upstream.default = other
        url = f"{upstream.url}/chat/completions"
        changed = provider(auth="token-exchange", token_url=url, app_id="app2")
        headers = await credentials.headers(changed)
    assert headers == {"Authorization": "Bearer other-0123456789"}


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ({"access_token": "abc-0123456789", "expires_in": 7200}, 7140),
        ({"token": "abc-0123456789"}, 1740),
        ({"accessToken": "abc-0123456789", "expiresIn": 7200.0}, 7140),
        ({"code": 0, "data": {"token": "abc-0123456789", "expire_in": 3600}}, 3540),
        ({"result": {"access_token": "abc-0123456789", "expires": 1795000000000}}, 1740),
        ({"access_token": "abc-0123456789", "expires_in": -1}, 1740),
        ({"access_token": "abc-0123456789", "expires_in": "soon"}, 1740),
        ({"access_token": 5, "data": {"token": "abc-0123456789"}}, 1740),
    ],
)
async def test_a_token_is_found_where_services_put_it(
    credentials: Credentials, clock: Clock, answer: dict[str, Any], seconds: float
) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.json(answer)

    async with FakeUpstream(script) as upstream:
        asked = exchanging(upstream)
        headers = await credentials.headers(asked)
        assert headers == {"Authorization": "Bearer abc-0123456789"}
        clock.now += seconds - 1
        await credentials.headers(asked)
        assert len(upstream.asked) == 1
        clock.now += 1
        await credentials.headers(asked)
        assert len(upstream.asked) == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>login</html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"access_token":""}'),
        (200, b'{"access_token":"a\\r\\nx-evil: 1"}'),
        (200, b'{"access_token":null,"data":[]}'),
        (200, b"[" * 60_000),
        (401, b'{"access_token":"abc"}'),
        (500, b""),
    ],
    ids=range(10),
)
async def test_a_broken_answer_is_told_with_its_status(
    credentials: Credentials, status: int, body: bytes
) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.whole(status, body)

    async with FakeUpstream(script) as upstream:
        told = await refusal(credentials, exchanging(upstream))
        assert f"gave no token at {upstream.origin} (status {status})" in told


async def test_a_token_server_that_cannot_be_asked_is_named(credentials: Credentials) -> None:
    async def redirects(exchange: Exchange) -> None:
        await exchange.redirect("https://evil.example/token")

    async with FakeUpstream(redirects) as upstream:
        asked = exchanging(upstream)
        told = await refusal(credentials, asked)
        assert f"gave no token at {upstream.origin}" in told
        assert "redirects to evil.example" in told
    told = await refusal(credentials, asked)
    assert "nothing answers at 127.0.0.1" in told


async def test_a_token_answer_without_end_is_given_up(credentials: Credentials) -> None:
    async with FakeUpstream(lambda exchange: exchange.whole(200, b" " * 100_000)) as upstream:
        assert "more than 65536 bytes" in await refusal(credentials, exchanging(upstream))
