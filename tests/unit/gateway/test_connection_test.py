"""A provider tried step by step: what each way to be wrong is called, and what to do about it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.dialects import DIALECTS
from app.gateway.connection_test import ConnectionTest, Step
from app.gateway.credentials import Credentials
from app.gateway.upstream import UpstreamPool
from app.providers.provider import Provider, build
from app.secrets.vault import Vault
from app.settings.schema import ProviderSettings
from tests.fakes import answers, tasks
from tests.fakes.certificates import Authority
from tests.fakes.embeddings import makes
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.proxies import HttpProxy, Socks5Proxy
from tests.fakes.reply import Reply, View
from tests.fakes.upstream import Face, FakeUpstream

KEY = "sk-test-provider-key-0123456789abcdef"
FACES: list[tuple[Face, str]] = [
    ("chat", "openai_chat"),
    ("messages", "anthropic_messages"),
    ("responses", "openai_responses"),
    ("gemini", "gemini"),
]
in_both_formats = pytest.mark.parametrize(("face", "dialect"), FACES)


def provider(url: str, dialect: str = "openai_chat", **extra: Any) -> Provider:
    settings = {"base_url": url, "dialect": dialect, "key": "env:KEY", **extra}
    return build("p", ProviderSettings.model_validate(settings))


async def steps(asked: Provider, model: str | None = None) -> list[Step]:
    upstream = UpstreamPool()
    credentials = Credentials(Vault("dragoman-test", environ={"KEY": KEY}), upstream)
    dialect = DIALECTS.get(asked.dialect, DIALECTS["openai_chat"])
    test = ConnectionTest(asked, dialect, upstream, credentials, model)
    try:
        found = [step async for step in test.run()]
    finally:
        await upstream.close()
    assert KEY not in repr(found)
    return found


def facts(found: list[Step]) -> list[tuple[str, bool]]:
    return [(step.name, step.ok) for step in found]


def calls_or_talks(view: View) -> Reply:
    return tasks.accommodate(view) if view.tools else Reply(text="Hello.")


@in_both_formats
async def test_a_provider_that_can_do_everything_passes_every_step(
    face: Face, dialect: str
) -> None:
    async with FakeUpstream(answers.plays(calls_or_talks), face=face) as fake:
        found = await steps(provider(fake.url, dialect))
        models = [answers.model_of(request) for request in fake.asked]
    assert facts(found) == [
        ("network", True),
        ("auth", True),
        ("model", True),
        ("stream", True),
        ("tool call", True),
    ]
    assert models == ["fake-model", "fake-model"]
    assert "1 models are listed" in found[1].sentence
    assert "reports its tokens (40)" in found[3].sentence


async def test_the_model_that_was_asked_for_is_the_one_that_is_tried() -> None:
    async with FakeUpstream(answers.plays(calls_or_talks)) as fake:
        found = await steps(provider(fake.url, models=["mine"]), "wanted")
        assert {request.json["model"] for request in fake.asked} == {"wanted"}
    assert found[-1].sentence == "wanted calls a tool when it is asked to."


@pytest.mark.parametrize(
    ("listed", "tried"),
    [
        (("text-embedding-3-small", "whisper-1", "tts-1-hd", "gpt-x"), "gpt-x"),
        (("BAAI/bge-m3", "black/image-pro", "deepseek-chat"), "deepseek-chat"),
        (("text-embedding-only",), "text-embedding-only"),
    ],
)
async def test_of_a_list_the_first_model_that_chats_is_tried(
    listed: tuple[str, ...], tried: str
) -> None:
    async with FakeUpstream(answers.plays(calls_or_talks), models=listed) as fake:
        await steps(provider(fake.url))
        assert fake.asked[0].json["model"] == tried


async def test_the_user_s_own_models_come_before_the_list() -> None:
    async with FakeUpstream(answers.plays(calls_or_talks)) as fake:
        await steps(provider(fake.url, models=["mine"]))
        assert fake.asked[0].json["model"] == "mine"


async def test_the_built_in_provider_needs_no_network() -> None:
    found = await steps(build("demo", ProviderSettings(preset="demo")))
    assert facts(found) == [("network", True)]


async def test_nobody_listens() -> None:
    async with FakeUpstream() as gone:
        url = gone.url
    (step,) = await steps(provider(url))
    assert (step.name, step.ok) == ("network", False)
    assert f"Nothing listens at 127.0.0.1:{gone.port}" in step.sentence


async def test_a_host_that_is_not_there() -> None:
    (step,) = await steps(provider("https://api.dragoman.invalid"))
    assert (step.name, step.ok) == ("network", False)
    assert "There is no host api.dragoman.invalid" in step.sentence


@asynccontextmanager
async def tls(context: ssl.SSLContext | None) -> AsyncIterator[str]:
    """A server behind TLS, or one that has none, with an answer that says nothing."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.read(65536):
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
    """An authority that this test's client trusts."""
    authority = Authority(tmp_path)
    trusting = authority.trusting()
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    return authority


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"self_signed": True}, "an issuer that this machine does not know"),
        ({"days": -1}, "has expired, or this machine's clock is wrong"),
        ({"host": "elsewhere.example"}, "was made for another host"),
    ],
)
async def test_a_certificate_that_does_not_hold(
    authority: Authority, how: dict[str, Any], reason: str
) -> None:
    async with tls(authority.server(**how)) as url:
        found = await steps(provider(url))
    assert facts(found) == [("network", True), ("TLS", False)]
    assert "No secure connection to localhost: " in found[1].sentence
    assert reason in found[1].sentence


