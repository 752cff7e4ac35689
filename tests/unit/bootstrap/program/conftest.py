"""A program behind the windows in the test's own loop: real files, a socket, a database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from app.bootstrap.program.host import ProgramHost
from app.desktop.program import Program
from app.desktop.program.history import Request
from app.desktop.program.notices import Notice
from app.platform.paths import ProfilePaths, profile_paths
from app.secrets.keyring_backend import Backend
from tests.fakes.heard import hearing
from tests.fakes.keyrings import MemoryKeyring

PROVIDER_KEY = "sk-provider-0123456789abcdef"


@dataclass
class Opened:
    """A host that has begun, and an HTTP client."""

    host: ProgramHost
    paths: ProfilePaths
    keyring: Backend
    http: aiohttp.ClientSession
    notices: list[Notice] = field(default_factory=list)

    @property
    def program(self) -> Program:
        """Its ports."""
        return self.host.program

    async def ask(
        self, model: str = "m", *, key: str = "", path: str = "/v1/chat/completions"
    ) -> int:
        """Ask a model as a client does; gives the status."""
        server = self.program.server
        key = key or await server.client_key()
        body = {"model": model, "messages": [{"role": "user", "content": "hi"}], "stream": True}
        headers = {"Authorization": f"Bearer {key}"}
        async with self.http.post(server.state.address + path, json=body, headers=headers) as got:
            await got.read()
            return got.status

    async def asked(self, model: str = "m") -> Request:
        """Ask a model; gives the request when it has ended."""
        changed = self.program.history.requests_changed
        async with hearing(changed, lambda request: not request.running) as heard:
            await self.ask(model)
        return heard[-1]


Open = Callable[..., Awaitable[Opened]]


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    found = profile_paths(tmp_path / "profile")
    found.create()
    return found


@pytest.fixture
async def open_program(paths: ProfilePaths) -> AsyncIterator[Open]:
    """Begin programs on one profile; what is open at the end is closed."""
    opened: list[Opened] = []
    http = aiohttp.ClientSession()

    async def begin(
        settings: str = "",
        keyring: Backend | None = None,
        environ: Mapping[str, str] | None = None,
        keyring_seconds: float = 10.0,
    ) -> Opened:
        if settings:
            paths.config_file.write_text(settings)
        variables = {
            "DRAGOMAN_PORT": "0",
            "HOME": str(paths.data.parent.parent),
            "PATH": "",
            "PROVIDER_KEY": PROVIDER_KEY,
            **(environ or {}),
        }
        used = keyring or MemoryKeyring()
        host = ProgramHost(paths, variables, used, keyring_seconds)
        found = Opened(host, paths, used, http)
        host.program.notices.told.connect(found.notices.append)
        await host.start()
        await host.begun()
        opened.append(found)
        return found

    yield begin
    for each in opened:
        await each.host.close()
    await http.close()


def provider(name: str, url: str, **extra: Any) -> str:
    """A provider in TOML."""
    lines = [f"[providers.{name}]", f'base_url = "{url}"', 'key = "env:PROVIDER_KEY"']
    lines += [f"{key} = {value}" for key, value in extra.items()]
    return "\n".join([*lines, ""])
