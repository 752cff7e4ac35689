"""Every endpoint that the gateway answers by itself, and every request that it refuses."""

import asyncio
import json
import re
from typing import Any

import pytest

from app.secrets.client_keys import local_key
from app.secrets.secret import Secret
from tests.dialects.vendor_schemas import validator
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Start, chat, messages, provider, rules

DEMO: dict[str, Any] = {
    "providers": {"demo": {"preset": "demo"}},
    "default_provider": "demo",
    "default_model": "demo",
}


async def test_health_tells_whether_a_provider_is_usable_and_names_no_product(start: Start) -> None:
    for settings, usable in ((DEMO, True), ({}, False)):
        gateway = await start(**settings)
        async with gateway.http.get(gateway.url + "/health") as response:
            text = await response.text()
        assert json.loads(text) == {"status": "ok", "authenticated": usable}
        assert "dragoman" not in text.lower()


async def test_the_root_tells_its_endpoints_to_whoever_has_a_key(start: Start) -> None:
    gateway = await start(**DEMO)
    async with gateway.get("/") as response:
        body = await response.json()
    assert body["name"] == "Dragoman"
    async with gateway.http.get(gateway.url + "/") as refused:
        text = await refused.text()
    assert refused.status == 401
    assert "dragoman" not in text.lower()


@pytest.mark.parametrize("path", ["/", "/api/hello"])
async def test_head_requests_are_cheap_and_need_no_key(start: Start, path: str) -> None:
    gateway = await start(**DEMO)
    async with gateway.http.head(gateway.url + path) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-api-key": "wrong"},
        {"authorization": "Bearer wrong"},
        {"authorization": f"Basic {CLIENT_KEY}"},
        {"authorization": "Bearer wrong", "x-api-key": CLIENT_KEY},
    ],
)
@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions", "/v1/models", "/none"])
async def test_nothing_is_answered_without_the_key(
    start: Start, path: str, headers: dict[str, str]
) -> None:
    gateway = await start(**DEMO)
    method = "GET" if path in ("/v1/models", "/none") else "POST"
    extra = {"content-type": "application/json", **headers}
    async with gateway.http.request(
        method, gateway.url + path, data=b"{}" if method == "POST" else None, headers=extra
    ) as response:
        body = await response.json()
    assert response.status == 401
    assert "error" in body
    if path == "/v1/messages":
        validator("anthropic", "ErrorResponse")(body)
        assert body["error"]["type"] == "authentication_error"


@pytest.mark.parametrize(
    "headers",
    [
        {"x-api-key": CLIENT_KEY},
        {"authorization": f"Bearer {CLIENT_KEY}"},
        {"authorization": f"bearer {CLIENT_KEY}"},
        {"api-key": CLIENT_KEY},
        {"x-goog-api-key": CLIENT_KEY},
        {"x-api-key": CLIENT_KEY, "authorization": f"Bearer {CLIENT_KEY}"},
    ],
)
async def test_the_key_is_taken_from_every_header_that_clients_use(
    start: Start, headers: dict[str, str]
) -> None:
    gateway = await start(**DEMO)
    async with gateway.http.get(gateway.url + "/v1/models", headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/messages", messages), ("/v1/chat/completions", chat)]
)
async def test_a_keys_profile_decides_which_names_it_sees_and_may_ask(
    start: Start, path: str, body: Any
) -> None:
    tokens = {name: f"drg-key-of-the-profile-{name}-0123456789" for name in ("one", "two")}
    async with FakeUpstream() as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url)},
            profiles={
                name: {"models": [{"client": f"model-of-{name}", "targets": ["p/m"]}]}
                for name in tokens
            },
        )
        gateway.services.client_keys.replace(
            [local_key(Secret(token), profile) for profile, token in tokens.items()]
        )
        for mine, other in (("one", "two"), ("two", "one")):
            headers = {"x-api-key": tokens[mine]}
            async with gateway.get("/v1/models", **headers) as response:
                ids = {entry["id"] for entry in (await response.json())["data"]}
            assert f"model-of-{mine}" in ids
            assert f"model-of-{other}" not in ids
            async with gateway.get(f"/v1/models/model-of-{other}", **headers) as response:
                assert response.status == 404
            for name, status in ((f"model-of-{mine}", 200), (f"model-of-{other}", 404)):
                async with gateway.post(path, body(name), **headers) as response:
                    assert response.status == status, await response.text()


