"""Providers over HTTP: the command line's checks, and no secret ever read back."""

from typing import Any

import pytest

from tests.fakes.admin_server import LOCAL_KEY, AdminServer

KEY = "sk-a-provider-key-that-nobody-reads-back"
PLAIN = {"name": "vendor", "base_url": "https://api.vendor.example/v1"}


async def test_a_provider_is_added_shown_and_used(admin: AdminServer) -> None:
    made = await admin.post("/admin/providers", {**PLAIN, "models": ["m1"], "key": KEY})
    assert made.status == 201, made.text
    assert made.body["base_url"] == "https://api.vendor.example/v1"
    assert made.body["key"] == {"kind": "keyring", "present": True, "fits": True}
    assert made.body["default"] is True
    assert made.body["problem"] is None
    assert (await admin.get("/admin/providers/vendor")).body == made.body
    assert (await admin.get("/admin/providers")).body["items"] == [made.body]
    settings = admin.parts.settings()
    assert settings.providers["vendor"].key == "keyring:provider/vendor"
    assert settings.providers["vendor"].key_origin == "https://api.vendor.example:443"
    assert settings.default_model == "m1"
    assert list(admin.keyring.values.values()) == [KEY]
    models = await admin.get("/v1/models", LOCAL_KEY)
    assert "m1" in models.text


async def test_a_key_is_never_read_back(admin: AdminServer) -> None:
    await admin.post("/admin/providers", {**PLAIN, "key": KEY})
    for path in ("/admin/providers", "/admin/providers/vendor", "/admin/providers/vendor/models"):
        assert KEY not in (await admin.get(path)).text


async def test_no_refusal_quotes_a_key(admin: AdminServer) -> None:
    await admin.post("/admin/providers", PLAIN)
    for method, path, body in [
        ("POST", "/admin/providers", {**PLAIN, "name": "other", "key_reference": KEY}),
        ("POST", "/admin/providers", {**PLAIN, "name": "other", "key": [KEY]}),
        ("POST", "/admin/providers", {**PLAIN, "name": "other", "key": f"{KEY}\n{KEY}"}),
        ("POST", "/admin/providers", {**PLAIN, "name": "other", "headers": {"x-api-key": KEY}}),
        ("POST", "/admin/providers", {"name": KEY.upper(), "base_url": KEY, "key": KEY}),
        ("PUT", "/admin/providers/vendor/key", {"reference": KEY}),
        ("PUT", "/admin/providers/vendor/key", {"key": {"value": KEY}}),
        ("PUT", "/admin/providers/vendor/key", {"key": f"Bearer {KEY}"}),
    ]:
        refused = await admin.ask(method, path, body)
        assert refused.status == 422, refused.text
        assert refused.fields
        assert KEY not in refused.text


async def test_a_reference_is_told_by_kind_and_whether_it_is_there(admin: AdminServer) -> None:
    made = await admin.post("/admin/providers", {**PLAIN, "key_reference": "env:PROVIDER_KEY"})
    assert made.body["key"] == {"kind": "env", "present": True, "fits": True}
    put = await admin.ask("PUT", "/admin/providers/vendor/key", {"reference": "env:NOT_SET"})
    assert put.status == 204
    assert put.text == ""
    shown = await admin.get("/admin/providers/vendor")
    assert shown.body["key"] == {"kind": "env", "present": False, "fits": True}
    assert (await admin.ask("DELETE", "/admin/providers/vendor/key")).status == 204
    shown = await admin.get("/admin/providers/vendor")
    assert shown.body["key"] == {"kind": "none", "present": False, "fits": True}


async def test_without_a_keyring_a_key_is_refused_with_the_way_out(admin: AdminServer) -> None:
    admin.keyring.broken = True
    refused = await admin.post("/admin/providers", {**PLAIN, "key": KEY})
    assert refused.status == 409
    assert "env:NAME" in refused.body["detail"]
    assert (await admin.get("/admin/providers")).body["items"] == []


async def test_a_key_does_not_follow_to_a_new_address(admin: AdminServer) -> None:
    await admin.post("/admin/providers", {**PLAIN, "key": KEY})
    moved = await admin.ask(
        "PATCH", "/admin/providers/vendor", {"base_url": "https://elsewhere.example/v1"}
    )
    assert moved.status == 200
    assert moved.body["key"] == {"kind": "keyring", "present": True, "fits": False}
    await admin.ask("PUT", "/admin/providers/vendor/key", {"key": KEY})
    shown = await admin.get("/admin/providers/vendor")
    assert shown.body["key"]["fits"] is True


async def test_further_keys_do_not_follow_to_a_new_address_either(admin: AdminServer) -> None:
    admin.parts.store.path.write_text(
        '[providers.vendor]\nbase_url = "https://api.vendor.example"\n'
        'key = "env:PROVIDER_KEY"\nmore_keys = ["env:SECOND_KEY"]\n'
    )
    admin.parts.settings_changed()
    new = {"base_url": "https://elsewhere.example/v1"}
    assert (await admin.ask("PATCH", "/admin/providers/vendor", new)).status == 200
    await admin.ask("PUT", "/admin/providers/vendor/key", {"key": KEY})
    saved = admin.parts.store.load().providers["vendor"]
    assert (saved.key, saved.more_keys) == ("keyring:provider/vendor", ())


