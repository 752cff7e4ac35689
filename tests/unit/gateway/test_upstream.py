"""The ways in which a provider cannot be asked: which failure, how far it came, in which words."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.core.failure import FailureKind
from app.core.traits import Target, Traits
from app.dialects.base import WireRequest
from app.gateway.request import HOP_HEADER
from app.gateway.upstream import UpstreamAnswer, UpstreamFailed, UpstreamPool
from app.providers.provider import Provider, build
from app.routing.retry import Phase
from app.settings.schema import ProviderSettings
from tests.fakes.certificates import Authority
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.proxies import HttpProxy, Socks5Proxy
from tests.fakes.upstream import FakeUpstream


def provider(url: str, **extra: object) -> Provider:
    settings = {"base_url": url, "dialect": "openai_chat", "auth": "none", **extra}
    return build("p", ProviderSettings.model_validate(settings))


def wire(*, stream: bool = False) -> WireRequest:
    target = Target("p", "openai_chat", "m", Traits())
    return WireRequest("chat/completions", b'{"model":"m"}', target, stream=stream)


@pytest.fixture
async def pool() -> AsyncIterator[UpstreamPool]:
    pool = UpstreamPool()
    yield pool
    await pool.close()


async def failing(
    pool: UpstreamPool, asked: Provider, *, stream: bool = False, limit: int = 1 << 20
) -> UpstreamFailed:
    with pytest.raises(UpstreamFailed) as caught:
        await whole(pool, asked, stream=stream, limit=limit)
    failed = caught.value
    assert failed.failure.provider == "p"
    assert failed.failure.message.startswith("p")
    return failed


async def whole(
    pool: UpstreamPool, asked: Provider, *, stream: bool = False, limit: int = 1 << 20
) -> bytes:
    answer = await pool.open(asked, wire(stream=stream), {})
    try:
        return await answer.body(limit)
    finally:
        answer.close()


def facts(failed: UpstreamFailed) -> tuple[FailureKind, Phase]:
    return failed.failure.kind, failed.phase


async def test_what_is_sent_says_json_no_compression_and_how_often_it_was_passed_on(
    pool: UpstreamPool,
) -> None:
    async with FakeUpstream() as upstream:
        answer = await pool.open(provider(upstream.url), wire(stream=True), {"x": "y"}, hop=2)
        answer.close()
        (asked,) = upstream.asked
    assert asked.header("content-type") == "application/json"
    assert asked.header("accept") == "text/event-stream"
    assert asked.header("accept-encoding") == "identity"
    assert asked.header(HOP_HEADER) == "2"
    assert asked.header("x") == "y"
    assert asked.header("cookie") is None


async def test_connections_are_used_again_and_cookies_are_not(pool: UpstreamPool) -> None:
    async def cookie(exchange: Exchange) -> None:
        await exchange.json({}, headers={"set-cookie": "a=1"})

    async with FakeUpstream(cookie) as upstream:
        for _ in range(2):
            assert await whole(pool, provider(upstream.url)) == b"{}"
        assert [asked.header("cookie") for asked in upstream.asked] == [None, None]


async def test_nobody_listens(pool: UpstreamPool) -> None:
    async with FakeUpstream() as gone:
        url = gone.url
    failed = await failing(pool, provider(url))
    assert facts(failed) == (FailureKind.NETWORK, Phase.CONNECT)
    assert "nothing answers at 127.0.0.1 (connection refused)" in failed.failure.message


async def test_a_host_that_is_not_there(pool: UpstreamPool) -> None:
    failed = await failing(pool, provider("https://api.dragoman.invalid"))
    assert facts(failed) == (FailureKind.NETWORK, Phase.CONNECT)
    assert "there is no host api.dragoman.invalid" in failed.failure.message


@asynccontextmanager
async def tls(context: ssl.SSLContext | None) -> AsyncIterator[str]:
    """A provider behind TLS, or one that has none; gives its base URL."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this test's client trusts; aiohttp reads the system's at its import."""
    authority = Authority(tmp_path)
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", authority.trusting())
    return authority


