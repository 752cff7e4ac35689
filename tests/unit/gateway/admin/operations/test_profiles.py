"""Profiles over HTTP."""

from tests.fakes.admin_server import AdminServer

RULES = {
    "models": [{"client": "gpt-*", "targets": ["vendor/m1", "vendor/m2"]}],
    "families": {"opus": ["vendor/org/big"]},
}


async def _vendor(admin: AdminServer) -> None:
    await admin.post("/admin/providers", {"name": "vendor", "base_url": "https://v.example"})


async def test_a_profile_is_put_shown_and_deleted(admin: AdminServer) -> None:
    await _vendor(admin)
    put = await admin.ask("PUT", "/admin/profiles/team", RULES)
    assert (put.status, put.body) == (200, {"name": "team", **RULES})
    assert (await admin.get("/admin/profiles/team")).body == put.body
    names = [profile["name"] for profile in (await admin.get("/admin/profiles")).body["items"]]
    assert names == ["default", "team"]
    assert (await admin.ask("DELETE", "/admin/profiles/team")).status == 204
    assert (await admin.get("/admin/profiles/team")).status == 404


async def test_the_default_profile_and_one_in_use_stay(admin: AdminServer) -> None:
    refused = await admin.ask("DELETE", "/admin/profiles/default")
    assert (refused.status, refused.fields) == (409, ["name"])
    await admin.ask("PUT", "/admin/profiles/team", {})
    await admin.post("/admin/api-keys", {"name": "ci", "profile": "team"})
    refused = await admin.ask("DELETE", "/admin/profiles/team")
    assert refused.status == 409
    assert "ci" in refused.body["detail"]


async def test_a_rule_that_leads_nowhere_is_refused(admin: AdminServer) -> None:
    await _vendor(admin)
    for body, field in [
        ({"models": [{"client": "a", "targets": ["nobody/m"]}]}, "models"),
        ({"models": [{"client": "a", "targets": ["vendor"]}]}, "models.0.targets"),
        ({"models": [{"client": "a", "targets": []}]}, "models.0.targets"),
        ({"families": {"sonata": ["vendor/m"]}}, "families.sonata.[key]"),
        ({"families": {"opus": ["/m"]}}, "families.opus"),
    ]:
        refused = await admin.ask("PUT", "/admin/profiles/team", body)
        assert (refused.status, refused.fields) == (422, [field]), refused.text
    assert (await admin.ask("PUT", "/admin/profiles/Team%20A", {})).fields == ["name"]