async def test_a_server_without_tls() -> None:
    async with tls(None) as url:
        found = await steps(provider(url))
    assert facts(found) == [("network", True), ("TLS", False)]
    assert "does not speak TLS" in found[1].sentence


async def test_a_good_certificate_and_nothing_behind_it(authority: Authority) -> None:
    async with tls(authority.server()) as url:
        found = await steps(provider(url))
    assert facts(found) == [("network", True), ("TLS", True), ("model", False)]
    assert "lists no models. Name one: dragoman model map" in found[2].sentence


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_a_proxy_that_lets_nobody_through_is_the_network_s_fault(
    kind: type[HttpProxy | Socks5Proxy],
) -> None:
    async with kind(refuse=True) as proxy:
        found = await steps(provider("https://api.example.com", proxy=proxy.url))
    assert facts(found) == [("network", True), ("network", False)]
    assert "is asked through a proxy" in found[0].sentence
    assert "does not let us through" in found[1].sentence


@pytest.mark.parametrize("kind", [HttpProxy, Socks5Proxy])
async def test_everything_works_through_a_proxy_too(kind: type[HttpProxy | Socks5Proxy]) -> None:
    async with FakeUpstream(answers.plays(calls_or_talks)) as fake, kind() as proxy:
        found = await steps(provider(fake.url, proxy=proxy.url))
    assert all(step.ok for step in found)
    assert len(found) == 5


class Locked(FakeUpstream):
    """Asks for a key before the list of models, too."""

    def _script(self, request: Any) -> Any:
        return self.default


@in_both_formats
@pytest.mark.parametrize("locked", [FakeUpstream, Locked])
async def test_a_rejected_key_is_the_key_s_fault_whichever_step_shows_it(
    face: Face, dialect: str, locked: type[FakeUpstream]
) -> None:
    async with locked(answers.status(401, "Invalid token."), face=face) as fake:
        found = await steps(provider(fake.url, dialect))
    failed = found[-1]
    assert (failed.name, failed.ok) == ("auth", False)
    assert "p rejected the key" in failed.sentence
    assert "Invalid token." in failed.sentence
    assert failed.sentence.endswith("Enter it again: dragoman provider add p --key-stdin")
    assert [step.ok for step in found[:-1]] == [True] * (len(found) - 1)


async def test_a_key_that_cannot_be_had_is_told_before_anything_is_sent() -> None:
    async with FakeUpstream() as fake:
        found = await steps(provider(fake.url, key="env:NOT_SET"))
        assert fake.requests == []
    assert facts(found) == [("network", True), ("auth", False)]
    assert "NOT_SET" in found[1].sentence


async def test_a_key_for_another_address_is_not_sent() -> None:
    async with FakeUpstream() as fake:
        found = await steps(provider(fake.url, key_origin="https://api.example.com:443"))
        assert fake.requests == []
    assert facts(found) == [("network", True), ("auth", False)]
    assert "was entered for https://api.example.com:443" in found[1].sentence