@pytest.mark.parametrize("proxy", [None, HttpProxy, Socks5Proxy])
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"self_signed": True}, "from an issuer that this machine does not know"),
        ({"days": -1}, "has expired"),
        ({"host": "elsewhere.example"}, "was made for another host"),
    ],
)
async def test_a_certificate_that_does_not_hold(
    pool: UpstreamPool,
    authority: Authority,
    how: dict[str, object],
    reason: str,
    proxy: type[HttpProxy | Socks5Proxy] | None,
) -> None:
    given = {"host": "localhost", "days": 1, "self_signed": False} | how
    context = authority.server(
        str(given["host"]), days=int(str(given["days"])), self_signed=bool(given["self_signed"])
    )
    async with tls(context) as url:
        if proxy is None:
            failed = await failing(pool, provider(url))
        else:
            async with proxy() as between:
                failed = await failing(pool, provider(url, proxy=between.url))
                assert between.targets
    assert facts(failed) == (FailureKind.NETWORK, Phase.CONNECT)
    assert reason in failed.failure.message
    assert failed.failure.retryable is False


async def test_a_certificate_that_holds(pool: UpstreamPool, authority: Authority) -> None:
    async with tls(authority.server()) as url:
        assert await whole(pool, provider(url)) == b"{}"


async def test_a_provider_that_speaks_no_tls(pool: UpstreamPool) -> None:
    async with tls(None) as url:
        failed = await failing(pool, provider(url))
    assert facts(failed) == (FailureKind.NETWORK, Phase.CONNECT)
    assert "does not speak TLS" in failed.failure.message


@pytest.mark.parametrize("how", ["rst", "eof"])
@pytest.mark.parametrize("reused", [False, True])
async def test_a_connection_that_is_closed_before_the_answer(
    pool: UpstreamPool, how: str, reused: bool
) -> None:
    async def hangs_up(exchange: Exchange) -> None:
        await exchange.cut("rst" if how == "rst" else "eof")

    async with FakeUpstream(hangs_up) as upstream:
        if reused:
            upstream.queue.append(lambda exchange: exchange.json({}))
            await whole(pool, provider(upstream.url))
        failed = await failing(pool, provider(upstream.url))
    assert facts(failed) == (FailureKind.NETWORK, Phase.REUSED if reused else Phase.SENT)
    assert "closed the connection before it answered" in failed.failure.message


async def silent(exchange: Exchange) -> None:
    await exchange.silent()


async def test_a_provider_that_does_not_begin_to_answer(pool: UpstreamPool) -> None:
    async with FakeUpstream(silent) as upstream:
        asked = provider(upstream.url, connect_timeout=0.05, first_byte_timeout=0.1)
        failed = await failing(pool, asked)
        await (await upstream.request(0)).gone.wait()
    assert facts(failed) == (FailureKind.TIMEOUT, Phase.SENT)
    assert "did not begin to answer in 0.1 s" in failed.failure.message


@pytest.mark.parametrize("words", [b"", b"data: {}\n\n"])
@pytest.mark.parametrize("first_byte", [0.02, 600])
async def test_a_provider_that_falls_silent_within_its_answer(
    pool: UpstreamPool, words: bytes, first_byte: float
) -> None:
    async def falls_silent(exchange: Exchange) -> None:
        await exchange.head(200, SSE)
        if words:
            await exchange.send(words)
        await exchange.silent()

    async with FakeUpstream(falls_silent) as upstream:
        asked = provider(
            upstream.url, connect_timeout=5, first_byte_timeout=first_byte, idle_timeout=0.1
        )
        async with asyncio.timeout(5):
            failed = await failing(pool, asked, stream=True)
    assert facts(failed) == (FailureKind.TIMEOUT, Phase.ANSWERED)
    assert "fell silent for 0.1 s" in failed.failure.message


Play = Callable[[Exchange], Awaitable[None]]


async def short(exchange: Exchange) -> None:
    await exchange.head(200, framing="length", length=100)
    await exchange.send(b"{")
    await exchange.cut()


async def unfinished_chunks(exchange: Exchange) -> None:
    await exchange.head(200, SSE)
    await exchange.send(b"data: {}\n\n")
    await exchange.cut()


async def reset(exchange: Exchange) -> None:
    await exchange.head(200, SSE)
    await exchange.send(b"data: {}\n\n")
    await exchange.cut("rst")


