"""What a client key may see of the statistics: a table of every endpoint and every kind of key."""

from dataclasses import dataclass

import pytest

from tests.fakes.admin_server import ADMIN_KEY, LOCAL_KEY, AdminServer
from tests.fakes.admin_usage import record, row

pytestmark = pytest.mark.usefixtures("database_url")  # on either database

PATHS = {
    "me": "/usage/me",
    "own key": "/usage/api-key/{ada_key}",
    "another key of the user": "/usage/api-key/{ada_second}",
    "another user's key": "/usage/api-key/{bob_key}",
    "a key of nobody": "/usage/api-key/{free_key}",
    "an unknown key": "/usage/api-key/key_unknown",
    "own conversation": "/stats/conversation/of-ada",
    "another user's conversation": "/stats/conversation/of-bob",
    "an unknown conversation": "/stats/conversation/unknown",
    "total": "/stats/total",
}
# Requests that each caller sees there; None is 404, 422 the admin key's own refusal.
SEEN: dict[str, dict[str, int | None]] = {
    "ada": {
        "me": 3,
        "own key": 2,
        "another key of the user": 1,
        "another user's key": None,
        "a key of nobody": None,
        "an unknown key": None,
        "own conversation": 3,
        "another user's conversation": None,
        "an unknown conversation": None,
        "total": 3,
    },
    "bob": {
        "me": 4,
        "own key": None,
        "another key of the user": None,
        "another user's key": 4,
        "a key of nobody": None,
        "an unknown key": None,
        "own conversation": None,
        "another user's conversation": 4,
        "an unknown conversation": None,
        "total": 4,
    },
    "free": {
        "me": 5,
        "own key": None,
        "another key of the user": None,
        "another user's key": None,
        "a key of nobody": 5,
        "an unknown key": None,
        "own conversation": None,
        "another user's conversation": None,
        "an unknown conversation": None,
        "total": 5,
    },
    "admin": {
        "me": 422,
        "own key": 2,
        "another key of the user": 1,
        "another user's key": 4,
        "a key of nobody": 5,
        "an unknown key": None,
        "own conversation": 3,
        "another user's conversation": 4,
        "an unknown conversation": None,
        "total": 13,
    },
}


@dataclass
class Team:
    """Keys by caller, and the ids that paths are made of."""

    tokens: dict[str, str]
    ids: dict[str, str]


async def team(admin: AdminServer) -> Team:
    ada, bob = await admin.user("Ada"), await admin.user("Bob")
    ada_key, ada_token = await admin.client_key("a1", ada)
    ada_second, _ = await admin.client_key("a2", ada)
    bob_key, bob_token = await admin.client_key("b1", bob)
    free_key, free_token = await admin.client_key("free")
    _, revoked = await admin.client_key("revoked", ada)
    rows = []
    for key_id, user_id, conversation, count in [
        (ada_key, ada, "of-ada", 2),
        (ada_second, ada, "of-ada", 1),
        (bob_key, bob, "of-bob", 4),
        (free_key, "", "", 5),
        ("local", "", "of-local", 1),
    ]:
        rows += [
            row(
                f"req_{key_id}_{number}",
                key_id=key_id,
                user_id=user_id,
                conversation=conversation,
            )
            for number in range(count)
        ]
    record(admin.database, rows)
    keys = (await admin.get("/admin/api-keys?search=revoked")).body["items"]
    await admin.post(f"/admin/api-keys/{keys[0]['id']}/deactivate")
    return Team(
        {
            "ada": ada_token,
            "bob": bob_token,
            "free": free_token,
            "revoked": revoked,
            "admin": ADMIN_KEY,
        },
        {
            "ada_key": ada_key,
            "ada_second": ada_second,
            "bob_key": bob_key,
            "free_key": free_key,
        },
    )


async def test_everybody_sees_exactly_what_is_theirs(admin: AdminServer) -> None:
    made = await team(admin)
    for caller, expected in SEEN.items():
        for name, template in PATHS.items():
            answer = await admin.get(template.format(**made.ids), made.tokens[caller])
            wanted = expected[name]
            told = f"{caller} asks for {name}: {answer.text}"
            if wanted is None:
                assert answer.status == 404, told
            elif wanted == 422:
                assert answer.status == 422, told
            else:
                assert answer.status == 200, told
                assert answer.body.get("total", answer.body)["requests"] == wanted, told


async def test_others_ids_answer_exactly_as_unknown_ones(admin: AdminServer) -> None:
    made = await team(admin)
    for others, unknown in [
        ("another user's key", "an unknown key"),
        ("another user's conversation", "an unknown conversation"),
    ]:
        answers = []
        for name in (others, unknown):
            answer = await admin.get(PATHS[name].format(**made.ids), made.tokens["ada"])
            answers.append((answer.status, {**answer.body, "request_id": ""}))
        assert answers[0] == answers[1]


@pytest.mark.parametrize("key", [None, "drg-wrong", "revoked"])
async def test_without_a_valid_key_every_path_is_401_alike(
    admin: AdminServer, key: str | None
) -> None:
    made = await team(admin)
    token = made.tokens["revoked"] if key == "revoked" else key
    bodies = set()
    for template in PATHS.values():
        answer = await admin.get(template.format(**made.ids), token)
        assert answer.status == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        bodies.add((answer.body["detail"], answer.body["title"]))
    assert len(bodies) == 1


async def test_one_sees_days_models_and_budgets(admin: AdminServer) -> None:
    made = await team(admin)
    users = (await admin.get("/admin/users?search=ada")).body["items"]
    ada = users[0]["id"]
    limit = {"currency": "USD", "amount": 1}
    for scope, subject in [("user", ada), ("profile", "default"), ("key", made.ids["bob_key"])]:
        body = {"scope": scope, "subject": subject, "period": "day", "limit": limit}
        assert (await admin.post("/admin/budgets", body)).status == 201
    found = (await admin.get("/usage/me?timezone=UTC", made.tokens["ada"])).body
    assert (found["user_id"], found["user_name"]) == (ada, "Ada")
    assert [(day["date"], day["requests"]) for day in found["days"]] == [("2026-11-20", 3)]
    assert [(group["key"], group["requests"]) for group in found["models"]] == [
        ("deepseek/deepseek-chat", 3)
    ]
    assert {budget["scope"] for budget in found["budgets"]} == {"user", "profile"}


async def test_this_machines_own_key_sees_its_own(admin: AdminServer) -> None:
    await team(admin)
    assert (await admin.get("/stats/total", LOCAL_KEY)).body["requests"] == 1
    assert (await admin.get("/usage/api-key/local", LOCAL_KEY)).body["total"]["requests"] == 1


async def test_a_client_key_opens_nothing_under_admin(admin: AdminServer) -> None:
    made = await team(admin)
    for path in ("/admin/users", "/admin/stats/total", "/admin/openapi.json", "/admin/none"):
        assert (await admin.get(path, made.tokens["ada"])).status == 401
    assert (await admin.get("/v1/models", ADMIN_KEY)).status == 401
