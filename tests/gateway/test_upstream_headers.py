"""What a hostile or careless provider writes into its headers, and what of it a client sees."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Start, chat, messages, provider, rules

ERROR = json.dumps({"error": {"message": "Slow down.", "type": "rate_limit_error"}}).encode()
WORDS = json.dumps(
    {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hello."},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
).encode()
FRAMES = b"".join(
    b"data: %s\n\n" % line
    for line in (
        b'{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":'
        b'[{"index":0,"delta":{"role":"assistant","content":"Hello."},"finish_reason":null}]}',
        b'{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":'
        b'[{"index":0,"delta":{},"finish_reason":"stop"}]}',
        b"[DONE]",
    )
)
ANSWERS = {
    "whole": (200, b"application/json", WORDS),
    "stream": (200, b"text/event-stream", FRAMES),
    "error": (429, b"application/json", ERROR),
}


def plays(kind: str, *headers: bytes) -> Any:
    """An answer with header lines as they are, in bytes that no HTTP library would write."""

    async def script(exchange: Exchange) -> None:
        status, content_type, body = ANSWERS[kind]
        lines = [
            b"HTTP/1.1 %d Odd" % status,
            b"content-type: " + content_type,
            b"content-length: %d" % len(body),
            *headers,
        ]
        await exchange.raw(b"\r\n".join([*lines, b"", body]))

    return script


async def answered(start: Start, kind: str, path: str, *headers: bytes) -> Mapping[str, str]:
    """The headers that the client got, after it got the status that the provider meant."""
    async with FakeUpstream(plays(kind, *headers)) as upstream:
        gateway = await start(providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/m")))
        body = chat if path.endswith("completions") else messages
        async with gateway.post(path, body(stream=kind == "stream")) as response:
            text = await response.text()
            assert response.status == ANSWERS[kind][0], text
            assert ("Slow down." if kind == "error" else "Hello.") in text
            return {name.lower(): value for name, value in response.headers.items()}


every_answer = pytest.mark.parametrize("kind", ANSWERS)
both_lanes = pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages"])

ABSURD = [
    b"retry-after: Sat, 21 Nov 2026 12:00:00 +99999999999999999999",
    b"retry-after: Sat, 21 Nov 99999999999 12:00:00 GMT",
    b"retry-after: " + b"9" * 5000,
    b"retry-after: nan",
    b"retry-after: \xff\xfe",
    b"retry-after-ms: 1e999",
    b"x-ratelimit-reset-requests: caf\xe9",
    b"anthropic-ratelimit-requests-limit: a\x01b",
    b"request-id: \x80",
]


@both_lanes
@pytest.mark.parametrize("header", ABSURD, ids=range(len(ABSURD)))
async def test_an_absurd_header_fails_no_error_and_makes_no_client_stumble(
    start: Start, path: str, header: bytes
) -> None:
    for value in (await answered(start, "error", path, header)).values():
        assert value.isprintable()


@every_answer
@both_lanes
async def test_bytes_that_no_header_can_hold_stay_behind(
    start: Start, kind: str, path: str
) -> None:
    got = await answered(start, kind, path, b"x-ratelimit-a: caf\xe9", b"x-ratelimit-b: 7")
    assert "x-ratelimit-a" not in got
    assert got["x-ratelimit-b"] == "7"


@every_answer
@both_lanes
async def test_the_provider_s_own_request_id_stands_beside_ours(
    start: Start, kind: str, path: str
) -> None:
    got = await answered(start, kind, path, b"x-request-id: theirs")
    assert got["x-upstream-request-id"] == "theirs"
    assert got["x-request-id"] != "theirs"


HOSTILE = [
    b"set-cookie: session=stolen",
    b"access-control-allow-origin: *",
    b"access-control-allow-credentials: true",
    b"server: evil/1.0",
    b"location: https://evil.example",
    b"www-authenticate: Basic",
    b"refresh: 0; url=https://evil.example",
    b"clear-site-data: *",
    b"x-dragoman-provider: another",
    b"x-dragoman-losses: many",
    b"anthropic-organization-id: org_1",
    b"link: <https://evil.example>; rel=preload",
]


@every_answer
@both_lanes
async def test_only_what_is_named_crosses_whatever_a_provider_writes(
    start: Start, kind: str, path: str
) -> None:
    got = await answered(start, kind, path, *HOSTILE, b"x-request-id: theirs")
    assert got["x-request-id"] != "theirs"
    text = repr(got)
    for trace in ("evil", "stolen", "another", "many", "org_1", "Basic", "access-control"):
        assert trace not in text, got