async def broken_gzip(exchange: Exchange) -> None:
    await exchange.whole(200, b"this is not gzip at all", {"content-encoding": "gzip"})


@pytest.mark.parametrize("script", [short, unfinished_chunks, reset, broken_gzip])
async def test_an_answer_that_breaks_is_cut_and_nobody_s_bad_request(
    pool: UpstreamPool, script: Play
) -> None:
    async with FakeUpstream(script) as upstream:
        failed = await failing(pool, provider(upstream.url), stream=True)
    assert facts(failed) == (FailureKind.CUT, Phase.ANSWERED)
    assert failed.failure.status is None


async def test_broken_framing_is_cut_too(pool: UpstreamPool) -> None:
    begun = asyncio.Event()

    async def broken_chunks(exchange: Exchange) -> None:
        await exchange.head(200, SSE)
        await exchange.send(b"data: {}\n\n")
        await begun.wait()
        await exchange.raw(b"not a size\r\n")
        await exchange.silent()

    async with FakeUpstream(broken_chunks) as upstream:
        answer = await pool.open(provider(upstream.url), wire(stream=True), {})
        begun.set()
        with pytest.raises(UpstreamFailed) as caught:
            await answer.body()
        answer.close()
    assert facts(caught.value) == (FailureKind.CUT, Phase.ANSWERED)


