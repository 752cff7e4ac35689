"""Statistics over HTTP."""

import pytest

from tests.fakes.admin_server import AdminServer
from tests.fakes.admin_usage import record, row
from tests.fakes.usage_rows import NOON_MS

pytestmark = pytest.mark.usefixtures("database_url")  # on either database

DAY_MS = 86_400_000
TIME = "timezone=UTC"


def _recorded(admin: AdminServer) -> None:
    record(
        admin.database,
        [
            row("req_1", user_id="a", model="m1", cost_micros=300, currency="USD"),
            row("req_2", user_id="b", model="m2", cost_micros=70, currency="CNY"),
            row(
                "req_3",
                user_id="a",
                model="m1",
                started_ms=NOON_MS - DAY_MS,
                cost_micros=None,
                saved_micros=None,
                currency="",
            ),
        ],
    )


async def test_totals_are_by_currency_and_tell_what_is_unpriced(admin: AdminServer) -> None:
    _recorded(admin)
    found = (await admin.get("/admin/stats/total")).body
    assert found["requests"] == 3
    assert found["unpriced_requests"] == 1
    assert [(m["currency"], m["micros"], m["amount"]) for m in found["cost"]] == [
        ("USD", 300, "0.000300"),
        ("CNY", 70, "0.000070"),
    ]
    assert found["tokens"]["input"] == 3 * 1100
    assert found["tokens"]["total"] == 3 * 1150
    assert set(found["first_delta_ms"]) == {"p50", "p95"}


async def test_without_requests_nothing_is_divided(admin: AdminServer) -> None:
    found = (await admin.get("/admin/stats/total")).body
    assert found["cost"] == []
    assert found["cache_share"] is None
    assert found["mean_duration_ms"] is None
    assert found["first_delta_ms"] == {"p50": None, "p95": None}


async def test_both_dates_are_included_in_the_zone_that_is_asked_for(admin: AdminServer) -> None:
    _recorded(admin)
    for query, requests in [
        ("start_date=2026-11-20&end_date=2026-11-20&timezone=UTC", 2),
        ("start_date=2026-11-19&end_date=2026-11-20&timezone=UTC", 3),
        ("end_date=2026-11-19&timezone=UTC", 1),
        ("start_date=2026-11-21&timezone=Pacific/Kiritimati", 2),
        ("user_id=a", 2),
        ("user_id=a&start_date=2026-11-20&timezone=UTC", 1),
        ("model=m2&client=claude-code", 1),
        ("user_id=", 0),
    ]:
        assert (await admin.get(f"/admin/stats/total?{query}")).body["requests"] == requests, query


async def test_groups_are_paged_and_add_up(admin: AdminServer) -> None:
    _recorded(admin)
    for by in (
        "users",
        "keys",
        "profiles",
        "providers",
        "models",
        "clients",
        "endpoints",
        "conversations",
    ):
        requests, cursor = 0, ""
        while True:
            page = (await admin.get(f"/admin/stats/{by}?limit=1{cursor}")).body
            requests += sum(group["requests"] for group in page["items"])
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert requests == 3, by
    models = (await admin.get("/admin/stats/models")).body["items"]
    assert [group["key"] for group in models] == ["deepseek/m1", "deepseek/m2"]
    assert (await admin.get("/admin/stats/weather")).status == 404


async def test_days_and_series(admin: AdminServer) -> None:
    _recorded(admin)
    found = (await admin.get(f"/admin/stats/days?{TIME}")).body["items"]
    assert [(day["date"], day["requests"]) for day in found] == [
        ("2026-11-19", 1),
        ("2026-11-20", 2),
    ]
    hours = (await admin.get(f"/admin/stats/series?bucket=hour&by=model&top=1&{TIME}")).body
    assert [(point["start"], point["key"]) for point in hours["items"]] == [
        ("2026-11-19T12:00:00.000Z", "deepseek/m1"),
        ("2026-11-20T12:00:00.000Z", "deepseek/m1"),
        ("2026-11-20T12:00:00.000Z", "*"),
    ]


async def test_a_wrong_parameter_is_named(admin: AdminServer) -> None:
    for query, field in [
        ("start_date=2026-13-01", "start_date"),
        ("start_date=20261101", "start_date"),
        ("start_date=0001-01-01", "start_date"),
        ("start_date=2026-11-02&end_date=2026-11-01", "end_date"),
        ("timezone=Mars/Olympus", "timezone"),
        ("timezone=../../etc/passwd", "timezone"),
        ("colour=red", "colour"),
        ("user_id=a&user_id=b", "user_id"),
        ("model=%00", "model"),
    ]:
        refused = await admin.get(f"/admin/stats/total?{query}")
        assert (refused.status, refused.fields) == (422, [field]), refused.text
    assert (await admin.get("/admin/stats/total?model=%ff")).status == 422
    assert (await admin.get("/admin/stats/series?top=0")).fields == ["top"]
    assert (await admin.get("/admin/stats/users?limit=1_0")).fields == ["limit"]
    assert (await admin.get("/admin/stats/users?cursor=eA")).fields == ["cursor"]
