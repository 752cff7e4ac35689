"""Single requests over HTTP."""

import pytest

from tests.fakes.admin_server import AdminServer
from tests.fakes.admin_usage import record, row
from tests.fakes.usage_rows import NOON_MS

pytestmark = pytest.mark.usefixtures("database_url")  # on either database


async def test_requests_are_listed_the_newest_first(admin: AdminServer) -> None:
    record(admin.database, [row(f"req_{n}", started_ms=NOON_MS + n) for n in range(5)])
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await admin.get(f"/admin/usage?limit=2{cursor}")).body
        seen += [item["request_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [f"req_{n}" for n in (4, 3, 2, 1, 0)]
    gone = await admin.get("/admin/usage?cursor=WzkwXQ")
    assert (gone.status, gone.fields) == (422, ["cursor"])


async def test_a_request_is_told_with_all_that_was_recorded(admin: AdminServer) -> None:
    losses = '[{"what":"cache_control","where":"system","weight":"option","note":""}]'
    record(admin.database, [row("req_1", losses=losses, loss_count=1)])
    found = (await admin.get("/admin/usage/req_1")).body
    assert found["raw_usage"] == {"prompt_tokens": 1100}
    assert found["losses"][0]["what"] == "cache_control"
    assert found["started_at"] == "2026-11-20T12:00:00.000Z"
    assert found["cost"]["amount"] == "0.000300"
    assert found["tokens"]["input"] == 1100


async def test_an_unpriced_request_has_no_cost_rather_than_none_to_pay(
    admin: AdminServer,
) -> None:
    record(admin.database, [row("req_1", cost_micros=None, saved_micros=None, currency="")])
    found = (await admin.get("/admin/usage/req_1")).body
    assert found["cost"] is None


async def test_an_unknown_request_is_404(admin: AdminServer) -> None:
    for request_id in ("req_x", "%00", "%F0%9F%98%80"):
        assert (await admin.get(f"/admin/usage/{request_id}")).status == 404