GARBAGE = [
    b"\x16\x03\x01\x02 this is not HTTP\r\n\r\n",
    b"HTTP/1.1 abc\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 1000 + b"\r\n",
    b"SSH-2.0-OpenSSH_9.6\r\n",
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
async def test_an_answer_that_is_no_http(pool: UpstreamPool, garbage: bytes) -> None:
    async def answers(exchange: Exchange) -> None:
        await exchange.garbage(garbage)

    async with FakeUpstream(answers) as upstream:
        failed = await failing(pool, provider(upstream.url))
    assert facts(failed) == (FailureKind.PROTOCOL, Phase.SENT)
    assert "something that is not HTTP" in failed.failure.message


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_told_and_not_followed(pool: UpstreamPool, status: int) -> None:
    async with FakeUpstream() as elsewhere:

        async def away(exchange: Exchange) -> None:
            await exchange.redirect(f"{elsewhere.url}/chat/completions", status)

        async with FakeUpstream(away) as upstream:
            failed = await failing(pool, provider(upstream.url))
        assert elsewhere.requests == []
    assert facts(failed) == (FailureKind.PROTOCOL, Phase.ANSWERED)
    assert "redirects to 127.0.0.1. Nothing was sent there." in failed.failure.message
    assert failed.failure.retryable is False


async def test_a_redirect_without_a_place(pool: UpstreamPool) -> None:
    async def away(exchange: Exchange) -> None:
        await exchange.whole(302, b"", {"location": "http://[broken"})

    async with FakeUpstream(away) as upstream:
        failed = await failing(pool, provider(upstream.url))
    assert "redirects to another address" in failed.failure.message


async def test_an_answer_without_end_is_read_to_the_limit(pool: UpstreamPool) -> None:
    async def endless(exchange: Exchange) -> None:
        await exchange.head(200)
        while True:
            await exchange.send(b" " * 65536)

    async with FakeUpstream(endless) as upstream:
        failed = await failing(pool, provider(upstream.url), limit=1 << 20)
        await (await upstream.request(0)).gone.wait()
    assert facts(failed) == (FailureKind.PROTOCOL, Phase.ANSWERED)
    assert "more than 1048576 bytes" in failed.failure.message


async def test_a_gzip_bomb_counts_as_what_it_unfolds_to(pool: UpstreamPool) -> None:
    async with FakeUpstream(lambda exchange: exchange.bomb(8)) as upstream:
        failed = await failing(pool, provider(upstream.url), limit=1 << 20)
    assert facts(failed) == (FailureKind.PROTOCOL, Phase.ANSWERED)


async def test_gzip_that_nobody_asked_for_is_read_all_the_same(pool: UpstreamPool) -> None:
    async with FakeUpstream(lambda exchange: exchange.bomb(1)) as upstream:
        assert await whole(pool, provider(upstream.url), limit=2 << 20) == b" " * (1 << 20)


async def test_a_long_error_is_cut_short_and_still_an_answer(pool: UpstreamPool) -> None:
    async def fails(exchange: Exchange) -> None:
        await exchange.whole(500, b"x" * 4096)

    async with FakeUpstream(fails) as upstream:
        answer: UpstreamAnswer = await pool.open(provider(upstream.url), wire(), {})
        assert answer.status == 500
        assert await answer.body(1024) == b"x" * 1024
        answer.close()


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_a_provider_s_own_proxy_is_used_and_finds_the_name(
    pool: UpstreamPool, kind: type[HttpProxy | Socks5Proxy]
) -> None:
    async with FakeUpstream(lambda exchange: exchange.json({})) as upstream, kind() as proxy:
        asked = provider(f"http://model.lan:{upstream.port}/v1", proxy=proxy.url)
        assert await whole(pool, asked) == b"{}"
        assert proxy.targets == [f"model.lan:{upstream.port}"]
        assert upstream.asked[0].target == "/v1/chat/completions"
        assert upstream.asked[0].header("host") == f"model.lan:{upstream.port}"


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_tls_goes_through_a_proxy(
    pool: UpstreamPool, authority: Authority, kind: type[HttpProxy | Socks5Proxy]
) -> None:
    async with tls(authority.server()) as url, kind() as proxy:
        assert await whole(pool, provider(url, proxy=proxy.url)) == b"{}"
        assert proxy.targets == [url.removeprefix("https://")]


@pytest.mark.parametrize("proxy", ["system", "direct"])
async def test_this_machine_is_reached_without_the_system_s_proxy(
    pool: UpstreamPool, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    async with FakeUpstream(lambda exchange: exchange.json({})) as upstream, HttpProxy() as between:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, between.url)
        assert await whole(pool, provider(upstream.url, proxy=proxy)) == b"{}"
        assert between.targets == []


async def test_the_system_s_proxy_leads_to_the_outside(
    pool: UpstreamPool, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    async with tls(authority.server("api.example.com")) as url, HttpProxy() as between:
        monkeypatch.setenv("https_proxy", between.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        port = url.rpartition(":")[2]
        assert await whole(pool, provider(f"https://api.example.com:{port}")) == b"{}"
        assert between.targets == [f"api.example.com:{port}"]


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_a_proxy_that_refuses(
    pool: UpstreamPool, kind: type[HttpProxy | Socks5Proxy]
) -> None:
    async with kind(refuse=True) as proxy:
        failed = await failing(pool, provider("https://api.example.com", proxy=proxy.url))
    assert facts(failed) == (FailureKind.NETWORK, Phase.CONNECT)
    place = proxy.url.partition("://")[2]
    assert f"the proxy at {place} does not let us through" in failed.failure.message


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_a_proxy_that_is_not_there(
    pool: UpstreamPool, kind: type[HttpProxy | Socks5Proxy]
) -> None:
    async with kind() as proxy:
        pass
    failed = await failing(pool, provider("https://api.example.com", proxy=proxy.url))
    assert facts(failed) == (FailureKind.NETWORK, Phase.CONNECT)
    assert "the proxy at 127.0.0.1" in failed.failure.message


@pytest.mark.parametrize("how", ["rst", "eof"])
async def test_behind_a_socks_proxy_it_is_the_provider_that_hangs_up(
    pool: UpstreamPool, how: str
) -> None:
    async def hangs_up(exchange: Exchange) -> None:
        await exchange.cut("rst" if how == "rst" else "eof")

    async with FakeUpstream(hangs_up) as upstream, Socks5Proxy() as proxy:
        failed = await failing(pool, provider(upstream.url, proxy=proxy.url))
    assert facts(failed) == (FailureKind.NETWORK, Phase.SENT)


async def test_a_proxy_s_address_that_cannot_be_one(
    pool: UpstreamPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy.lan:port")
    failed = await failing(pool, provider("https://api.example.com"))
    assert failed.phase is Phase.CONNECT
    assert "proxy" in failed.failure.message
    assert "secret" not in failed.failure.message
