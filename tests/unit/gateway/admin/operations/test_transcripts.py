"""Transcripts over HTTP."""

import json

import aiohttp
import pytest
from sqlalchemy import update

from app.storage import transcripts
from app.storage.records import Transcribed, TranscriptBody
from app.storage.schema import transcripts as table
from tests.fakes.admin_server import ADMIN_KEY, AdminServer
from tests.fakes.usage_rows import NOON_MS

pytestmark = pytest.mark.usefixtures("database_url")  # on either database


def _kept(admin: AdminServer, count: int = 3) -> None:
    with admin.database.writing() as connection:
        for number in range(count):
            request = Transcribed(f"req_{number}", NOON_MS + number, "ada", "key", f"c{number % 2}")
            bodies = [
                TranscriptBody("client_sent", 0, "application/json", 9, False, b'{"a":"\xc3\xa4"}'),
                TranscriptBody("provider_answered", 1, "image/png", 9000, True, b"\x89PNG\xff"),
            ]
            transcripts.store(connection, request, bodies)


async def test_requests_with_a_transcript_are_listed_page_by_page(admin: AdminServer) -> None:
    _kept(admin)
    first = (await admin.get("/admin/transcripts?limit=2")).body
    assert [item["request_id"] for item in first["items"]] == ["req_2", "req_1"]
    assert first["items"][0]["bodies"] == 2
    rest = (await admin.get(f"/admin/transcripts?limit=2&cursor={first['next_cursor']}")).body
    assert [item["request_id"] for item in rest["items"]] == ["req_0"]
    assert rest["next_cursor"] is None
    of_one = (await admin.get("/admin/transcripts?conversation=c1&user_id=ada")).body
    assert [item["request_id"] for item in of_one["items"]] == ["req_1"]


async def test_bodies_are_text_where_they_are_text(admin: AdminServer) -> None:
    _kept(admin)
    sent, answered = (await admin.get("/admin/transcripts/req_0")).body["bodies"]
    assert (sent["text"], sent["base64"]) == ('{"a":"ä"}', None)
    assert (answered["text"], answered["base64"]) == (None, "iVBOR/8=")
    assert answered["truncated"] is True


async def test_the_export_is_one_object_a_line(admin: AdminServer) -> None:
    _kept(admin)
    url = f"{admin.url}/admin/transcripts/export?user_id=ada"
    headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
    async with admin.http.get(url, headers=headers) as response:
        assert response.headers["Content-Type"] == "application/x-ndjson"
        lines = (await response.text()).splitlines()
    assert [json.loads(line)["request_id"] for line in lines] == ["req_0", "req_1", "req_2"]


async def test_an_export_without_transcripts_is_empty(admin: AdminServer) -> None:
    async with admin.http.get(
        f"{admin.url}/admin/transcripts/export",
        headers={"Authorization": f"Bearer {ADMIN_KEY}"},
    ) as response:
        assert (response.status, await response.text()) == (200, "")


async def test_an_export_that_fails_halfway_is_cut_and_not_taken_for_whole(
    admin: AdminServer,
) -> None:
    _kept(admin)
    with admin.database.writing() as connection:
        connection.execute(
            update(table).where(table.c.request_id == "req_2").values(body=b"damaged")
        )
    url, headers = f"{admin.url}/admin/transcripts/export", {"Authorization": f"Bearer {ADMIN_KEY}"}
    async with admin.http.get(url, headers=headers) as response:
        assert response.status == 200
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    damaged = await admin.get("/admin/transcripts/req_2")
    assert damaged.status == 503
    assert "damaged" in damaged.body["detail"]


async def test_transcripts_are_deleted_one_or_many(admin: AdminServer) -> None:
    _kept(admin)
    assert (await admin.ask("DELETE", "/admin/transcripts/req_0")).status == 204
    assert (await admin.ask("DELETE", "/admin/transcripts/req_0")).status == 404
    assert (await admin.get("/admin/transcripts/req_0")).status == 404
    gone = await admin.ask("DELETE", "/admin/transcripts?conversation=c1")
    assert gone.body == {"deleted": 1}
    assert (await admin.ask("DELETE", "/admin/transcripts")).body == {"deleted": 1}


async def test_the_policy_is_put_and_kept_in_the_settings(admin: AdminServer) -> None:
    policy = (await admin.get("/admin/transcripts/policy")).body
    assert policy["record"] == "off"
    put = await admin.ask(
        "PUT", "/admin/transcripts/policy", {**policy, "record": "chosen", "users": ["Ada"]}
    )
    assert put.body == {**policy, "record": "chosen", "users": ["Ada"]}
    assert (await admin.get("/admin/transcripts/policy")).body == put.body
    assert admin.parts.settings().transcripts.users == ("Ada",)
    refused = await admin.ask("PUT", "/admin/transcripts/policy", {"record": "some"})
    assert (refused.status, refused.fields) == (422, ["record"])
