"""What a client is told when its provider goes wrong: in its own format, and never as its fault."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from app.core.failure import FailureKind
from app.gateway.snapshot import Snapshot
from app.settings.schema import Settings
from tests.fakes import answers
from tests.fakes.exchange import JSON, SSE, Exchange
from tests.fakes.reply import Reply
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import (
    CLIENT_KEY,
    PROVIDER_KEY,
    Running,
    Start,
    chat,
    messages,
    provider,
    rules,
)

# From each client's format to a provider of its own dialect and of the other one.
LANES = [
    ("/v1/messages", messages, "messages", "anthropic_messages"),
    ("/v1/messages", messages, "chat", "openai_chat"),
    ("/v1/chat/completions", chat, "chat", "openai_chat"),
    ("/v1/chat/completions", chat, "messages", "anthropic_messages"),
]
in_every_lane = pytest.mark.parametrize(("path", "body", "face", "dialect"), LANES)


async def from_one(start: Start, upstream: FakeUpstream, dialect: str, **extra: Any) -> Running:
    """A gateway with one provider, and no retry left to wait for."""
    gateway = await start(
        providers={"p": provider(upstream.url, dialect, **extra)},
        profiles=rules(("*", "p/m")),
    )
    while gateway.services.retry_budget.spend(asyncio.get_running_loop().time()):
        pass
    return gateway


async def broken_chunks(exchange: Exchange) -> None:
    await exchange.head(200, SSE)
    await exchange.raw(b"not a size\r\n")
    await exchange.silent()


async def broken_error(exchange: Exchange) -> None:
    await exchange.head(400, JSON, framing="length", length=1000)
    await exchange.send(b'{"error":')
    await exchange.cut()


async def garbage(exchange: Exchange) -> None:
    await exchange.garbage()


async def reset(exchange: Exchange) -> None:
    await exchange.cut("rst")


@in_every_lane
@pytest.mark.parametrize("script", [broken_chunks, garbage, reset])
@pytest.mark.parametrize("stream", [False, True])
async def test_what_cannot_be_read_is_the_provider_s_fault(
    start: Start, path: str, body: Any, face: Any, dialect: str, script: Any, stream: bool
) -> None:
    async with FakeUpstream(script, face=face) as upstream:
        gateway = await from_one(start, upstream, dialect)
        async with gateway.post(path, body(stream=stream)) as response:
            text = await response.text()
    assert response.status == 502, text
    assert json.loads(text)["error"]["message"].startswith("p ")


@in_every_lane
async def test_an_error_that_breaks_off_still_counts_by_its_status(
    start: Start, path: str, body: Any, face: Any, dialect: str
) -> None:
    async with FakeUpstream(broken_error, face=face) as upstream:
        gateway = await from_one(start, upstream, dialect)
        async with gateway.post(path, body()) as response:
            text = await response.text()
    assert response.status == 400, text
    assert json.loads(text)["error"]["message"].startswith("p")
    assert gateway.outcomes[0].failure is FailureKind.BAD_REQUEST


@in_every_lane
async def test_a_provider_that_falls_silent_is_told_in_the_stream(
    start: Start, path: str, body: Any, face: Any, dialect: str
) -> None:
    async def falls_silent(exchange: Exchange) -> None:
        said = answers.says(Reply(text="These words are long enough to be cut in two. " * 20))
        exchange.end = exchange.silent  # type: ignore[method-assign]  # the body has no end
        await said(exchange)

    async def stops(exchange: Exchange) -> None:
        sent = 0
        send = exchange.send

        async def some(data: bytes) -> None:
            nonlocal sent
            sent += 1
            await (send(data) if sent < 5 else exchange.silent())

        exchange.send = some  # type: ignore[method-assign]  # it stops after four frames
        await falls_silent(exchange)

    async with FakeUpstream(stops, face=face) as upstream:
        gateway = await from_one(start, upstream, dialect, idle_timeout=0.1)
        async with asyncio.timeout(10), gateway.post(path, body(stream=True)) as response:
            text = await response.text()
    assert "fell silent for 0.1 s" in text
    assert "message_stop" not in text
    assert "[DONE]" not in text


@in_every_lane
async def test_a_provider_that_never_begins_is_a_timeout(
    start: Start, path: str, body: Any, face: Any, dialect: str
) -> None:
    async def silent(exchange: Exchange) -> None:
        await exchange.silent()

    async with FakeUpstream(silent, face=face) as upstream:
        gateway = await from_one(
            start, upstream, dialect, connect_timeout=0.05, first_byte_timeout=0.05
        )
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
    assert response.status == 504
    assert "did not begin to answer" in text
    assert len(upstream.asked) == 1  # it may have been billed, and another try would be as long


HOSTILE = [
    ("set-cookie", "session=evil"),
    ("server", "evil/1.0"),
    ("access-control-allow-origin", "*"),
    ("access-control-allow-credentials", "true"),
    ("location", "https://evil.example"),
    ("link", "<https://evil.example>; rel=preload"),
    ("x-dragoman-provider", "somebody-else"),
    ("content-disposition", "attachment"),
    ("x-ratelimit-limit-requests", "17"),
    ("request-id", "up-1"),
]


@in_every_lane
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_provider_s_headers_stay_behind_but_for_the_known_ones(
    start: Start, path: str, body: Any, face: Any, dialect: str, status: int, stream: bool
) -> None:
    async def hostile(exchange: Exchange) -> None:
        head = exchange.head

        async def with_more(given: int, headers: Any = (), **how: Any) -> None:
            pairs = list(headers.items() if isinstance(headers, dict) else headers)
            await head(given, [*pairs, *HOSTILE], **how)

        exchange.head = with_more  # type: ignore[method-assign,assignment]  # it adds headers
        fine = answers.says(Reply(text="fine"))
        await (fine if status == 200 else answers.status(status, "odd"))(exchange)

    async with FakeUpstream(hostile, face=face) as upstream:
        gateway = await from_one(start, upstream, dialect)
        async with gateway.post(path, body(stream=stream)) as response:
            await response.read()
    assert response.status == status
    got = response.headers
    for name in ("set-cookie", "location", "link", "content-disposition"):
        assert name not in got
    assert not [name for name in got if name.lower().startswith("access-control")]
    assert "evil" not in str(got)
    assert got["x-dragoman-provider"] == "p"
    assert got["x-request-id"].startswith("req_")


async def test_a_line_break_in_a_header_ends_the_answer_and_reaches_nobody(start: Start) -> None:
    async def splits(exchange: Exchange) -> None:
        await exchange.raw(
            b"HTTP/1.1 429 Slow\r\nretry-after: 1\rset-cookie: a=1\r\ncontent-length: 2\r\n\r\n{}"
        )

    async with FakeUpstream(splits) as upstream:
        gateway = await from_one(start, upstream, "openai_chat")
        async with gateway.post("/v1/messages", messages()) as response:
            await response.read()
    assert response.status in (429, 502)
    assert "a=1" not in str(response.headers)


async def test_a_provider_without_its_key_leaves_the_next_one_its_turn(start: Start) -> None:
    async with FakeUpstream(answers.says(Reply(text="second"))) as upstream:
        gateway = await start(
            providers={
                "a": provider(upstream.url, key="env:NOT_SET_ANYWHERE"),
                "b": provider(upstream.url),
            },
            profiles=rules(("*", ["a/m", "b/m"]), ("only", "a/m")),
        )
        async with gateway.post("/v1/messages", messages()) as response:
            assert "second" in await response.text()
        assert response.headers["x-dragoman-provider"] == "b"
        async with gateway.post("/v1/messages", messages("only")) as response:
            text = await response.text()
    assert response.status == 503
    assert "NOT_SET_ANYWHERE" in text


async def test_the_environment_s_proxy_is_not_asked_for_a_local_provider(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with FakeUpstream() as upstream:
        gateway = await from_one(start, upstream, "openai_chat")
        async with gateway.post("/v1/messages", messages()) as response:
            assert response.status == 200


@pytest.mark.parametrize(
    ("came", "went"), [(None, "1"), ("0", "1"), ("1", "2"), ("nonsense", "1"), ("-5", "1")]
)
async def test_each_gateway_on_the_way_is_counted(
    start: Start, came: str | None, went: str
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await from_one(start, upstream, "openai_chat")
        headers = {"x-dragoman-hop": came} if came is not None else {}
        async with gateway.post("/v1/messages", messages(), **headers) as response:
            assert response.status == 200
        assert upstream.asked[0].header("x-dragoman-hop") == went


@pytest.mark.parametrize("count", ["2", "3", "9" * 5000])
@pytest.mark.parametrize(("path", "body"), [("/v1/messages", messages), (LANES[2][0], chat)])
async def test_a_request_that_goes_round_is_stopped(
    start: Start, count: str, path: str, body: Any
) -> None:
    async with FakeUpstream() as upstream:
        gateway = await from_one(start, upstream, "openai_chat")
        async with gateway.post(path, body(), **{"x-dragoman-hop": count}) as response:
            answer = await response.json()
        assert upstream.requests == []
    assert response.status == 508
    assert "leads to Dragoman itself" in answer["error"]["message"]
    assert ("type" in answer) == (path == "/v1/messages")


@pytest.mark.parametrize(("path", "body"), [("/v1/messages", messages), (LANES[2][0], chat)])
@pytest.mark.parametrize("dialect", ["openai_chat", "anthropic_messages"])
async def test_a_provider_that_is_the_gateway_itself_ends_soon_and_says_why(
    start: Start, tmp_path: Path, path: str, body: Any, dialect: str
) -> None:
    gateway = await start()
    key = tmp_path / "key"
    key.write_text(CLIENT_KEY)
    key.chmod(0o600)
    itself = provider(gateway.url, dialect, key=f"file:{key}")
    settings = {"providers": {"p": itself}, "profiles": rules(("*", "p/m"))}
    snapshot = Snapshot.of(Settings.model_validate(settings))
    gateway.services.snapshot = lambda: snapshot
    async with gateway.post(path, body()) as response:
        text = await response.text()
    assert response.status >= 500
    assert "leads to Dragoman itself" in text
    assert PROVIDER_KEY not in text
    assert len(gateway.outcomes) == 3


@pytest.mark.parametrize("mends", [True, False])
async def test_a_token_that_is_rejected_is_exchanged_anew_once(start: Start, mends: bool) -> None:
    count = 0

    async def tokens(exchange: Exchange) -> None:
        nonlocal count
        count += 1
        await exchange.json({"access_token": f"token-{count}-0123456789", "expires_in": 3600})

    async def model(exchange: Exchange) -> None:
        if mends and exchange.request.header("authorization") != "Bearer token-1-0123456789":
            await answers.says(Reply(text="let in"))(exchange)
        else:
            await answers.status(401, "the token has expired")(exchange)

    async with FakeUpstream(tokens) as issuer, FakeUpstream(model) as upstream:
        exchanged = {
            "auth": "token-exchange",
            "token_url": f"{issuer.url}/chat/completions",
            "app_id": "app",
        }
        gateway = await from_one(start, upstream, "openai_chat", **exchanged)
        async with gateway.post("/v1/messages", messages()) as response:
            text = await response.text()
    assert len(issuer.asked) == 2
    assert len(upstream.asked) == 2
    if mends:
        assert "let in" in text
    else:
        assert response.status == 502
        assert "p rejected the key" in text
