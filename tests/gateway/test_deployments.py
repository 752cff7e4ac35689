"""Deployments of one's own: app ids, personal keys and o-series names, on every endpoint."""

import asyncio
import json
from typing import Any

import pytest

from app.bootstrap.dialects import DIALECTS
from app.gateway.connection_test import ConnectionTest
from app.gateway.model_list import fetch_models
from app.secrets import client_keys
from app.secrets.client_keys import ClientKey
from app.secrets.secret import Secret
from tests.fakes import answers
from tests.fakes.embeddings import makes
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Running, Start, chat, messages, rules

SHARED, ADAS = "sk-shared-0123456789abcdef", "sk-of-ada-0123456789abcdef"
ENVIRON = {"SHARED": SHARED, "ADAS": ADAS}
ADA_CLIENT = "drg-client-key-of-ada-0123456789abcdef"

Request = tuple[str, Any]
ENDPOINTS: dict[str, Request] = {
    "chat": ("/v1/chat/completions", chat("any")),
    "chat, streamed": ("/v1/chat/completions", chat("any", stream=True)),
    "messages": ("/v1/messages", messages("any")),
    "messages, streamed": ("/v1/messages", messages("any", stream=True)),
    "responses": ("/v1/responses", {"model": "any", "input": "hi", "store": False}),
    "responses, streamed": (
        "/v1/responses",
        {"model": "any", "input": "hi", "store": False, "stream": True},
    ),
    "gemini": (
        "/v1beta/models/any:generateContent",
        {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]},
    ),
    "gemini, streamed": (
        "/v1beta/models/any:streamGenerateContent?alt=sse",
        {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]},
    ),
    "embeddings": ("/v1/embeddings", {"model": "any", "input": ["a", "b"]}),
}
on_every_endpoint = pytest.mark.parametrize("request_", ENDPOINTS.values(), ids=ENDPOINTS)


def upstream() -> FakeUpstream:
    """A provider that answers everything."""
    made = FakeUpstream(models=("o3-mini", "gpt-4o"))
    made.embeds = makes()
    return made


def tokens() -> FakeUpstream:
    """A service that gives a token for an app id and a secret, and says for whom."""

    async def script(exchange: Exchange) -> None:
        sent = exchange.request.json
        token = f"token-of-{sent['app_id']}-{sent['app_secret'][3:9]}"
        await exchange.json({"data": {"access_token": token, "expires_in": 3600}})

    return FakeUpstream(script)


async def ask(running: Running, request: Request, token: str = CLIENT_KEY) -> int:
    path, body = request
    async with running.post(path, body, **{"x-api-key": token}) as response:
        await response.read()
        status: int = response.status
        return status


async def with_ada(start: Start, entry: dict[str, Any]) -> Running:
    """A gateway with the provider p; one client key is Ada's, the other one nobody's."""
    running = await start(environ=ENVIRON, providers={"p": entry}, profiles=rules(("*", "p/*")))
    ada = ClientKey("ada", client_keys.digest(Secret(ADA_CLIENT)), id="key_1", user_id="usr_ada")
    running.services.client_keys.replace([ada], "database")
    return running


def authorizations(fake: FakeUpstream) -> list[str | None]:
    return [request.header("authorization") for request in fake.asked]


@on_every_endpoint
async def test_an_app_id_and_its_secret_become_a_token(start: Start, request_: Request) -> None:
    async with upstream() as api, tokens() as exchange:
        entry = {
            "preset": "hithink",
            "base_url": api.url,
            "token_url": f"{exchange.url}/chat/completions",
            "app_id": "app",
            "key": "env:SHARED",
        }
        running = await with_ada(start, entry)
        assert [await ask(running, request_) for _ in range(2)] == [200, 200]
        assert authorizations(api) == ["Bearer token-of-app-shared"] * 2
        assert len(exchange.asked) == 1
        assert exchange.asked[0].json == {"app_id": "app", "app_secret": SHARED}


@on_every_endpoint
async def test_a_personal_key_goes_with_its_user_and_no_other(
    start: Start, request_: Request
) -> None:
    async with upstream() as api:
        personal = {"usr_ada": {"key": "env:ADAS"}}
        entry = {"base_url": api.url, "key": "env:SHARED", "personal_keys": personal}
        running = await with_ada(start, {**entry, "preset": "nexus"})
        for token in (ADA_CLIENT, CLIENT_KEY, ADA_CLIENT):
            assert await ask(running, request_, token) == 200
        assert authorizations(api) == [f"Bearer {ADAS}", f"Bearer {SHARED}", f"Bearer {ADAS}"]