async def test_models_are_listed_in_the_shape_of_the_client(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url, models=["deepseek-chat"])},
            profiles=rules(("claude-opus-4-6", "p/deepseek-chat")),
            default_provider="p",
        )
        async with gateway.get("/v1/models") as response:
            ids = [entry["id"] for entry in (await response.json())["data"]]
        assert {"claude-opus-4-6", "p/deepseek-chat"} <= set(ids)
        headers = {"anthropic-version": "2023-06-01"}
        async with gateway.get("/v1/models?limit=1000", **headers) as response:
            page = await response.json()
        validator("anthropic", "ListResponse_ModelInfo_")(page)
        shown = [entry["id"] for entry in page["data"]]
        assert all("claude" in name for name in shown)
        for name in shown:
            async with gateway.post("/v1/messages", messages(name)) as response:
                assert response.status == 200, name
        assert {asked.json["model"] for asked in upstream.asked} == {"deepseek-chat"}
        async with gateway.get("/v1/models/p/deepseek-chat") as response:
            assert (await response.json())["id"] == "p/deepseek-chat"
        async with gateway.get("/v1/models/nothing-like-it/x") as response:
            assert response.status == 200 or (await response.json())["error"]


async def test_tokens_are_counted_here(start: Start) -> None:
    gateway = await start(**DEMO)
    small = {"model": "m", "messages": [{"role": "user", "content": "Hello there"}]}
    tool = {"name": "f", "description": "words " * 50, "input_schema": {"type": "object"}}
    counts = []
    for body in (small, {**small, "system": "Be kind. " * 40}, {**small, "tools": [tool]}):
        async with gateway.post("/v1/messages/count_tokens?beta=true", body) as response:
            answer = await response.json()
        validator("anthropic", "CountMessageTokensResponse")(answer)
        counts.append(answer["input_tokens"])
    assert 0 < counts[0] < counts[1]
    assert counts[0] + 50 < counts[2]


@pytest.mark.parametrize("path", ["/v1/responses", "/responses", "/demo/v1/responses"])
async def test_responses_are_answered_whole_and_as_a_stream(start: Start, path: str) -> None:
    gateway = await start(**DEMO)
    body = {"model": "demo", "input": "Hello there"}
    async with gateway.post(path, body) as response:
        whole = await response.json()
    validator("openresponses", "ResponseResource")(whole)
    assert whole["status"] == "completed"
    async with gateway.post(path, {**body, "stream": True}) as response:
        frames = (await response.text()).split("\n\n")
    assert frames[0].startswith("event: response.created\n")
    assert frames[-2].startswith("event: response.completed\n")


async def test_errors_of_responses_come_in_openai_s_form(start: Start) -> None:
    gateway = await start(**DEMO)
    async with gateway.post("/v1/responses", {"model": "demo"}) as response:
        assert response.status == 400
        error = (await response.json())["error"]
    assert (error["param"], error["code"]) == ("input", "missing_required_parameter")


PATHS = ["/v1/messages", "/v1/v1/messages", "//v1//messages/", "/messages", "/demo/v1/messages"]


@pytest.mark.parametrize("path", PATHS)
async def test_paths_are_forgiven(start: Start, path: str) -> None:
    gateway = await start(**DEMO)
    async with gateway.post(path, messages("demo")) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/messages", 405),
        ("DELETE", "/v1/chat/completions", 405),
        ("POST", "/v1/models", 405),
        ("POST", "/v1/messages/batches", 404),
        ("GET", "/admin", 404),
        ("PUT", "/v1/messages", 405),
        ("TRACE", "/v1/messages", 405),
    ],
)
async def test_wrong_methods_and_paths_are_told_in_json(
    start: Start, method: str, path: str, status: int
) -> None:
    gateway = await start(**DEMO)
    headers = {"x-api-key": CLIENT_KEY, "content-type": "application/json"}
    async with gateway.http.request(method, gateway.url + path, headers=headers) as response:
        assert response.status == status
        assert (await response.json())["error"]["message"]


BAD_BODIES: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"{", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'"text"', 400),
    (b"\xff\xfe\x00", 400),
    (b"[" * 200_000, 400),
    (b'{"model":"demo","messages":' + b"[" * 100_000, 400),
    (b'{"messages":[]}', 400),
    (b'{"model":5,"messages":[]}', 400),
    (b'{"model":"demo","stream":"yes","messages":[]}', 400),
    (b'{"model":"demo","max_tokens":5,"messages":"hi"}', 400),
    (b'{"model":"demo","max_tokens":5,"messages":[{"role":"wizard","content":"x"}]}', 400),
    (b'{"model":"demo","max_tokens":5,"messages":[{"role":"user","content":{"a":1}}]}', 400),
    (b'{"model":"demo","max_tokens":"many","messages":[{"role":"user","content":"x"}]}', 400),
]


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions"])
@pytest.mark.parametrize(("raw", "status"), BAD_BODIES, ids=range(len(BAD_BODIES)))
async def test_a_bad_body_gets_a_clear_error_in_the_client_s_format(
    start: Start, path: str, raw: bytes, status: int
) -> None:
    gateway = await start(**DEMO)
    async with gateway.http.post(
        gateway.url + path,
        data=raw,
        headers={"x-api-key": CLIENT_KEY, "content-type": "application/json"},
    ) as response:
        body = await response.json()
    assert response.status == status
    assert len(body["error"]["message"]) > 5
    if path == "/v1/messages":
        validator("anthropic", "ErrorResponse")(body)
        assert body["request_id"] == response.headers["request-id"]
    else:
        assert set(body["error"]) == {"message", "type", "param", "code"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/json; charset=utf-16"}, 415),
        ({"content-type": "application/json", "content-encoding": "gzip"}, 415),
        ({"content-type": "application/json", "origin": "https://evil.example"}, 403),
        ({"content-type": "application/json", "origin": "null"}, 403),
        ({"content-type": "application/json", "host": "evil.example"}, 403),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
    ],
)
async def test_what_a_web_page_would_send_is_refused(
    start: Start, headers: dict[str, str], status: int
) -> None:
    gateway = await start(**DEMO)
    async with gateway.http.post(
        gateway.url + "/v1/messages",
        data=json.dumps(messages("demo")),
        headers={"x-api-key": CLIENT_KEY, **headers},
    ) as response:
        body = await response.json()
    assert response.status == status
    assert body["error"]["message"]
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


