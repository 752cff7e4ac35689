"""A provider's list of models, in the shapes in which servers give it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.bootstrap.dialects import DIALECTS
from app.core.failure import FailureKind, Refused
from app.gateway.credentials import Credentials
from app.gateway.model_list import fetch_models
from app.gateway.upstream import UpstreamPool
from app.providers.provider import Provider, build
from app.secrets.vault import Vault
from app.settings.schema import ProviderSettings
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream, Script

KEY = "sk-test-provider-key-0123456789abcdef"


class Listing(FakeUpstream):
    """A provider that answers GET with `script`, too."""

    def __init__(self, script: Script) -> None:
        super().__init__(script)

    def _script(self, request: Any) -> Script:
        return self.default


def says(value: Any, status: int = 200) -> Script:
    async def script(exchange: Exchange) -> None:
        await exchange.json(value, status)

    return script


def provider(url: str, dialect: str = "openai_chat", **extra: Any) -> Provider:
    settings = {"base_url": url, "dialect": dialect, "key": "env:KEY", **extra}
    return build("p", ProviderSettings.model_validate(settings))


@pytest.fixture
async def upstream() -> AsyncIterator[UpstreamPool]:
    pool = UpstreamPool()
    yield pool
    await pool.close()


async def listed(upstream: UpstreamPool, asked: Provider) -> list[str]:
    credentials = Credentials(Vault("dragoman-test", environ={"KEY": KEY}), upstream)
    return await fetch_models(asked, DIALECTS[asked.dialect], upstream, credentials)


async def refusal(upstream: UpstreamPool, asked: Provider) -> tuple[FailureKind, str]:
    with pytest.raises(Refused) as caught:
        await listed(upstream, asked)
    assert KEY not in caught.value.failure.message
    return caught.value.failure.kind, caught.value.failure.message


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"object": "list", "data": [{"id": "b"}, {"id": "a"}]}, ["b", "a"]),
        ({"data": [{"type": "model", "id": "claude-x"}], "has_more": False}, ["claude-x"]),
        ({"models": [{"name": "llama3:8b"}]}, ["llama3:8b"]),
        (
            {
                "models": [
                    {"name": "models/g", "supportedGenerationMethods": ["generateContent"]},
                    {"name": "models/e", "supportedGenerationMethods": ["embedContent"]},
                    {"name": "models/veo", "supportedGenerationMethods": ["predictLongRunning"]},
                ]
            },
            ["g", "e"],
        ),
        ([{"id": "a"}], ["a"]),
        (["a", "b"], ["a", "b"]),
        ({"data": [{"id": "a"}, {"id": "a"}, {"id": 1}, {}, None, {"id": ""}]}, ["a"]),
        ({"data": []}, []),
    ],
)
async def test_a_list_is_read_in_its_order(
    upstream: UpstreamPool, value: Any, names: list[str]
) -> None:
    async with Listing(says(value)) as fake:
        assert await listed(upstream, provider(fake.url)) == names
        (request,) = fake.requests
    assert (request.method, request.target) == ("GET", "/v1/models")
    assert request.header("authorization") == f"Bearer {KEY}"


async def test_anthropic_s_pages_are_followed_to_the_last(upstream: UpstreamPool) -> None:
    async def pages(exchange: Exchange) -> None:
        number = exchange.request.order
        data = [{"type": "model", "id": f"m{number}a"}, {"type": "model", "id": f"m{number} b"}]
        await exchange.json({"data": data, "has_more": number < 2, "last_id": f"m{number} b"})

    async with Listing(pages) as fake:
        names = await listed(upstream, provider(fake.url, "anthropic_messages", auth="x-api-key"))
        targets = [request.target for request in fake.requests]
    assert names == ["m0a", "m0 b", "m1a", "m1 b", "m2a", "m2 b"]
    assert targets == [
        "/v1/models",
        "/v1/models?after_id=m0%20b",
        "/v1/models?after_id=m1%20b",
    ]
    assert fake.requests[0].header("x-api-key") == KEY
    assert fake.requests[0].header("anthropic-version") == "2023-06-01"


async def test_a_server_that_says_there_is_more_and_gives_the_same_is_not_asked_for_ever(
    upstream: UpstreamPool,
) -> None:
    async with Listing(says({"data": [{"id": "a"}], "has_more": True, "last_id": "a"})) as fake:
        assert await listed(upstream, provider(fake.url)) == ["a"]
        assert len(fake.requests) == 2


async def test_the_built_in_provider_lists_what_it_plays(upstream: UpstreamPool) -> None:
    demo = build("demo", ProviderSettings(preset="demo"))
    credentials = Credentials(Vault("dragoman-test", environ={}), upstream)
    found = await fetch_models(demo, DIALECTS["openai_chat"], upstream, credentials)
    assert found == list(demo.models) != []


@pytest.mark.parametrize("value", [{}, {"data": "no"}, "text", 1, None, {"error": None}])
async def test_something_else_is_no_list(upstream: UpstreamPool, value: Any) -> None:
    async with Listing(says(value)) as fake:
        kind, message = await refusal(upstream, provider(fake.url))
    assert kind is FailureKind.PROTOCOL
    assert message == "p answered its list of models with something else."


async def test_a_web_page_is_no_list(upstream: UpstreamPool) -> None:
    async def page(exchange: Exchange) -> None:
        await exchange.whole(
            200, b"<!doctype html><title>Hi</title>", {"content-type": "text/html"}
        )

    async with Listing(page) as fake:
        assert (await refusal(upstream, provider(fake.url)))[0] is FailureKind.PROTOCOL


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, FailureKind.PROVIDER_KEY),
        (404, FailureKind.NOT_FOUND),
        (429, FailureKind.RATE_LIMITED),
        (500, FailureKind.PROVIDER),
    ],
)
async def test_an_error_is_told_with_the_provider_s_name(
    upstream: UpstreamPool, status: int, kind: FailureKind
) -> None:
    error = {"error": {"message": f"No: {KEY}", "type": "some_error"}}
    async with Listing(says(error, status)) as fake:
        got, message = await refusal(upstream, provider(fake.url))
    assert got is kind
    assert message.startswith("p")


async def test_a_provider_that_is_not_there(upstream: UpstreamPool) -> None:
    async with FakeUpstream() as gone:
        url = gone.url
    kind, message = await refusal(upstream, provider(url))
    assert kind is FailureKind.NETWORK
    assert "connection refused" in message


async def test_without_its_key_nothing_is_sent(upstream: UpstreamPool) -> None:
    async with Listing(says({"data": []})) as fake:
        kind, message = await refusal(upstream, provider(fake.url, key="env:NOT_SET"))
        assert fake.requests == []
    assert kind is FailureKind.UNAVAILABLE
    assert "NOT_SET" in message


async def test_google_s_list_is_read_to_its_last_page(upstream: UpstreamPool) -> None:
    names = tuple(f"gemini-{number}" for number in range(1003))
    async with FakeUpstream(face="gemini", models=names) as fake:
        assert await listed(upstream, provider(fake.url, "gemini")) == list(names)
        first, second = fake.requests
    assert first.target == "/v1beta/models?pageSize=1000"
    assert second.target == "/v1beta/models?pageSize=1000&pageToken=1000"
    assert first.header("x-goog-api-key") == KEY
    assert first.header("authorization") is None
