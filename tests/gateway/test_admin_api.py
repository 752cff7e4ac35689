"""The administration as a whole: hostile text in every field, and one team's life over HTTP."""

import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.fakes.admin_server import ADMIN_KEY, AdminServer, serve_admin
from tests.fakes.admin_usage import record, row

HOSTILE = [
    "'; DROP TABLE users; --",
    '" OR ""="',
    "100%_\\%",
    "{{7*7}}${7*7}<%= 7*7 %>",
    '=HYPERLINK("http://evil.example","x")',
    "<img src=x onerror=alert(1)>",
    "../../../../etc/passwd",
    "$(reboot)`reboot`|reboot",
    "\u202egnp.exe",
    "a\u0000b",
    "line\r\nSet-Cookie: x=1",
    "\U0001f469\u200d\U0001f4bb\u4f60\u597d\u0645\u0631\u062d\u0628\u0627",
    "e\u0301" * 20,
    "x" * 10_000,
    "\ufffe\uffff",
    " ",
    "-1",
    "null",
    "NaN",
]
USER = {"name": "u", "email": "u@example.com", "note": "n"}
KEY = {"name": "k", "user_id": "u", "profile": "default", "expires_at": "2099-01-01T00:00:00Z"}
PROVIDER = {
    "name": "vendor",
    "preset": "deepseek",
    "base_url": "https://v.example",
    "dialect": "openai_chat",
    "auth": "bearer",
    "token_url": "https://v.example/token",
    "app_id": "app",
    "models": ["m"],
    "proxy": "system",
    "headers": {"x-team": "blue"},
    "quirks": ["q"],
    "key_reference": "env:NAME",
}
PRICE = {"currency": "USD", "input": 1, "output": 1, "since": "2026-11-20"}
LIMIT = {"currency": "USD", "amount": "1"}
BODIES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/admin/users", USER),
    ("PATCH", "/admin/users/{user}", USER),
    ("POST", "/admin/api-keys", KEY),
    ("PATCH", "/admin/api-keys/{key}", {k: v for k, v in KEY.items() if k != "user_id"}),
    ("POST", "/admin/providers", PROVIDER),
    ("PATCH", "/admin/providers/known", {k: v for k, v in PROVIDER.items() if k != "name"}),
    ("PUT", "/admin/providers/known/key", {"key": "sk-x"}),
    ("PUT", "/admin/providers/known/key", {"reference": "env:NAME"}),
    ("POST", "/admin/providers/known/models", {"name": "m", "price": PRICE}),
    ("PUT", "/admin/profiles/team", {"models": [{"client": "c", "targets": ["known/m"]}]}),
    ("PUT", "/admin/profiles/team", {"families": {"opus": ["known/m"]}}),
    (
        "POST",
        "/admin/budgets",
        {"scope": "user", "subject": "u", "period": "day", "limit": LIMIT},
    ),
    (
        "PUT",
        "/admin/transcripts/policy",
        {"record": "off", "users": ["u"], "keys": ["k"], "conversations": ["c"]},
    ),
]
PATHS = [
    "/admin/users/@",
    "/admin/api-keys/@",
    "/admin/providers/@",
    "/admin/providers/known/models/@",
    "/admin/profiles/@",
    "/admin/budgets/@",
    "/admin/stats/@",
    "/admin/usage/@",
    "/admin/transcripts/@",
    "/usage/api-key/@",
    "/stats/conversation/@",
    "/admin/users?search=@",
    "/admin/users?active=@",
    "/admin/users?cursor=@",
    "/admin/users?limit=@",
    "/admin/api-keys?user_id=@&search=@",
    "/admin/budgets?subject=@",
    "/admin/stats/total?user_id=@&key_id=@&profile=@&provider=@&model=@&client=@&endpoint=@",
    "/admin/stats/total?conversation=@",
    "/admin/stats/total?timezone=@",
    "/admin/stats/total?start_date=@",
    "/admin/stats/models?cursor=@",
    "/admin/usage?conversation=@",
    "/admin/usage?cursor=@",
    "/admin/transcripts?user_id=@&key_id=@&conversation=@",
    "/admin/transcripts?cursor=@",
]


def spoiled(body: Any, text: str) -> Iterator[Any]:
    """`body` once for each text in it, with `text` in its place; keys of objects too."""
    match body:
        case str():
            yield text
        case dict():
            for name, value in body.items():
                for inner in spoiled(value, text):
                    yield {**body, name: inner}
                if isinstance(value, dict):
                    yield {**body, name: {text: next(iter(value.values()))}}
            yield {**body, text: text}
        case list():
            for index, value in enumerate(body):
                for inner in spoiled(value, text):
                    yield [*body[:index], inner, *body[index + 1 :]]


