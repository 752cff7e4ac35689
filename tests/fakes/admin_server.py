"""A whole gateway with its administration, on a real SQLite file, in the test's own loop."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

from app.bootstrap.dialects import DIALECTS
from app.gateway.admin.console import Console
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin_door import AdminDoor
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.listener import Listener, listen
from app.gateway.live import LiveSettings
from app.gateway.server import Gateway
from app.gateway.services import Services
from app.gateway.upstream import UpstreamPool
from app.platform.sockets import bind
from app.secrets.client_key_file import ClientKeyFile
from app.secrets.client_keys import ClientKey, ClientKeys, local_key
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from app.settings.store import SettingsStore
from app.storage import keys
from app.storage.database import Database
from app.storage.failure import Fault
from app.tokens.count import count
from tests.fakes.accounts import without_database

ADMIN_KEY = "dra-test-admin-key-0123456789abcdef"
LOCAL_KEY = "drg-test-local-key-0123456789abcdef"


@dataclass
class Keyring:
    """A keyring in memory; `broken` makes it refuse as one that is not there."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    broken: bool = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.values[service, username]

    def _check(self) -> None:
        if self.broken:
            raise NoKeyringError


class NoKeyringError(Exception):
    """Named as keyring's own."""


@dataclass
class RecorderStatus:
    """What a ledger says of itself."""

    queued: int = 0
    written: int = 0
    dropped: int = 0
    fault: Fault | None = None
    message: str = ""


@dataclass(frozen=True)
class Answered:
    """A response that was read: its status, headers and JSON (None where there is none)."""

    status: int
    headers: Any
    body: Any
    text: str

    @property
    def fields(self) -> list[str]:
        """The fields that a problem names."""
        return [error["field"] for error in self.body.get("errors", [])]


class Pageless(Console):
    """The console without the page's files."""

    def page(self, http: web.BaseRequest) -> None:
        return None


@dataclass
class Access:
    """Knows the admin key."""

    def matches(self, token: bytes) -> bool:
        return token == ADMIN_KEY.encode()


@dataclass
class AdminServer:
    """The server, and what it works on."""

    url: str
    parts: ConsoleParts
    services: Services
    keyring: Keyring
    status: RecorderStatus
    environ: dict[str, str]
    http: aiohttp.ClientSession

    @property
    def database(self) -> Database:
        """The database."""
        return self.parts.database

    async def ask(
        self, method: str, path: str, body: Any = None, key: str | None = ADMIN_KEY, **headers: str
    ) -> Answered:
        """One request; `body` goes as JSON, `{}` where the method wants one."""
        given = dict(headers)
        if key is not None:
            given["Authorization"] = f"Bearer {key}"
        more: dict[str, Any] = {}
        if isinstance(body, bytes):
            more["data"] = body
            given.setdefault("Content-Type", "application/json")
        elif method in ("POST", "PUT", "PATCH"):
            more["json"] = {} if body is None else body
        url = URL(self.url + path, encoded=True)
        async with self.http.request(method, url, headers=given, **more) as response:
            text = await response.text()
            json = await response.json(content_type=None) if text else None
            return Answered(response.status, response.headers, json, text)

    async def get(self, path: str, key: str | None = ADMIN_KEY) -> Answered:
        """GET."""
        return await self.ask("GET", path, key=key)

    async def post(self, path: str, body: Any = None, key: str | None = ADMIN_KEY) -> Answered:
        """POST."""
        return await self.ask("POST", path, body, key)

    async def client_key(self, name: str, user_id: str | None = None) -> tuple[str, str]:
        """A new client key: its id and the key itself."""
        made = await self.post("/admin/api-keys", {"name": name, "user_id": user_id})
        assert made.status == 201, made.text
        return made.body["id"], made.body["key"]

    async def user(self, name: str) -> str:
        """A new user's id."""
        made = await self.post("/admin/users", {"name": name})
        assert made.status == 201, made.text
        user_id: str = made.body["id"]
        return user_id


@asynccontextmanager
async def serve_admin(folder: Path, url: str | None = None) -> AsyncIterator[AdminServer]:
    """The gateway, from its first byte to its last; `url` is another database's."""
    file = f"sqlite:///{(folder / 'usage.db').as_posix()}"
    database = await asyncio.to_thread(Database.open, url or file, lambda _sentence: None)
    config = folder / "config.toml"
    keyring, status, environ = Keyring(), RecorderStatus(), {"PROVIDER_KEY": "sk-from-environment"}
    vault = Vault("dragoman-admin-test", backend=keyring, environ=environ)
    client_keys = ClientKeys([local_key(Secret(LOCAL_KEY))])
    live = LiveSettings(
        SettingsStore(config), ClientKeyFile(folder / "keys.toml"), client_keys, [], vault
    )
    listening = bind("127.0.0.1", 0)
    address = listening.getsockname()[:2]
    upstream = UpstreamPool()
    services = Services(
        snapshot=live.snapshot,
        guard=Guard([address]),
        client_keys=client_keys,
        dialects=DIALECTS,
        upstream=upstream,
        credentials=Credentials(vault, upstream),
        count=count,
        accounts=without_database(),
    )

    async def people_changed() -> None:
        def find() -> list[ClientKey]:
            with database.reading() as connection:
                found = keys.all_usable_keys(connection, int(time.time() * 1000))
            return [
                ClientKey(
                    usable.key.name,
                    usable.key.digest,
                    usable.key.profile,
                    id=usable.key.id,
                    user_id=usable.key.user_id,
                    user_name=usable.user_name,
                )
                for usable in found
            ]

        client_keys.replace(await asyncio.to_thread(find), "database")

    parts = ConsoleParts(
        database=database,
        settings=lambda: live.snapshot().settings,
        store=SettingsStore(config),
        vault=vault,
        ledger=lambda: status,
        gateway="test:1",
        version="1.2.3",
        started_ms=1_763_700_000_000,
        listening=[address],
        people_changed=people_changed,
        settings_changed=live.refresh,
        draining=services.draining,
        stopping=services.stopping,
    )
    services.door = AdminDoor(Access(), lambda: Pageless(parts), Pageless(parts))
    runner = await listen(Listener(Gateway(services).handle, 64), [listening], drain=1.0)
    async with aiohttp.ClientSession() as http:
        try:
            yield AdminServer(
                f"http://{address[0]}:{address[1]}",
                parts,
                services,
                keyring,
                status,
                environ,
                http,
            )
        finally:
            services.stopping.set()
            await runner.cleanup()
            await upstream.close()
            await asyncio.to_thread(database.close)
