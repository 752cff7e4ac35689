"""Gemini's endpoints over real sockets: paths, framings, keys, and both lanes."""

import json
import logging
from typing import Any

import pytest

from tests.fakes import answers
from tests.fakes.reply import Reply
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, PROVIDER_KEY, Running, Start, messages, provider

HI: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
LONG = Reply(text="A sentence that is never heard to its end. " * 80)
DEMO: dict[str, Any] = {
    "providers": {"demo": {"preset": "demo"}},
    "default_provider": "demo",
    "default_model": "demo",
}


def at(upstream: FakeUpstream, dialect: str = "openai_chat", **extra: Any) -> dict[str, Any]:
    """Settings with the one provider `p`, which gets every model name as it is."""
    return {
        "providers": {"p": provider(upstream.url, dialect)},
        "profiles": {"default": {"models": [{"client": "*", "targets": ["p/*"]}]}},
        **extra,
    }


def generate(gateway: Running, model: str = "m", query: str = "", **body: Any) -> Any:
    return gateway.post(f"/v1beta/models/{model}:generateContent{query}", {**HI, **body})


def stream(gateway: Running, query: str = "?alt=sse", model: str = "m", **body: Any) -> Any:
    return gateway.post(f"/v1beta/models/{model}:streamGenerateContent{query}", {**HI, **body})


def said(chunks: list[Any]) -> str:
    parts = [
        part
        for chunk in chunks
        for candidate in chunk.get("candidates", ())
        for part in candidate["content"]["parts"]
    ]
    return "".join(part.get("text", "") for part in parts)


async def test_an_answer_comes_whole_as_events_and_as_an_array(start: Start) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(**at(upstream))
        async with generate(gateway) as response:
            whole = await response.json()
        async with stream(gateway) as response:
            kind = response.content_type
            events = [json.loads(frame[6:]) for frame in (await response.text()).split("\n\n")[:-1]]
        async with stream(gateway, "?%24alt=sse") as response:
            assert response.content_type == kind
        async with stream(gateway, "") as response:
            array_kind = response.content_type
            array = json.loads(await response.text())
    assert (kind, array_kind) == ("text/event-stream", "application/json")
    assert said([whole]) == said(events) == said(array) == "Hello from the fake upstream."
    for last in (whole, events[-1], array[-1]):
        assert last["candidates"][0]["finishReason"] == "STOP"
        assert last["modelVersion"] == "m"
    assert [(each.asked, each.client_model, each.dialect) for each in gateway.outcomes] == [
        ("generate_content", "m", "gemini")
    ] * 4


@pytest.mark.parametrize(
    "path",
    [
        "/v1/models/m:generateContent",
        "/v1alpha/models/m:generateContent",
        "/p/v1beta/models/m:generateContent",
        "/gemini/v1beta/models/m:generateContent",
        "/v1beta/v1beta/models/m:generateContent",
        "/models/m:generateContent",
        "/v1beta/models/p/m:generateContent",
        "/v1beta/models/p%2Fm:generateContent",
        "/v1beta/p/m:generateContent",
    ],
)
async def test_paths_are_forgiven(start: Start, path: str) -> None:
    async with FakeUpstream() as upstream:
        gateway = await start(**at(upstream))
        async with gateway.post(path, HI) as response:
            assert response.status == 200
            assert "candidates" in await response.json()
    assert upstream.asked[0].json["model"] == "m"


async def test_an_array_is_valid_also_when_the_answer_breaks_off(start: Start) -> None:
    broken = answers.cut(answers.says(LONG), 2000, "rst")
    async with FakeUpstream(broken) as upstream:
        gateway = await start(**at(upstream))
        async with stream(gateway, "") as response:
            array = json.loads(await response.text())
        async with stream(gateway) as response:
            raw = await response.text()
    assert said(array)
    assert array[-1]["error"]["status"] == "UNAVAILABLE"
    assert json.loads(raw.splitlines()[-1])["error"]["code"] == 502


async def test_tokens_are_counted_here(start: Start) -> None:
    gateway = await start(**DEMO)
    path = "/v1beta/models/m:countTokens"
    async with gateway.post(path, HI) as response:
        few = (await response.json())["totalTokens"]
    more = {**HI, "systemInstruction": {"parts": [{"text": "Be kind. " * 20}]}}
    async with gateway.post(path, {"generateContentRequest": more}) as response:
        assert (await response.json())["totalTokens"] > few + 20


async def test_models_are_listed_in_google_s_shape_where_google_s_client_asks(start: Start) -> None:
    gateway = await start(**DEMO)
    async with gateway.get("/v1beta/models") as response:
        listed = (await response.json())["models"]
    assert "models/demo/demo" in [each["name"] for each in listed]
    async with gateway.get("/v1beta/models/demo") as response:
        assert (await response.json())["name"] == "models/demo"
    goog = {"x-goog-api-key": CLIENT_KEY}
    async with gateway.http.get(gateway.url + "/v1/models", headers=goog) as response:
        assert "models" in await response.json()
    async with gateway.get("/v1/models") as response:
        assert "data" in await response.json()