async def test_a_key_of_the_settings_file_is_bound_when_its_address_changes(
    admin: AdminServer,
) -> None:
    admin.parts.store.path.write_text(
        '[providers.vendor]\nbase_url = "https://api.vendor.example"\nkey = "env:PROVIDER_KEY"\n'
    )
    admin.parts.settings_changed()
    moved = await admin.ask(
        "PATCH", "/admin/providers/vendor", {"base_url": "https://elsewhere.example/v1"}
    )
    assert moved.body["key"]["fits"] is False


async def test_a_secret_in_a_header_is_wanted_again_at_a_new_address(admin: AdminServer) -> None:
    headers = {"x-api-key": "env:PROVIDER_KEY", "x-team": "blue"}
    made = await admin.post("/admin/providers", {**PLAIN, "headers": headers})
    assert made.body["headers"] == {"x-api-key": {"kind": "env"}, "x-team": {"kind": "value"}}
    new = {"base_url": "https://elsewhere.example/v1"}
    refused = await admin.ask("PATCH", "/admin/providers/vendor", new)
    assert (refused.status, refused.fields) == (422, ["headers"])
    moved = await admin.ask(
        "PATCH", "/admin/providers/vendor", {**new, "headers": {"x-api-key": None}}
    )
    assert moved.body["headers"] == {"x-team": {"kind": "value"}}


async def test_the_gateways_own_keys_go_to_nobody(admin: AdminServer) -> None:
    for body in (
        {**PLAIN, "key_reference": "keyring:client/local"},
        {**PLAIN, "headers": {"authorization": "keyring:admin/key"}},
    ):
        assert (await admin.post("/admin/providers", body)).status == 422


async def test_a_deleted_providers_key_leaves_the_keyring(admin: AdminServer) -> None:
    await admin.post("/admin/providers", {**PLAIN, "key": KEY})
    assert (await admin.ask("DELETE", "/admin/providers/vendor")).status == 204
    assert admin.keyring.values == {}
    assert (await admin.get("/admin/providers/vendor")).status == 404
    assert (await admin.ask("DELETE", "/admin/providers/vendor")).status == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "vendor"}, "base_url"),
        ({"name": "admin", "base_url": "https://x.example"}, "name"),
        ({"name": "Vendor", "base_url": "https://x.example"}, "name"),
        ({"name": "vendor", "preset": "no-such"}, "preset"),
        ({"name": "vendor", "base_url": "http://public.example"}, "base_url"),
        ({"name": "vendor", "base_url": "https://u:p@x.example"}, "base_url"),
        ({"name": "vendor", "base_url": "https://x.example", "quirks": ["no-such"]}, "quirks"),
        ({"name": "vendor", "base_url": "https://x.example", "dialect": "telnet"}, "dialect"),
        ({"name": "vendor", "base_url": "https://x.example", "proxy": "http://u:p@h:1"}, "proxy"),
        ({"name": "vendor", "base_url": "https://x.example", "models": ["a\nb"]}, "models.0"),
        ({"name": "vendor", "base_url": "https://x.example", "headers": {"host": "y"}}, "headers"),
    ],
)
async def test_what_the_command_line_refuses_is_refused_here(
    admin: AdminServer, body: dict[str, Any], field: str
) -> None:
    refused = await admin.post("/admin/providers", body)
    assert (refused.status, refused.fields) == (422, [field]), refused.text


async def test_our_own_address_is_no_provider(admin: AdminServer) -> None:
    refused = await admin.post("/admin/providers", {"name": "loop", "base_url": admin.url})
    assert (refused.status, refused.fields) == (422, ["base_url"])
    await admin.post("/admin/providers", PLAIN)
    moved = await admin.ask("PATCH", "/admin/providers/vendor", {"base_url": admin.url})
    assert (moved.status, moved.fields) == (422, ["base_url"])


async def test_a_name_that_is_taken_keeps_its_key(admin: AdminServer) -> None:
    await admin.post("/admin/providers", {**PLAIN, "key": KEY})
    again = await admin.post("/admin/providers", {**PLAIN, "key": "sk-another-key"})
    assert (again.status, again.fields) == (409, ["name"])
    assert list(admin.keyring.values.values()) == [KEY]


async def test_a_broken_provider_is_listed_with_its_problem_and_can_be_switched_off(
    admin: AdminServer,
) -> None:
    admin.parts.store.path.write_text('[providers.odd]\npreset = "no-such"\n')
    admin.parts.settings_changed()
    shown = await admin.get("/admin/providers/odd")
    assert "no-such" in shown.body["problem"]
    off = await admin.ask("PATCH", "/admin/providers/odd", {"enabled": False})
    assert (off.status, off.body["enabled"]) == (200, False)


async def test_a_known_address_gets_its_preset(admin: AdminServer) -> None:
    made = await admin.post(
        "/admin/providers", {"name": "ds", "base_url": "https://api.deepseek.com"}
    )
    assert made.body["preset"] == "deepseek"


async def test_a_provider_becomes_the_default_when_asked(admin: AdminServer) -> None:
    await admin.post("/admin/providers", PLAIN)
    await admin.post("/admin/providers", {**PLAIN, "name": "second", "models": ["m2"]})
    assert admin.parts.settings().default_provider == "vendor"
    await admin.ask("PATCH", "/admin/providers/second", {"default": True})
    settings = admin.parts.settings()
    assert (settings.default_provider, settings.default_model) == ("second", "m2")
