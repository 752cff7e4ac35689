"""A team as processes: PostgreSQL, two gateways, nginx, clients, and one gateway killed."""

import asyncio
import signal
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest

from tests.clients.dragoman import Dragoman
from tests.clients.nginx import Nginx
from tests.fakes import answers
from tests.fakes.certificates import Authority
from tests.fakes.postgres import Postgres, free_port
from tests.fakes.reply import Reply
from tests.fakes.upstream import FakeUpstream, running

ADMIN_KEY = "dra-canary-admin-0123456789abcdefghijklmnopqrs"
REPLY = Reply(text="Team work.", input_tokens=1_000, cached_tokens=0, output_tokens=100)
COST = 1_000 * 2 + 100 * 8  # micros of one request, by the prices below
CLIENTS = 16


@dataclass
class Team:
    """Two gateways behind nginx, and who talks to them."""

    url: str
    tls: ssl.SSLContext
    gateways: Sequence[Dragoman]
    database: str
    killed: list[int] = field(default_factory=list)

    async def admin(
        self, session: aiohttp.ClientSession, method: str, path: str, body: Any = None
    ) -> Any:
        headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
        async with session.request(
            method, self.url + path, json=body, headers=headers, ssl=self.tls
        ) as response:
            assert response.status < 300, await response.text()
            return await response.json()

    async def ask(
        self, session: aiohttp.ClientSession, key: str, url: str | None = None
    ) -> tuple[int, str]:
        """One request: its status and its id; 0 where the gateway died under it."""
        body = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
        try:
            async with session.post(
                (url or self.url) + "/v1/chat/completions",
                json=body,
                headers={"Authorization": f"Bearer {key}"},
                ssl=self.tls,
            ) as response:
                await response.read()
                return response.status, response.headers.get("x-request-id", "")
        except (aiohttp.ClientError, OSError):
            return 0, ""

    async def ready(self, session: aiohttp.ClientSession, url: str) -> tuple[int, str]:
        """What a load balancer asks."""
        async with session.get(url + "/ready") as response:
            return response.status, await response.text()

    def rows(self) -> dict[str, int | None]:
        """What the ledger holds: the cost of each request by its id."""
        with psycopg.connect(self.database) as connection:
            found = connection.execute("SELECT request_id, cost_micros FROM usage").fetchall()
        assert len(found) == len(dict(found))
        return dict(found)


class Gateway(Dragoman):
    """One of the gateways: settings shared, profile its own."""

    def __init__(self, folder: Path, settings: Path, database: str, port: int) -> None:
        super().__init__(folder, "serve", "--port", str(port))
        self.more = {
            "DRAGOMAN_CONFIG": str(settings),
            "DRAGOMAN_DATABASE": database,
            "DRAGOMAN_ADMIN_KEY": ADMIN_KEY,
        }


@pytest.fixture
def team(tmp_path: Path, postgres_server: Postgres) -> Iterator[Team]:
    settings = tmp_path / "settings"
    settings.mkdir()
    authority = Authority(tmp_path)
    authority.server("localhost")
    url = postgres_server.new_url()
    with ExitStack() as stack:
        upstream = stack.enter_context(running(FakeUpstream(answers.says(REPLY))))
        ports = [free_port(), free_port()]
        nginx = Nginx(tmp_path, ports, tmp_path / "localhost.pem")
        (settings / "config.toml").write_text(
            f"""
            schema_version = 1
            default_provider = "fake"
            [server]
            allowed_hosts = ["localhost:{nginx.port}"]
            requests_per_key = 1000
            [providers.fake]
            base_url = "{upstream.url}"
            dialect = "openai_chat"
            key = "env:FAKE_PROVIDER_KEY"
            [providers.fake.prices."*"]
            input = 2.0
            output = 8.0
            """
        )
        gateways = [
            stack.enter_context(Gateway(tmp_path / str(port), settings, url, port))
            for port in ports
        ]
        stack.enter_context(nginx)
        plain = url.replace("postgresql+psycopg", "postgresql")
        yield Team(nginx.url, authority.trusting(), gateways, plain)
    postgres_server.drop(url)


@pytest.mark.client("nginx")
async def test_a_gateway_that_is_killed_loses_no_row_and_no_budget(team: Team) -> None:
    requests, limit = 400, 200
    in_flight, most_in_flight = 0, 0
    answered: dict[str, int] = {}
    killed = asyncio.Event()
    async with aiohttp.ClientSession() as session:
        for gateway in team.gateways:
            await until(team.ready, session, gateway.url, status=200)
        user = await team.admin(session, "POST", "/admin/users", {"name": "Ann"})
        amount = {"currency": "USD", "micros": limit * COST}
        budget = {"scope": "user", "subject": user["id"], "period": "month", "limit": amount}
        await team.admin(session, "POST", "/admin/budgets", {**budget, "hard": True})
        made = await team.admin(
            session, "POST", "/admin/api-keys", {"name": "ann-laptop", "user_id": user["id"]}
        )
        # A gateway that knows the key knows the budget that was made before it.
        for gateway in team.gateways:
            await until(team.ask, session, made["key"], gateway.url, status=200)
        left = iter(range(requests))

        async def client() -> None:
            nonlocal in_flight, most_in_flight
            for number in left:
                if number == requests // 8:
                    team.gateways[0].kill()
                    killed.set()
                in_flight += 1
                most_in_flight = max(most_in_flight, in_flight)
                status, request_id = await team.ask(session, made["key"])
                in_flight -= 1
                assert status in (200, 429, 0, 502), status
                if status in (200, 429):
                    answered[request_id] = status

        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        assert killed.is_set()
        team.gateways[0].restart()
        await until(team.ask, session, made["key"], team.gateways[0].url, status=429)

        await team.admin(session, "POST", f"/admin/api-keys/{made['id']}/deactivate", {})
        for gateway in team.gateways:
            await until(team.ask, session, made["key"], gateway.url, status=401)

    for gateway in team.gateways:
        gateway.signal(signal.SIGTERM)
        assert gateway.ended() == 0
    rows = team.rows()
    lost = [request_id for request_id in answered if request_id not in rows]
    assert lost == []
    spent = sum(cost or 0 for cost in rows.values())
    # What the killed gateway held stays held for a while: nobody spends it meanwhile.
    assert (limit - CLIENTS) * COST <= spent <= (limit + most_in_flight) * COST
    with psycopg.connect(team.database) as connection:
        charged = connection.execute("SELECT sum(micros) FROM budget_spend").fetchone()
    assert charged == (spent,)


async def until(ask: Any, *arguments: Any, status: int) -> None:
    """Ask until the answer has `status`: what one gateway changed, the other has taken up then."""
    async with asyncio.timeout(15):
        while (await ask(*arguments))[0] != status:
            pass  # each question takes its time, and a wrong key 100 ms
