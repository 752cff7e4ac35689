"""Models and prices over HTTP."""

from urllib.parse import quote

from tests.fakes.admin_server import AdminServer

PRICE = {"currency": "CNY", "input": 2, "output": 8.5, "cache_read": 0.2, "since": "2026-11-20"}


async def _vendor(admin: AdminServer) -> None:
    body = {"name": "vendor", "base_url": "https://api.vendor.example", "models": ["m1"]}
    assert (await admin.post("/admin/providers", body)).status == 201


async def test_a_model_with_a_slash_is_added_priced_and_removed(admin: AdminServer) -> None:
    await _vendor(admin)
    name = "org/model:free 1"
    made = await admin.post("/admin/providers/vendor/models", {"name": name, "price": PRICE})
    assert made.status == 201, made.text
    assert made.body["source"] == "settings"
    assert made.body["price"] == {
        "currency": "CNY",
        "input": 2.0,
        "output": 8.5,
        "cache_read": 0.2,
        "cache_write": 2.0,
        "reasoning": None,
        "source": "settings",
        "date": "2026-11-20",
    }
    one = f"/admin/providers/vendor/models/{quote(name, safe='')}"
    assert (await admin.get(one)).body == made.body
    names = [m["name"] for m in (await admin.get("/admin/providers/vendor/models")).body["items"]]
    assert names == ["m1", name]
    bare = await admin.ask("PATCH", one, {"price": None})
    assert bare.body["price"] is None
    assert (await admin.ask("DELETE", one)).status == 204
    assert (await admin.get(one)).status == 404


async def test_a_presets_model_can_be_priced_but_not_removed(admin: AdminServer) -> None:
    await admin.post("/admin/providers", {"name": "ds", "preset": "deepseek"})
    listed = (await admin.get("/admin/providers/ds/models")).body["items"]
    name = listed[0]["name"]
    assert listed[0]["source"] == "preset"
    assert listed[0]["price"]["source"] == "genai-prices"
    one = f"/admin/providers/ds/models/{name}"
    priced = await admin.ask("PATCH", one, {"price": PRICE})
    assert priced.body["price"]["source"] == "settings"
    refused = await admin.ask("DELETE", one)
    assert (refused.status, refused.fields) == (409, ["model"])


async def test_what_is_there_already_or_not_there_is_told(admin: AdminServer) -> None:
    await _vendor(admin)
    models = "/admin/providers/vendor/models"
    assert (await admin.post(models, {"name": "m1"})).status == 409
    assert (await admin.ask("PATCH", f"{models}/m2", {"price": None})).status == 404
    assert (await admin.get("/admin/providers/nobody/models")).status == 404
    for price in ({"input": -1, "output": 1}, {"input": 1}, {"input": "1", "output": 1}):
        refused = await admin.post(models, {"name": "m3", "price": price})
        assert refused.status == 422
        assert refused.fields[0].startswith("price.")
    no_price = await admin.ask("PATCH", f"{models}/m1", {})
    assert (no_price.status, no_price.fields) == (422, ["price"])
