"""The stream of changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.fakes.admin_server import ADMIN_KEY, AdminServer
from tests.fakes.admin_usage import record, row

pytestmark = pytest.mark.usefixtures("database_url")  # on either database


@asynccontextmanager
async def listening(admin: AdminServer) -> AsyncIterator[aiohttp.ClientResponse]:
    headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
    async with admin.http.get(f"{admin.url}/admin/events", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        yield response


async def changed(response: aiohttp.ClientResponse) -> dict[str, int]:
    async with asyncio.timeout(10):
        assert await response.content.readline() == b"event: changed\n"
        data = await response.content.readline()
        assert await response.content.readline() == b"\n"
    found: dict[str, int] = json.loads(data.removeprefix(b"data: "))
    return found


async def test_a_listener_is_told_at_once_and_of_every_change(admin: AdminServer) -> None:
    async with listening(admin) as response:
        first = await changed(response)
        assert first["usage"] == 0
        record(admin.database, [row("req_1")])
        second = await changed(response)
        assert second["usage"] > first["usage"]
        await admin.user("Ada")
        third = await changed(response)
        assert third["people"] > second["people"]
        await admin.ask("PUT", "/admin/profiles/team", {})
        fourth = await changed(response)
        assert fourth["settings"] > third["settings"]


async def test_the_stream_ends_when_the_server_drains(admin: AdminServer) -> None:
    async with listening(admin) as response:
        await changed(response)
        admin.services.stopping.set()
        async with asyncio.timeout(5):
            assert await response.content.read() == b""