async def test_a_provider_that_needs_no_key_is_told_so() -> None:
    async with FakeUpstream(answers.plays(calls_or_talks)) as fake:
        found = await steps(provider(fake.url, key=None, auth="none"))
    assert found[1].sentence == "No key is sent; 1 models are listed."


@in_both_formats
async def test_a_model_that_is_not_there_is_told_in_the_provider_s_words(
    face: Face, dialect: str
) -> None:
    script = answers.status(404, "The model `m` does not exist.", code="model_not_found")
    async with FakeUpstream(script, face=face) as fake:
        found = await steps(provider(fake.url, dialect), "m")
    assert facts(found)[-1] == ("model", False)
    assert found[-1].sentence.startswith("p: ")
    assert "does not exist" in found[-1].sentence


@in_both_formats
async def test_a_cut_answer_fails_the_model_step(face: Face, dialect: str) -> None:
    async with FakeUpstream(answers.cut(answers.hello, 150), face=face) as fake:
        found = await steps(provider(fake.url, dialect))
    assert facts(found)[-1] == ("model", False)


async def test_an_answer_that_comes_whole_is_no_stream() -> None:
    async def whole(exchange: Exchange) -> None:
        exchange.request.body = exchange.request.body.replace(b'"stream":true', b'"stream":false')
        await answers.plays(calls_or_talks)(exchange)

    async with FakeUpstream(whole) as fake:
        found = await steps(provider(fake.url))
    assert ("stream", False) in facts(found)


async def test_a_model_that_talks_where_it_should_call_is_no_model_for_agents() -> None:
    async with FakeUpstream(answers.says(Reply(text="It is sunny in Paris."))) as fake:
        found = await steps(provider(fake.url))
    assert facts(found)[-1] == ("tool call", False)
    assert "agents need a model that calls tools" in found[-1].sentence


async def test_a_refusal_of_tools_is_told_in_the_provider_s_words() -> None:
    async def no_tools(exchange: Exchange) -> None:
        if "tools" in exchange.request.json:
            await answers.status(400, "This model does not support tools.")(exchange)
        else:
            await answers.hello(exchange)

    async with FakeUpstream(no_tools) as fake:
        found = await steps(provider(fake.url))
    assert facts(found)[-1] == ("tool call", False)
    assert "does not support tools" in found[-1].sentence


async def test_whoever_stops_listening_hangs_up_on_the_provider() -> None:
    async def silent(exchange: Exchange) -> None:
        await exchange.head(200, SSE)
        await exchange.silent()

    upstream = UpstreamPool()
    credentials = Credentials(Vault("dragoman-test", environ={"KEY": KEY}), upstream)
    async with FakeUpstream(silent) as fake:
        test = ConnectionTest(
            provider(fake.url), DIALECTS["openai_chat"], upstream, credentials, "m"
        )
        async with aclosing(test.run()) as running:
            assert (await anext(running)).name == "network"
            assert (await anext(running)).name == "auth"
            waiting = asyncio.ensure_future(anext(running))
            asked = await fake.request(1)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            await asked.gone.wait()
    await upstream.close()


@pytest.mark.parametrize("preset", ["generic-openai", "ollama", "generic-gemini"])
async def test_a_provider_of_embeddings_only_is_tried_with_one(preset: str) -> None:
    async with FakeUpstream(face="gemini" if "gemini" in preset else "chat") as fake:
        fake.embeds = makes()
        asked = build("p", ProviderSettings(preset=preset, base_url=fake.url, key="env:KEY"))
        found = await steps(asked, "bge-m3")
    assert facts(found)[-1] == ("model", True)
    assert found[-1].sentence == "bge-m3 makes vectors of 4 numbers."


async def test_a_provider_that_makes_no_embeddings_says_so() -> None:
    async with FakeUpstream(models=("text-embedding-3-small",)) as fake:
        found = await steps(provider(fake.url))
        assert facts(found)[-1] == ("model", False)
        fake.embeds = answers.status(401, "Incorrect API key")
        assert facts(await steps(provider(fake.url)))[-1] == ("auth", False)
    async with FakeUpstream(face="messages") as fake:
        found = await steps(provider(fake.url, "anthropic_messages"), "bge-m3")
    assert found[-1].sentence == "p makes no embeddings in its format."