async def _known(admin: AdminServer) -> dict[str, str]:
    user = await admin.user("known")
    key, _ = await admin.client_key("known", user)
    vendor = {"name": "known", "base_url": "https://known.example", "models": ["m"]}
    assert (await admin.post("/admin/providers", vendor)).status == 201
    record(admin.database, [row("req_1", user_id=user, key_id=key)])
    return {"user": user, "key": key}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_in_any_field_is_kept_or_refused(
    tmp_path: Path, database_url: str, text: str
) -> None:
    async with serve_admin(tmp_path, database_url) as admin:
        known = await _known(admin)
        for method, template, body in BODIES:
            path = template.format(**known)
            for given in spoiled(body, text):
                answer = await admin.ask(method, path, given)
                assert answer.status in (200, 201, 204, 400, 404, 409, 422), answer.text
                assert "Set-Cookie" not in answer.headers
                if answer.status >= 400:
                    assert answer.headers["Content-Type"] == "application/problem+json"
                if answer.status == 201 and given.get("name") == text and text.strip():
                    kept = unicodedata.normalize("NFC", answer.body["name"])
                    assert kept == unicodedata.normalize("NFC", text.strip())
        for template in PATHS:
            answer = await admin.get(template.replace("@", quote(text, safe="")))
            assert answer.status in (200, 400, 404, 422), (template, answer.text)
        # Whatever was taken can be listed, and the file of the settings can be read again.
        for path in ("users", "api-keys", "providers", "profiles", "budgets"):
            assert (await admin.get(f"/admin/{path}?limit=200")).status == 200
        assert "known" in admin.parts.store.load().providers


async def test_lone_surrogates_are_no_json(tmp_path: Path) -> None:
    async with serve_admin(tmp_path) as admin:
        for body in (
            b'{"name":"\\ud800"}',
            b'{"\\udfff":1,"name":"x"}',
            b'{"name":"\xed\xa0\x80"}',
        ):
            assert (await admin.ask("POST", "/admin/users", body)).status == 400


async def test_no_secret_is_logged_or_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serve_admin(tmp_path) as admin:
        vendor = {"name": "known", "base_url": "https://known.example", "key": "sk-canary-one"}
        texts = [(await admin.post("/admin/providers", vendor)).text]
        put = {"key": "sk-canary-two"}
        texts.append((await admin.ask("PUT", "/admin/providers/known/key", put)).text)
        bad = {"key": "sk-canary-three\n"}
        texts.append((await admin.ask("PUT", "/admin/providers/none/key", bad)).text)
        texts.append((await admin.ask("PUT", "/admin/providers/known/key", b'"sk-canary-4"')).text)
        made = await admin.post("/admin/api-keys", {"name": "ci"})
        paths = ("providers", "providers/known", "api-keys", "openapi.json", "status")
        texts += [(await admin.get(f"/admin/{path}")).text for path in paths]
        secrets = ("sk-canary", ADMIN_KEY, made.body["key"])
        for text in (*texts, caplog.text, (tmp_path / "config.toml").read_text()):
            assert not [secret for secret in secrets if secret in text]


async def test_a_teams_life(tmp_path: Path) -> None:
    async with serve_admin(tmp_path) as admin:
        ada = await admin.user("Ada")
        key_id, token = await admin.client_key("laptop", ada)
        provider = {"name": "demo", "preset": "demo"}
        assert (await admin.post("/admin/providers", provider)).status == 201
        asked = await admin.ask(
            "POST",
            "/v1/chat/completions",
            {"model": "anything", "messages": [{"role": "user", "content": "hi"}]},
            token,
        )
        assert asked.status == 200, asked.text
        record(admin.database, [row("req_1", user_id=ada, key_id=key_id)])
        mine = await admin.get("/usage/me?timezone=UTC", token)
        assert mine.body["total"]["requests"] == 1
        users = await admin.get("/admin/stats/users")
        assert [(g["key"], g["label"]) for g in users.body["items"]] == [(ada, "Ada")]
        await admin.post(f"/admin/api-keys/{key_id}/deactivate")
        assert (await admin.get("/usage/me", token)).status == 401
        assert (await admin.get("/v1/models", token)).status == 401


async def test_no_answer_lets_a_page_of_another_origin_read_it(tmp_path: Path) -> None:
    async with serve_admin(tmp_path) as admin:
        own = admin.url
        assert (await admin.ask("GET", "/admin/users", Origin=own)).status == 200
        for origin in ("http://evil.example", "null"):
            answer = await admin.ask("GET", "/admin/users", Origin=origin)
            assert answer.status == 403
            assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_large_body_is_refused_before_it_is_read(tmp_path: Path) -> None:
    async with serve_admin(tmp_path) as admin:
        admin.parts.store.path.write_text("[server]\nbody_limit = 1024\n")
        admin.parts.settings_changed()
        answer = await admin.ask("POST", "/admin/users", {"name": "x", "note": "y" * 2000})
        assert answer.status == 413