@on_every_endpoint
async def test_a_personal_secret_and_app_id_have_a_token_of_their_own(
    start: Start, request_: Request
) -> None:
    async with upstream() as api, tokens() as exchange:
        entry = {
            "preset": "hithink",
            "base_url": api.url,
            "token_url": f"{exchange.url}/chat/completions",
            "app_id": "app",
            "personal_keys": {"usr_ada": {"key": "env:ADAS", "app_id": "adas-app"}},
        }
        running = await with_ada(start, entry)
        assert await ask(running, request_, ADA_CLIENT) == 200
        assert authorizations(api) == ["Bearer token-of-adas-app-of-ada"]
        assert await ask(running, request_, CLIENT_KEY) == 503  # nobody's request has no key
        assert len(api.asked) == 1


@on_every_endpoint
async def test_a_personal_key_that_is_rejected_is_told_and_never_replaced_by_the_shared_one(
    start: Start, request_: Request
) -> None:
    async with upstream() as api:
        api.default = api.embeds = answers.status(401, "Incorrect API key")
        entry = {
            "base_url": api.url,
            "dialect": "openai_chat",
            "key": "env:SHARED",
            "personal_keys": {"usr_ada": {"key": "env:ADAS"}},
        }
        running = await with_ada(start, entry)
        path, body = request_
        async with running.post(path, body, **{"x-api-key": ADA_CLIENT}) as response:
            told = await response.text()
            assert response.status != 401
        assert "rejected your own key" in told
        assert ADAS not in told
        assert set(authorizations(api)) == {f"Bearer {ADAS}"}


async def test_a_rejected_personal_key_does_not_stop_the_others(start: Start) -> None:
    async def script(exchange: Exchange) -> None:
        if exchange.request.header("authorization") == f"Bearer {ADAS}":
            await answers.status(401, "no")(exchange)
        else:
            await answers.hello(exchange)

    async with FakeUpstream(script) as api:
        personal = {"usr_ada": {"key": "env:ADAS"}}
        entry = {"base_url": api.url, "key": "env:SHARED", "personal_keys": personal}
        running = await with_ada(start, {**entry, "dialect": "openai_chat"})
        request = ENDPOINTS["chat"]
        for _ in range(3):
            assert await ask(running, request, ADA_CLIENT) == 502
            assert await ask(running, request) == 200


async def test_a_personal_key_is_not_sent_to_another_address(start: Start) -> None:
    async with upstream() as api:
        personal = {"usr_ada": {"key": "env:ADAS", "origin": "https://before.example:443"}}
        entry = {"base_url": api.url, "key": "env:SHARED", "personal_keys": personal}
        running = await with_ada(start, {**entry, "dialect": "openai_chat"})
        assert await ask(running, ENDPOINTS["chat"], ADA_CLIENT) == 503
        assert api.asked == []


async def test_a_personal_key_opens_a_server_that_has_no_shared_one(start: Start) -> None:
    async with upstream() as api:
        personal = {"usr_ada": {"key": "env:ADAS"}}
        entry = {"base_url": api.url, "preset": "vllm", "personal_keys": personal}
        running = await with_ada(start, entry)
        assert await ask(running, ENDPOINTS["chat"], ADA_CLIENT) == 200
        assert await ask(running, ENDPOINTS["chat"]) == 200
        assert authorizations(api) == [f"Bearer {ADAS}", None]


@pytest.mark.parametrize("kind", ["app id", "personal key"])
async def test_models_and_the_connection_test_use_the_same_credential(
    start: Start, kind: str
) -> None:
    async with upstream() as api, tokens() as exchange:
        entry: dict[str, Any] = {"base_url": api.url, "key": "env:SHARED"}
        if kind == "app id":
            token_url = f"{exchange.url}/chat/completions"
            entry |= {"preset": "hithink", "token_url": token_url, "app_id": "app"}
        else:
            entry |= {"preset": "nexus", "personal_keys": {"usr_ada": {"key": "env:ADAS"}}}
        running = await with_ada(start, entry)
        services = running.services
        provider = services.snapshot().provider("p").for_user("usr_ada")
        dialect = DIALECTS[provider.dialect]
        parts = (provider, dialect, services.upstream, services.credentials)
        assert await fetch_models(*parts) == ["o3-mini", "gpt-4o"]
        steps = [step async for step in ConnectionTest(*parts).run()]
        assert [step.name for step in steps][:3] == ["network", "auth", "model"]
        assert all(step.ok for step in steps[:4])
        wanted = "token-of-app-shared" if kind == "app id" else ADAS
        assert {request.header("authorization") for request in api.requests} == {f"Bearer {wanted}"}


