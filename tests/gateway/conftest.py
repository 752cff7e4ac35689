"""A gateway in the test's own loop, wired as bootstrap wires it, in front of fake upstreams."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from app.bootstrap.dialects import DIALECTS
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.listener import Listener, listen
from app.gateway.outcome import Outcome
from app.gateway.server import Gateway
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.upstream import UpstreamPool
from app.platform.sockets import bind
from app.secrets.client_keys import ClientKeys, local_key
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from app.settings.schema import Settings
from app.tokens.count import count
from tests.fakes.accounts import without_database

CLIENT_KEY = "drg-test-client-key-0123456789abcdef"
PROVIDER_KEY = "sk-test-provider-key-0123456789abcdef"
ENVIRON = {"PROVIDER_KEY": PROVIDER_KEY}


@dataclass
class Running:
    """A gateway that runs, a client session for it, and the outcomes that it told."""

    url: str
    port: int
    services: Services
    http: aiohttp.ClientSession
    outcomes: list[Outcome] = field(default_factory=list)
    told: asyncio.Queue[Outcome] = field(default_factory=asyncio.Queue)

    def record(self, outcome: Outcome) -> None:
        """Take note of an outcome."""
        self.outcomes.append(outcome)
        self.told.put_nowait(outcome)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST JSON with the client key; `async with` gives the response."""
        given = {"x-api-key": CLIENT_KEY, **headers}
        return self.http.post(self.url + path, json=body, headers=given)

    def get(self, path: str, **headers: str) -> Any:
        """GET with the client key."""
        return self.http.get(self.url + path, headers={"x-api-key": CLIENT_KEY, **headers})


Start = Callable[..., Awaitable[Running]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start a gateway with settings given as a dict, as config.toml has them."""
    async with AsyncExitStack() as stack:

        async def begin(environ: Mapping[str, str] = ENVIRON, **settings: Any) -> Running:
            checked = Settings.model_validate(settings)
            snapshot = Snapshot.of(checked)
            assert not snapshot.broken
            listening = bind("127.0.0.1", 0)
            host, port = listening.getsockname()[:2]
            http = await stack.enter_async_context(aiohttp.ClientSession())
            running: list[Running] = []
            upstream = UpstreamPool()
            vault = Vault("dragoman-test", environ=environ)
            services = Services(
                snapshot=lambda: snapshot,
                guard=Guard([(host, port)]),
                client_keys=ClientKeys([local_key(Secret(CLIENT_KEY))]),
                dialects=DIALECTS,
                upstream=upstream,
                credentials=Credentials(vault, upstream),
                count=count,
                accounts=without_database(lambda outcome: running[0].record(outcome)),
            )
            gateway = Gateway(services)
            runner = await listen(Listener(gateway.handle, 64), [listening])
            stack.push_async_callback(upstream.close)
            stack.push_async_callback(runner.cleanup)
            running.append(Running(f"http://{host}:{port}", port, services, http))
            return running[0]

        yield begin


def provider(url: str, dialect: str = "openai_chat", **extra: Any) -> dict[str, Any]:
    """A provider's settings."""
    return {"base_url": url, "dialect": dialect, "key": "env:PROVIDER_KEY", **extra}


def rules(*pairs: tuple[str, str | list[str]]) -> dict[str, Any]:
    """The default profile with these rules."""
    return {"default": {"models": [{"client": c, "targets": t} for c, t in pairs]}}


def messages(model: str = "m", *, stream: bool = False, **extra: Any) -> dict[str, Any]:
    """A small request in Anthropic Messages."""
    said = [{"role": "user", "content": "hi"}]
    return {"model": model, "max_tokens": 64, "messages": said, "stream": stream, **extra}


def chat(model: str = "m", *, stream: bool = False, **extra: Any) -> dict[str, Any]:
    """A small request in Chat Completions."""
    said = [{"role": "user", "content": "hi"}]
    return {"model": model, "messages": said, "stream": stream, **extra}
