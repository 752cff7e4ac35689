"""Budgets over HTTP."""

import time

import pytest

from tests.fakes.admin_server import AdminServer
from tests.fakes.admin_usage import record, row

pytestmark = pytest.mark.usefixtures("database_url")  # on either database

LIMIT = {"currency": "USD", "amount": "2.5"}


async def test_a_budget_begins_with_what_its_period_has_cost(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    now_ms = int(time.time() * 1000)
    record(admin.database, [row("req_1", user_id=ada, started_ms=now_ms, cost_micros=500_000)])
    body = {"scope": "user", "subject": ada, "period": "month", "limit": LIMIT, "hard": True}
    made = await admin.post("/admin/budgets", body)
    assert made.status == 201, made.text
    assert made.body["subject_name"] == "Ada"
    assert made.body["limit"] == {"currency": "USD", "micros": 2_500_000, "amount": "2.500000"}
    assert made.body["spent"]["micros"] == 500_000
    assert made.body["percent"] == 20
    assert made.body["period_start"] <= made.body["created_at"] < made.body["resets_at"]
    one = f"/admin/budgets/{made.body['id']}"
    assert (await admin.get(one)).body == made.body
    assert (await admin.get(f"/admin/budgets?scope=user&subject={ada}")).body["items"] == [
        made.body
    ]
    assert (await admin.get("/admin/budgets?scope=key")).body["items"] == []
    changed = await admin.ask(
        "PATCH", one, {"limit": {"currency": "USD", "micros": 1_000_000}, "hard": False}
    )
    assert (changed.body["percent"], changed.body["hard"]) == (50, False)
    assert (await admin.ask("DELETE", one)).status == 204
    assert (await admin.get(one)).status == 404


async def test_another_currency_counts_anew(admin: AdminServer) -> None:
    ada = await admin.user("Ada")
    now_ms = int(time.time() * 1000)
    record(admin.database, [row("req_1", user_id=ada, started_ms=now_ms, cost_micros=1_000_000)])
    body = {"scope": "user", "subject": ada, "period": "day", "limit": LIMIT}
    made = await admin.post("/admin/budgets", body)
    changed = await admin.ask(
        "PATCH",
        f"/admin/budgets/{made.body['id']}",
        {"limit": {"currency": "CNY", "amount": 71}},
    )
    assert changed.body["spent"] == {"currency": "CNY", "micros": 7_100_000, "amount": "7.100000"}


async def test_a_subject_has_one_budget_of_a_period(admin: AdminServer) -> None:
    body = {"scope": "profile", "subject": "default", "period": "week", "limit": LIMIT}
    assert (await admin.post("/admin/budgets", body)).status == 201
    again = await admin.post("/admin/budgets", body)
    assert (again.status, again.fields) == (409, ["period"])


async def test_what_cannot_be_a_budget_is_refused_with_its_field(admin: AdminServer) -> None:
    good = {"scope": "profile", "subject": "default", "period": "day", "limit": LIMIT}
    changes: list[tuple[dict[str, object], str]] = [
        ({"scope": "user", "subject": "nobody"}, "subject"),
        ({"subject": "nowhere"}, "subject"),
        ({"scope": "provider", "subject": "nobody"}, "subject"),
        ({"period": "year"}, "period"),
        ({"limit": {"currency": "USD"}}, "limit"),
        ({"limit": {"currency": "USD", "micros": 1, "amount": 1}}, "limit"),
        ({"limit": {"currency": "EUR", "micros": 1}}, "limit.currency"),
        ({"limit": {"currency": "USD", "micros": 0}}, "limit.micros"),
        ({"limit": {"currency": "USD", "amount": "0.0000001"}}, "limit.amount"),
        ({"limit": {"currency": "USD", "amount": "NaN"}}, "limit.amount"),
    ]
    for change, field in changes:
        refused = await admin.post("/admin/budgets", {**good, **change})
        assert (refused.status, refused.fields) == (422, [field]), refused.text
