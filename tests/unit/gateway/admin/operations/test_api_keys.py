"""Client keys over HTTP."""

import pytest

from app.secrets.client_keys import digest
from app.secrets.secret import Secret
from app.storage import keys
from tests.fakes.admin_server import AdminServer

pytestmark = pytest.mark.usefixtures("database_url")  # on either database


async def test_a_key_is_shown_once_and_kept_as_a_digest(admin: AdminServer) -> None:
    made = await admin.post("/admin/api-keys", {"name": "ci", "requests_per_minute": 60})
    assert made.status == 201
    token = made.body["key"]
    assert token.startswith("drg-")
    assert made.body["prefix"] == token[:8]
    one = await admin.get(f"/admin/api-keys/{made.body['id']}")
    assert "key" not in one.body
    assert {**one.body, "key": token} == made.body
    for path in ("/admin/api-keys", f"/admin/api-keys/{made.body['id']}"):
        assert token not in (await admin.get(path)).text
    with admin.database.reading() as connection:
        assert keys.key(connection, made.body["id"]).digest == digest(Secret(token))
    assert (await admin.get("/v1/models", token)).status == 200


async def test_a_key_belongs_to_a_user(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    made = await admin.post("/admin/api-keys", {"name": "laptop", "user_id": ada})
    assert (made.body["user_id"], made.body["user_name"]) == (ada, "Ada")
    await admin.client_key("server")
    of_ada = await admin.get(f"/admin/api-keys?user_id={ada}")
    assert [key["name"] for key in of_ada.body["items"]] == ["laptop"]
    of_nobody = await admin.get("/admin/api-keys?user_id=")
    assert [key["name"] for key in of_nobody.body["items"]] == ["server"]


async def test_limits_and_expiry_are_set_and_taken_away(admin: AdminServer) -> None:
    key_id, _ = await admin.client_key("ci")
    one = f"/admin/api-keys/{key_id}"
    changed = await admin.ask(
        "PATCH", one, {"expires_at": "2099-01-02T03:04:05.678+01:00", "concurrency": 2}
    )
    assert changed.body["expires_at"] == "2099-01-02T02:04:05.678Z"
    assert changed.body["concurrency"] == 2
    cleared = await admin.ask("PATCH", one, {"expires_at": None, "concurrency": None})
    assert cleared.body["expires_at"] is None
    assert cleared.body["concurrency"] is None


async def test_a_revoked_key_is_refused_at_once(admin: AdminServer) -> None:
    key_id, token = await admin.client_key("ci")
    assert (await admin.post(f"/admin/api-keys/{key_id}/deactivate")).body["active"] is False
    assert (await admin.get("/v1/models", token)).status == 401
    await admin.post(f"/admin/api-keys/{key_id}/activate")
    assert (await admin.get("/v1/models", token)).status == 200


async def test_what_a_key_cannot_have_is_refused_with_its_field(admin: AdminServer) -> None:
    for body, field in [
        ({"name": "x", "user_id": "nobody"}, "user_id"),
        ({"name": "x", "profile": "nowhere"}, "profile"),
        ({"name": "x", "expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"name": "x", "expires_at": "2099-01-01T00:00:00"}, "expires_at"),
        ({"name": "x", "expires_at": 4102444800}, "expires_at"),
        ({"name": "x", "concurrency": 0}, "concurrency"),
        ({"name": "x", "concurrency": "3"}, "concurrency"),
        ({"name": ""}, "name"),
        ({"name": "x", "digest": "0" * 64}, "digest"),
    ]:
        refused = await admin.post("/admin/api-keys", body)
        assert (refused.status, refused.fields) == (422, [field]), refused.text
    assert (await admin.get("/admin/api-keys")).body["items"] == []