async def test_a_named_origin_gets_cors_and_no_other_does(start: Start) -> None:
    origin = "http://localhost:3000"
    gateway = await start(**DEMO, server={"cors_origins": [origin]})
    async with gateway.post(
        "/v1/messages", messages("demo", stream=True), origin=origin
    ) as response:
        assert response.status == 200
        assert response.headers["access-control-allow-origin"] == origin
        assert response.headers["vary"] == "Origin"
        await response.read()
    asked = {"origin": origin, "access-control-request-method": "POST"}
    async with gateway.http.options(gateway.url + "/v1/messages", headers=asked) as response:
        assert response.status == 204
        assert "POST" in response.headers["access-control-allow-methods"]
    async with gateway.http.options(
        gateway.url + "/v1/messages", headers=asked | {"origin": "http://localhost:3001"}
    ) as response:
        assert response.status == 403
        assert "access-control-allow-origin" not in response.headers


async def test_a_body_over_the_limit_is_refused_before_and_while_it_is_read(start: Start) -> None:
    gateway = await start(**DEMO, server={"body_limit": 2048})
    big = messages("demo", system="x" * 4096)
    async with gateway.post("/v1/messages", big) as response:
        assert response.status == 413
        assert (await response.json())["error"]["type"] == "request_too_large"

    async def chunks() -> Any:
        for _ in range(64):
            yield b"x" * 1024

    async with gateway.http.post(
        gateway.url + "/v1/messages",
        data=chunks(),
        headers={"x-api-key": CLIENT_KEY, "content-type": "application/json"},
    ) as response:
        assert response.status == 413


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions"])
async def test_an_unknown_model_is_told_what_there_is(start: Start, path: str) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url, models=["known-model"])},
            profiles=rules(("known-*", "p/known-model")),
        )
        body = messages("other") if "messages" in path else chat("other")
        async with gateway.post(path, body) as response:
            text = await response.text()
        assert response.status == 404
        assert "known" in text
        assert upstream.requests == []


async def test_without_any_provider_the_answer_says_what_to_do(start: Start) -> None:
    gateway = await start()
    async with gateway.post("/v1/messages", messages()) as response:
        body = await response.json()
    assert response.status == 503
    assert "dragoman provider add" in body["error"]["message"]


async def test_too_many_requests_of_one_key_are_told_to_wait(start: Start) -> None:
    async def silent(exchange: Exchange) -> None:
        await exchange.silent()

    async with FakeUpstream(silent) as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url)},
            profiles=rules(("*", "p/x")),
            server={"requests_per_key": 1},
        )
        first = asyncio.ensure_future(
            gateway.http.post(
                gateway.url + "/v1/messages", json=messages(), headers={"x-api-key": CLIENT_KEY}
            )
        )
        await upstream.request(0)
        async with gateway.post("/v1/messages", messages()) as response:
            assert response.status == 429
            assert response.headers["retry-after"] == "1"
        first.cancel()


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_conversation_goes_on_from_an_answer_by_its_id(
    start: Start, streamed: bool
) -> None:
    gateway = await start(**DEMO)
    body = {"model": "demo", "input": "My name is Ada.", "stream": streamed}
    async with gateway.post("/v1/responses", body) as response:
        text = await response.text()
    found = re.search(r'"id":"(resp_\w+)"', text)
    assert found is not None
    follow = {"model": "demo", "input": "Go on", "previous_response_id": found[1]}
    async with gateway.post("/v1/responses", follow) as response:
        assert response.status == 200
    async with gateway.get(f"/v1/responses/{found[1]}") as response:
        validator("openresponses", "ResponseResource")(await response.json())
    async with gateway.get("/v1/responses/resp_nobody") as response:
        assert response.status == 404
    unknown = {**follow, "previous_response_id": "resp_nobody"}
    async with gateway.post("/v1/responses", unknown) as response:
        assert response.status == 400
        error = (await response.json())["error"]
    assert error["code"] == "previous_response_not_found"
