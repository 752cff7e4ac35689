"""A search, over real sockets."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.core.search import Search
from app.gateway.credentials import Credentials
from app.gateway.search.client import SearchClient
from app.gateway.search.service import ServiceError, service
from app.gateway.upstream import UpstreamPool
from app.secrets.vault import Vault
from app.settings.schema import SearchSettings
from tests.fakes.search import KEY, FakeSearch, Kind

KINDS: list[Kind] = ["searxng", "brave", "tavily"]


@pytest.fixture
async def client() -> AsyncIterator[SearchClient]:
    upstream = UpstreamPool()
    vault = Vault("dragoman-test", environ={"SEARCH_KEY": KEY})
    yield SearchClient(upstream, Credentials(vault, upstream))
    await upstream.close()


async def asked(client: SearchClient, fake: FakeSearch, **fields: Any) -> Search:
    given = {"endpoint": fake.kind, "base_url": fake.base_url, **fields}
    if fake.kind != "searxng":
        given.setdefault("key", "env:SEARCH_KEY")
    made = service(SearchSettings.model_validate(given))
    assert made is not None
    return await client.search(made, "paper lanterns")


@pytest.mark.parametrize("kind", KINDS)
async def test_every_service_is_understood(client: SearchClient, kind: Kind) -> None:
    with FakeSearch(kind) as fake:
        found = await asked(client, fake)
        assert fake.queries == ["paper lanterns"]
    assert [one.title for one in found.results] == [page.title for page in fake.pages]
    assert [one.url for one in found.results] == [page.url for page in fake.pages]
    assert [one.snippet for one in found.results] == [page.words for page in fake.pages]


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("searxng", 403, "add json to search.formats"),
        ("brave", 429, "limit of its plan"),
        ("tavily", 432, "limit of its plan"),
        ("tavily", 401, "rejected its key"),
        ("brave", 500, "the status 500"),
    ],
)
async def test_a_refusal_says_what_to_do(
    client: SearchClient, kind: Kind, status: int, said: str
) -> None:
    with FakeSearch(kind, status=status) as fake, pytest.raises(ServiceError, match="(?i)" + said):
        await asked(client, fake)


async def test_no_other_address_is_called(client: SearchClient) -> None:
    with FakeSearch() as other, FakeSearch(status=302) as fake:
        fake.headers["location"] = f"{other.origin}/search?q=x&format=json"
        with pytest.raises(ServiceError, match="redirects to 127"):
            await asked(client, fake)
        assert other.seen == []


async def test_what_is_no_json_is_refused(client: SearchClient) -> None:
    with FakeSearch(raw=b"<html>") as fake, pytest.raises(ServiceError, match="no JSON"):
        await asked(client, fake)


async def test_an_endless_answer_is_refused(client: SearchClient) -> None:
    with FakeSearch(raw=b" " * 3_000_000) as fake, pytest.raises(ServiceError, match="more than"):
        await asked(client, fake)


async def test_who_is_not_there_is_named(client: SearchClient) -> None:
    with FakeSearch() as fake:
        gone = fake.base_url
    settings = SearchSettings(endpoint="searxng", base_url=gone)
    made = service(settings)
    assert made is not None
    with pytest.raises(ServiceError, match="SearXNG: nothing answers at 127"):
        await client.search(made, "x")


async def test_a_key_that_is_not_there_is_named_and_nothing_is_sent(client: SearchClient) -> None:
    with FakeSearch("brave") as fake:
        with pytest.raises(ServiceError, match="NOT_THERE is not set"):
            await asked(client, fake, key="env:NOT_THERE")
        assert fake.seen == []


async def test_a_connection_that_went_stale_is_no_failure(client: SearchClient) -> None:
    with FakeSearch() as fake:
        await asked(client, fake)
        fake.headers["connection"] = "close"
        await asked(client, fake)
        assert len((await asked(client, fake)).results) == 2
