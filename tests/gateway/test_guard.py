"""What a socket may send before it is believed: client shapes that pass, attacks that do not.

Raw bytes over a real connection, because HTTP libraries would mend half of these requests.
"""

import asyncio
import json

import pytest

from tests.gateway.conftest import CLIENT_KEY, Running, Start, messages

DEMO = {
    "providers": {"demo": {"preset": "demo"}},
    "default_provider": "demo",
    "default_model": "demo",
}
KEY = f"x-api-key: {CLIENT_KEY}"
BEARER = f"Authorization: Bearer {CLIENT_KEY}"
JSON = "Content-Type: application/json"
BODY = json.dumps(messages("demo"))

Answer = tuple[int, bytes]


def request(line: str, *headers: str, host: str | None = "127.0.0.1:{port}", body: str = "") -> str:
    """A request whose "{port}" is the gateway's; with a length where there is a body."""
    lines = [line, *([f"Host: {host}"] if host is not None else []), *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", body])


def post(*headers: str, host: str | None = "127.0.0.1:{port}", path: str = "/v1/messages") -> str:
    """A request that would be answered, but for what is wrong with `headers` or `host`."""
    return request(f"POST {path} HTTP/1.1", KEY, *headers, host=host, body=BODY)


async def sent(gateway: Running, raw: str) -> Answer:
    """The status and every byte of the answer; 0 where the connection closed without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(raw.replace("{port}", str(gateway.port)).encode("latin-1"))
    try:
        async with asyncio.timeout(10):
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(
                line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line
            )
            no_body = raw.startswith("HEAD") or b"content-length" not in fields
            body = b"" if no_body else await reader.readexactly(int(fields[b"content-length"]))
    except asyncio.IncompleteReadError as cut:
        return 0, cut.partial
    finally:
        writer.close()
    return int(head.split(b" ")[1]), head + body


CLIENTS = {
    "Claude Code": request(
        "POST /v1/messages?beta=true HTTP/1.1",
        BEARER,
        JSON,
        "anthropic-version: 2023-06-01",
        "anthropic-beta: claude-code-20250219",
        "anthropic-dangerous-direct-browser-access: true",
        "x-app: cli",
        body=BODY,
    ),
    "the Anthropic SDK": post(JSON, "anthropic-version: 2023-06-01", host="localhost:{port}"),
    "the OpenAI SDK": request(
        "POST /v1/chat/completions HTTP/1.1", BEARER, JSON, "Accept: application/json", body=BODY
    ),
    "a charset in the type": post("Content-Type: application/json; charset=utf-8"),
    "Node's fetch": post(JSON, "sec-fetch-mode: cors", "accept-language: *"),
    "IPv6": request("GET /v1/models HTTP/1.1", BEARER, host="[::1]:{port}"),
    "one key in two headers": request("GET /v1/models HTTP/1.1", BEARER, KEY),
    "a name in capitals": request("GET /v1/models HTTP/1.1", KEY, host="LOCALHOST:{port}"),
    "a probe without a key": request("HEAD / HTTP/1.1"),
}

ATTACKS: dict[str, tuple[str, int]] = {
    # DNS rebinding: the page's own name now leads to 127.0.0.1.
    "rebound name": (post(JSON, host="evil.example:{port}"), 403),
    "rebound name without port": (post(JSON, host="evil.example"), 403),
    "nip.io": (post(JSON, host="127.0.0.1.nip.io:{port}"), 403),
    "localhost as a label": (post(JSON, host="localhost.evil.example:{port}"), 403),
    "name below localhost": (post(JSON, host="evil.localhost:{port}"), 403),
    "a dot at the end": (post(JSON, host="localhost.:{port}"), 403),
    "decimal address": (post(JSON, host="2130706433:{port}"), 403),
    "hexadecimal address": (post(JSON, host="0x7f000001:{port}"), 403),
    "short address": (post(JSON, host="127.1:{port}"), 403),
    "0.0.0.0": (post(JSON, host="0.0.0.0:{port}"), 403),
    "unspecified IPv6": (post(JSON, host="[::]:{port}"), 403),
    "mapped IPv6": (post(JSON, host="[::ffff:127.0.0.1]:{port}"), 403),
    "another port": (post(JSON, host="127.0.0.1:1"), 403),
    "no port": (post(JSON, host="127.0.0.1"), 403),
    "a user in the host": (post(JSON, host="127.0.0.1:{port}@evil.example"), 403),
    "no host": (post(JSON, host=None).replace("HTTP/1.1", "HTTP/1.0"), 403),
    "absolute target": (
        request("GET http://evil.example/v1/models HTTP/1.1", KEY),
        400,
    ),
    "absolute target of our own": (
        request("GET http://127.0.0.1:{port}/v1/models HTTP/1.1", KEY, host="evil.example"),
        400,
    ),
    # A page that calls us directly.
    "foreign origin": (post(JSON, "Origin: https://evil.example"), 403),
    "null origin": (post(JSON, "Origin: null"), 403),
    "origin of another port": (post(JSON, "Origin: http://127.0.0.1:1"), 403),
    "our own origin": (post(JSON, "Origin: http://127.0.0.1:{port}"), 403),
    "cross-site": (post(JSON, "Sec-Fetch-Site: cross-site"), 403),
    "same site": (post(JSON, "Sec-Fetch-Site: same-site"), 403),
    "preflight into the private network": (
        request(
            "OPTIONS /v1/messages HTTP/1.1",
            "Origin: https://evil.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Private-Network: true",
        ),
        403,
    ),
    "text": (post("Content-Type: text/plain"), 415),
    "a form": (post("Content-Type: application/x-www-form-urlencoded"), 415),
    # Framing, size and methods.
    "gzip": (post(JSON, "Content-Encoding: gzip"), 415),
    "a gigabyte": (
        request("POST /v1/messages HTTP/1.1", KEY, JSON, "Content-Length: 1073741824"),
        413,
    ),
    "two lengths of a body": (post(JSON, "Transfer-Encoding: chunked"), 400),
    "TRACE": (request("TRACE /v1/messages HTTP/1.1", KEY), 405),
    "CONNECT": (request("CONNECT evil.example:443 HTTP/1.1", KEY), 400),
    # The key itself.
    "two credentials": (post(KEY.replace("drg", "bad"), JSON), 400),
    "SQL as a key": (
        request("GET /v1/models HTTP/1.1", "x-api-key: ' OR '1'='1'; DROP TABLE keys;--"),
        401,
    ),
}


def test_the_table_is_whole() -> None:
    assert (len(CLIENTS), len(ATTACKS)) == (9, 34)


@pytest.mark.parametrize("raw", CLIENTS.values(), ids=CLIENTS)
async def test_what_clients_send_is_answered_and_opens_no_door_to_browsers(
    start: Start, raw: str
) -> None:
    status, answer = await sent(await start(**DEMO), raw)
    assert status == 200, answer
    assert b"access-control" not in answer.lower()


@pytest.mark.parametrize(("raw", "status"), ATTACKS.values(), ids=ATTACKS)
async def test_an_attack_is_refused_and_learns_no_name(start: Start, raw: str, status: int) -> None:
    gateway = await start(**DEMO)
    got, answer = await sent(gateway, raw)
    assert got == status, answer
    assert b"access-control" not in answer.lower()
    assert b"dragoman" not in answer.lower()
    assert CLIENT_KEY.encode() not in answer
    assert not any(outcome.provider for outcome in gateway.outcomes)


UNKNOWN = {
    "the root": request("GET / HTTP/1.1"),
    "health": request("GET /health HTTP/1.1"),
    "hello": request("GET /api/hello HTTP/1.1"),
    "models": request("GET /v1/models HTTP/1.1"),
    "a path that is not there": request("GET /admin/dragoman-is-not-told HTTP/1.1"),
    "no HTTP": "nonsense\r\n\r\n",
    "an empty POST": request("POST /v1/messages HTTP/1.1", JSON, "Content-Length: 0"),
    "a response client": request("POST /v1/responses HTTP/1.1", JSON, "Content-Length: 0"),
    "a wrong method": request("PUT /v1/messages HTTP/1.1"),
    "a wrong key in Messages": request(
        "POST /v1/messages HTTP/1.1", JSON, "x-api-key: x", body="{}"
    ),
}


@pytest.mark.parametrize("raw", UNKNOWN.values(), ids=UNKNOWN)
async def test_without_a_key_nobody_learns_what_answers_here(start: Start, raw: str) -> None:
    _, answer = await sent(await start(**DEMO), raw)
    assert answer
    assert b"dragoman" not in answer.lower()


async def test_every_wrong_key_gets_the_same_words(start: Start) -> None:
    gateway = await start(**DEMO)
    bodies = set()
    for key in ("x", "drg-" + "0" * 43, CLIENT_KEY[:-1], CLIENT_KEY + "x", "\xe9\xff", " "):
        status, answer = await sent(
            gateway, request("GET /v1/models HTTP/1.1", f"x-api-key: {key}")
        )
        assert status == 401, key
        bodies.add(answer.partition(b"\r\n\r\n")[2])
    assert len(bodies) == 1


ORIGIN = "http://localhost:3000"


async def test_a_named_origin_learns_the_product_only_with_a_key(start: Start) -> None:
    gateway = await start(**DEMO, server={"cors_origins": [ORIGIN]})
    preflight = request(
        "OPTIONS /v1/messages HTTP/1.1",
        f"Origin: {ORIGIN}",
        "Access-Control-Request-Method: POST",
    )
    refused = request("GET /v1/models HTTP/1.1", f"Origin: {ORIGIN}")
    for raw, status in ((preflight, 204), (refused, 401)):
        got, answer = await sent(gateway, raw)
        assert got == status
        assert f"access-control-allow-origin: {ORIGIN}".encode() in answer.lower()
        assert b"dragoman" not in answer.lower()
    got, answer = await sent(gateway, post(JSON, f"Origin: {ORIGIN}"))
    assert got == 200
    exposed = next(
        line for line in answer.lower().split(b"\r\n") if b"access-control-expose" in line
    )
    assert b"x-dragoman-provider" in exposed