async def test_errors_are_google_s_too(start: Start) -> None:
    async with FakeUpstream(answers.status(429, "slow", headers={"retry-after": "30"})) as upstream:
        gateway = await start(**at(upstream))
        async with generate(gateway) as response:
            limited = response.status, (await response.json())["error"]
        async with gateway.post("/v1beta/models/m:generateContent", {}) as response:
            empty = response.status, (await response.json())["error"]
        async with gateway.get("/v1beta/nothing") as response:
            nowhere = response.status, (await response.json())["error"]
        async with gateway.post("/v1beta/models/m:embedContent", {}) as response:
            embedding = response.status, (await response.json())["error"]
    assert (limited[0], limited[1]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert limited[1]["details"][0]["retryDelay"] == "30s"
    assert (empty[0], empty[1]["status"]) == (400, "INVALID_ARGUMENT")
    assert (nowhere[0], nowhere[1]["status"]) == (404, "NOT_FOUND")
    assert embedding[0] == 400
    assert embedding[1]["status"] == "INVALID_ARGUMENT"


async def test_the_key_may_stand_in_the_query_and_goes_nowhere_from_there(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with FakeUpstream(face="gemini") as upstream:
        gateway = await start(**at(upstream, "gemini"))
        for path in ("generateContent?", "streamGenerateContent?alt=sse&"):
            url = f"{gateway.url}/v1beta/models/m:{path}key={CLIENT_KEY}"
            async with gateway.http.post(url, json=HI) as response:
                assert response.status == 200
                told = str(response.headers) + await response.text()
            assert CLIENT_KEY not in told
    for asked in upstream.asked:
        assert CLIENT_KEY not in f"{asked.path} {asked.headers}"
        assert PROVIDER_KEY in str(asked.headers)
    assert CLIENT_KEY not in caplog.text
    assert all(CLIENT_KEY not in str(outcome) for outcome in gateway.outcomes)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/v1beta/models?key=wrong", {}),
        ("/v1beta/models", {}),
        (f"/v1beta/models?key={CLIENT_KEY}&key=other", {}),
        (f"/v1beta/models?key={CLIENT_KEY}", {"x-api-key": "another-key"}),
        (f"/v1/models?key={CLIENT_KEY}", {}),
        (f"/v1beta/models?{'&'.join('a=1' for _ in range(200))}&key={CLIENT_KEY}", {}),
    ],
)
async def test_no_other_key_opens_anything(
    start: Start, path: str, headers: dict[str, str]
) -> None:
    gateway = await start(**DEMO)
    async with gateway.http.get(gateway.url + path, headers=headers) as response:
        assert response.status == 401
        assert "wrong" not in await response.text()


async def test_a_key_in_an_address_opens_no_door_to_web_pages(start: Start) -> None:
    gateway = await start(**DEMO)
    url = f"{gateway.url}/v1beta/models?key={CLIENT_KEY}"
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.example"},
    ):
        async with gateway.http.get(url, headers=headers) as response:
            assert response.status == 403


async def test_the_verbatim_lane_changes_the_path_alone(start: Start) -> None:
    body = b'{ "contents":[{"parts":[{"text":"h\\u00ef"}]}],\n"generation_config":{"top_p":0.5} }'
    headers = {"x-goog-api-key": CLIENT_KEY, "content-type": "application/json"}
    async with FakeUpstream(face="gemini") as upstream:
        settings = at(upstream, "gemini")
        settings["profiles"]["default"]["models"] = [{"client": "*", "targets": ["p/real"]}]
        gateway = await start(**settings)
        for method in ("generateContent", "streamGenerateContent?alt=sse"):
            url = f"{gateway.url}/v1beta/models/mine:{method}"
            async with gateway.http.post(url, data=body, headers=headers) as response:
                assert response.headers["x-dragoman-lane"] == "verbatim"
                assert "Hello fr" in await response.text()
    assert [asked.body for asked in upstream.asked] == [body, body]
    assert [asked.path for asked in upstream.asked] == [
        "/v1beta/models/real:generateContent",
        "/v1beta/models/real:streamGenerateContent",
    ]


async def test_an_array_of_a_gemini_provider_is_written_here(start: Start) -> None:
    broken = answers.cut(answers.says(LONG), 3000, "rst")
    async with FakeUpstream(broken, face="gemini") as upstream:
        gateway = await start(**at(upstream, "gemini"))
        async with stream(gateway, "") as response:
            assert response.headers["x-dragoman-lane"] == "translated"
            array = json.loads(await response.text())
        async with stream(gateway) as response:
            assert response.headers["x-dragoman-lane"] == "verbatim"
            raw = await response.text()
    assert "error" in array[-1]
    assert "error" in json.loads(raw.splitlines()[-1])


async def test_other_clients_keys_are_read_as_before(start: Start) -> None:
    gateway = await start(**DEMO)
    async with gateway.http.post(
        f"{gateway.url}/v1/messages?key={CLIENT_KEY}", json=messages("demo")
    ) as response:
        assert response.status == 401