NAMES = [
    ("o3-mini", "o3-mini"),
    ("p/o3-mini", "o3-mini"),
    ("p/azure/o4-mini", "azure/o4-mini"),
    ("team-o1", "openai/o1"),  # a deployment's own prefix, behind a name of one's own
    ("gpt-5-mini", "gpt-5-mini"),
]


@pytest.mark.parametrize("preset", ["hithink", "nexus"])
@pytest.mark.parametrize(("asked", "sent"), NAMES)
@pytest.mark.parametrize("endpoint", ["messages", "responses", "gemini"])
async def test_reasoning_models_are_asked_as_they_want_to_be_under_any_prefix(
    start: Start, preset: str, asked: str, sent: str, endpoint: str
) -> None:
    async with upstream() as api, tokens() as exchange:
        entry = {"preset": preset, "base_url": api.url, "key": "env:SHARED"}
        if preset == "hithink":
            url = f"{exchange.url}/chat/completions"
            entry |= {"token_url": url, "app_id": "app"}
        profiles = rules(("team-o1", "p/openai/o1"), ("*", "p/*"))
        running = await start(environ=ENVIRON, providers={"p": entry}, profiles=profiles)
        limits: dict[str, Any] = {"temperature": 0.5, "top_p": 0.9}
        if endpoint == "messages":
            request: Request = ("/v1/messages", messages(asked, **limits))
        elif endpoint == "responses":
            body = {"model": asked, "input": "hi", "store": False, "max_output_tokens": 64}
            request = ("/v1/responses", {**body, **limits})
        else:
            config = {"maxOutputTokens": 64, "temperature": 0.5, "topP": 0.9}
            path, body = ENDPOINTS["gemini"]
            request = (path.replace("any", asked), {**body, "generationConfig": config})
        assert await ask(running, request) == 200
        got = json.loads(api.asked[0].body)
        assert got["model"] == sent
        assert got["max_completion_tokens"] == 64
        assert not {"max_tokens", "temperature", "top_p"} & got.keys()
        assert {loss.what for loss in running.outcomes[0].losses} & {"temperature", "top_p"}


@pytest.mark.parametrize("preset", ["hithink", "nexus"])
@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("text-embedding-3-small", "text-embedding-3-small"),
        ("p/text-embedding-3-large", "text-embedding-3-large"),
        ("p/azure/text-embedding-ada-002", "azure/text-embedding-ada-002"),
    ],
)
async def test_embedding_names_pass_under_any_prefix(
    start: Start, preset: str, asked: str, sent: str
) -> None:
    async with upstream() as api, tokens() as exchange:
        entry = {"preset": preset, "base_url": api.url, "key": "env:SHARED"}
        if preset == "hithink":
            entry |= {"token_url": f"{exchange.url}/chat/completions", "app_id": "app"}
        running = await start(environ=ENVIRON, providers={"p": entry}, profiles=rules(("*", "p/*")))
        assert await ask(running, ("/v1/embeddings", {"model": asked, "input": "a"})) == 200
        assert api.asked[0].json["model"] == sent


SOCKETS: dict[str, Request] = {
    "chat": ("/ws/chat", {"id": "a", "request": chat("any")}),
    "responses": ("/v1/responses", {"type": "response.create", "model": "any", "input": "hi"}),
}


@pytest.mark.parametrize("request_", SOCKETS.values(), ids=SOCKETS)
@pytest.mark.parametrize("kind", ["app id", "personal key"])
async def test_sockets_use_the_same_credential(start: Start, request_: Request, kind: str) -> None:
    async with upstream() as api, tokens() as exchange:
        entry: dict[str, Any] = {"base_url": api.url, "key": "env:SHARED"}
        if kind == "app id":
            token_url = f"{exchange.url}/chat/completions"
            entry |= {"preset": "hithink", "token_url": token_url, "app_id": "app"}
        else:
            entry |= {"preset": "nexus", "personal_keys": {"usr_ada": {"key": "env:ADAS"}}}
        running = await with_ada(start, entry)
        path, frame = request_
        headers = {"authorization": f"Bearer {ADA_CLIENT}"}
        if path == "/ws/chat":
            frame["request"].pop("stream", None)
        async with running.http.ws_connect(running.url + path, headers=headers) as socket:
            await socket.send_json(frame)
            async with asyncio.timeout(10):
                while not _ends(await socket.receive_json()):
                    pass
        wanted = "token-of-app-shared" if kind == "app id" else ADAS
        assert authorizations(api) == [f"Bearer {wanted}"]


def _ends(frame: dict[str, Any]) -> bool:
    assert "error" not in frame, frame
    return "done" in frame or frame.get("type") == "response.completed"
