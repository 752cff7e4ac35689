"""Users over HTTP."""

import pytest

from tests.fakes.admin_server import AdminServer

pytestmark = pytest.mark.usefixtures("database_url")  # on either database


async def test_a_user_is_created_shown_changed_and_listed(admin: AdminServer) -> None:
    made = await admin.post("/admin/users", {"name": " Ada ", "email": "ada@example.com"})
    assert made.status == 201
    assert made.body["name"] == "Ada"
    assert made.body["active"] is True
    assert made.body["key_count"] == 0
    assert made.body["created_at"].endswith("Z")
    one = f"/admin/users/{made.body['id']}"
    changed = await admin.ask("PATCH", one, {"note": "analyst"})
    assert changed.body == {**made.body, "note": "analyst"}
    assert (await admin.get(one)).body == changed.body
    assert (await admin.get("/admin/users")).body == {
        "items": [changed.body],
        "next_cursor": None,
    }


async def test_pages_follow_each_other_without_a_gap(admin: AdminServer) -> None:
    names = [f"user {number}" for number in range(5)]
    for name in names:
        await admin.user(name)
    seen: list[str] = []
    path: str | None = "/admin/users?limit=2"
    while path is not None:
        page = (await admin.get(path)).body
        assert len(page["items"]) <= 2
        seen += [user["name"] for user in page["items"]]
        cursor = page["next_cursor"]
        path = f"/admin/users?limit=2&cursor={cursor}" if cursor else None
    assert sorted(seen) == names


async def test_a_list_is_filtered(admin: AdminServer) -> None:
    ada, bob = await admin.user("Ada 100%"), await admin.user("Bob")
    await admin.post(f"/admin/users/{bob}/deactivate")
    assert [u["id"] for u in (await admin.get("/admin/users?active=true")).body["items"]] == [ada]
    assert [u["id"] for u in (await admin.get("/admin/users?active=false")).body["items"]] == [bob]
    found = await admin.get("/admin/users?search=0%25")
    assert [u["id"] for u in found.body["items"]] == [ada]


async def test_a_name_that_is_taken_is_a_conflict_that_names_the_field(admin: AdminServer) -> None:
    await admin.user("Ada")
    again = await admin.post("/admin/users", {"name": "Ada"})
    assert (again.status, again.fields) == (409, ["name"])


async def test_a_deactivated_users_keys_stop_at_once_and_come_back(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    _, token = await admin.client_key("laptop", ada)
    assert (await admin.get("/v1/models", token)).status == 200
    stopped = await admin.post(f"/admin/users/{ada}/deactivate")
    assert (stopped.status, stopped.body["active"], stopped.body["key_count"]) == (200, False, 1)
    assert (await admin.get("/v1/models", token)).status == 401
    assert (await admin.post(f"/admin/users/{ada}/activate")).body["active"] is True
    assert (await admin.get("/v1/models", token)).status == 200


async def test_an_unknown_user_is_404_everywhere(admin: AdminServer) -> None:
    for method, path in [
        ("GET", "/admin/users/nobody"),
        ("PATCH", "/admin/users/nobody"),
        ("POST", "/admin/users/nobody/deactivate"),
        ("POST", "/admin/users/nobody/activate"),
        ("GET", "/admin/users/%00"),
    ]:
        assert (await admin.ask(method, path)).status == 404


async def test_a_users_name_is_no_id(admin: AdminServer) -> None:
    await admin.user("Ada")
    assert (await admin.get("/admin/users/Ada")).status == 404
