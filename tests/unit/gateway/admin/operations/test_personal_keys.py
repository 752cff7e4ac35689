"""Users' own keys of providers, from the API to the provider's door."""

import pytest

from tests.fakes import answers
from tests.fakes.admin_server import ADMIN_KEY, LOCAL_KEY, AdminServer
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import chat

SHARED, MINE, OTHER = "sk-shared-0123456789", "sk-mine-0123456789ab", "sk-other-0123456789a"
ONE = "/provider-keys/p"


async def provider(admin: AdminServer, upstream: FakeUpstream, **extra: object) -> None:
    body = {
        "name": "p",
        "base_url": upstream.url,
        "dialect": "openai_chat",
        "key": SHARED,
        "default": True,
        **extra,
    }
    made = await admin.post("/admin/providers", body)
    assert made.status == 201, made.text


async def asked_with(admin: AdminServer, upstream: FakeUpstream, token: str) -> str | None:
    """The authorization that the provider sees of a request of this client key."""
    answer = await admin.post("/v1/chat/completions", chat("p/m"), token)
    assert answer.status == 200, answer.text
    return upstream.asked[-1].header("authorization")


async def test_a_user_sets_sees_and_forgets_a_key_of_their_own(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    _, token = await admin.client_key("a", ada)
    _, second = await admin.client_key("a2", ada)
    _, other = await admin.client_key("b", await admin.user("Bob"))
    async with FakeUpstream() as upstream:
        await provider(admin, upstream)
        assert (await admin.get("/provider-keys", token)).body == {
            "items": [{"provider": "p", "own": "none", "fits": True, "app_id": None}]
        }
        assert await asked_with(admin, upstream, token) == f"Bearer {SHARED}"
        assert (await admin.post(ONE, {"key": MINE}, token)).status == 204
        listed = await admin.get("/provider-keys", second)
        assert listed.body["items"][0]["own"] == "keyring"
        assert MINE not in listed.text
        for each in (token, second):
            assert await asked_with(admin, upstream, each) == f"Bearer {MINE}"
        for each in (other, LOCAL_KEY):
            assert await asked_with(admin, upstream, each) == f"Bearer {SHARED}"
        assert (await admin.ask("DELETE", ONE, key=second)).status == 204
        assert await asked_with(admin, upstream, token) == f"Bearer {SHARED}"
        assert (await admin.ask("DELETE", ONE, key=token)).status == 404
    assert MINE not in admin.keyring.values.values()
    assert SHARED in admin.keyring.values.values()


async def test_an_administrator_sets_anybodys_also_by_reference(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    _, token = await admin.client_key("a", ada)
    path = f"/admin/users/{ada}/provider-keys"
    admin.environ["ADAS"] = OTHER
    async with FakeUpstream() as upstream:
        await provider(admin, upstream)
        assert (await admin.ask("PUT", f"{path}/p", {"key": MINE})).status == 204
        assert await asked_with(admin, upstream, token) == f"Bearer {MINE}"
        assert (await admin.ask("PUT", f"{path}/p", {"reference": "env:ADAS"})).status == 204
        assert await asked_with(admin, upstream, token) == f"Bearer {OTHER}"
        assert (await admin.get(path)).body["items"][0]["own"] == "env"
        assert (await admin.ask("DELETE", f"{path}/p")).status == 204
        assert await asked_with(admin, upstream, token) == f"Bearer {SHARED}"
    assert MINE not in admin.keyring.values.values()  # the reference took its place


async def test_a_key_that_was_rejected_works_once_it_is_entered_anew(admin: AdminServer) -> None:
    _, token = await admin.client_key("a", await admin.user("Ada"))

    async def script(exchange: Exchange) -> None:
        good = exchange.request.header("authorization") == f"Bearer {OTHER}"
        await (answers.hello if good else answers.status(401, "Incorrect API key"))(exchange)

    async with FakeUpstream(script) as upstream:
        await provider(admin, upstream)
        assert (await admin.post(ONE, {"key": MINE}, token)).status == 204
        refused = await admin.post("/v1/chat/completions", chat("p/m"), token)
        assert refused.status == 502
        assert "your own key" in refused.text
        assert (await admin.post(ONE, {"key": OTHER}, token)).status == 204
        assert await asked_with(admin, upstream, token) == f"Bearer {OTHER}"


async def test_a_key_is_bound_to_the_address_it_was_entered_for(admin: AdminServer) -> None:
    _, token = await admin.client_key("a", await admin.user("Ada"))
    async with FakeUpstream() as first, FakeUpstream() as second:
        await provider(admin, first)
        await admin.post(ONE, {"key": MINE}, token)
        moved = {"base_url": second.url}
        assert (await admin.ask("PATCH", "/admin/providers/p", moved)).status == 200
        assert (await admin.get("/provider-keys", token)).body["items"][0]["fits"] is False
        answer = await admin.post("/v1/chat/completions", chat("p/m"), token)
        assert answer.status == 503
        assert second.asked == []
        await admin.post(ONE, {"key": MINE}, token)
        assert await asked_with(admin, second, token) == f"Bearer {MINE}"


async def test_a_secret_may_come_with_an_app_id(admin: AdminServer) -> None:
    _, token = await admin.client_key("a", await admin.user("Ada"))

    async def gives(exchange: Exchange) -> None:
        await exchange.json({"token": f"for-{exchange.request.json['app_id']}"})

    async with FakeUpstream() as upstream, FakeUpstream(gives) as tokens:
        await provider(
            admin,
            upstream,
            auth="token-exchange",
            token_url=f"{tokens.url}/chat/completions",
            app_id="shared-app",
        )
        assert await asked_with(admin, upstream, token) == "Bearer for-shared-app"
        assert (await admin.post(ONE, {"key": MINE, "app_id": "adas-app"}, token)).status == 204
        assert (await admin.get("/provider-keys", token)).body["items"][0]["app_id"] == "adas-app"
        assert await asked_with(admin, upstream, token) == "Bearer for-adas-app"


@pytest.mark.parametrize(
    ("caller", "status", "part"),
    [
        (ADMIN_KEY, 422, "no user's"),
        (LOCAL_KEY, 422, "belongs to no user"),
        ("drg-wrong", 401, ""),
        (None, 401, ""),
    ],
)
async def test_only_a_user_has_keys_of_their_own(
    admin: AdminServer, caller: str | None, status: int, part: str
) -> None:
    for answer in (
        await admin.get("/provider-keys", caller),
        await admin.post(ONE, {"key": MINE}, caller),
        await admin.ask("DELETE", ONE, key=caller),
    ):
        assert answer.status == status
        assert part in answer.body["detail"]


async def test_what_cannot_be_kept_is_refused_with_what_to_do(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    _, token = await admin.client_key("a", ada)
    path = f"/admin/users/{ada}/provider-keys/p"
    async with FakeUpstream() as upstream:
        await provider(admin, upstream)
        assert (await admin.post("/provider-keys/none", {"key": MINE}, token)).status == 404
        assert (await admin.ask("PUT", "/admin/users/usr_x/provider-keys/p", {"key": MINE})).status
        assert (await admin.ask("PUT", path, {})).status == 422
        assert (await admin.ask("PUT", path, {"reference": "keyring:admin"})).status == 422
        # What a user gives is a key: a reference would read the server's own files.
        refused = await admin.post(ONE, {"reference": "file:/etc/hostname"}, token)
        assert refused.status == 422
        refused = await admin.post(ONE, {"key": "two\nlines"}, token)
        assert refused.status == 422
        admin.keyring.broken = True
        refused = await admin.post(ONE, {"key": MINE}, token)
        assert refused.status == 409
        assert "env:NAME or file:/path" in refused.body["detail"]
        assert await asked_with(admin, upstream, LOCAL_KEY) == f"Bearer {SHARED}"


async def test_an_unknown_user_has_none(admin: AdminServer) -> None:
    for method in ("GET", "PUT", "DELETE"):
        path = "/admin/users/usr_unknown/provider-keys" + ("" if method == "GET" else "/p")
        body = {"key": MINE} if method == "PUT" else None
        assert (await admin.ask(method, path, body)).status == 404


async def test_keys_go_with_their_provider(admin: AdminServer) -> None:
    _, token = await admin.client_key("a", await admin.user("Ada"))
    async with FakeUpstream() as upstream:
        await provider(admin, upstream)
        await admin.post(ONE, {"key": MINE}, token)
        assert (await admin.ask("DELETE", "/admin/providers/p")).status == 204
    assert not admin.keyring.values
