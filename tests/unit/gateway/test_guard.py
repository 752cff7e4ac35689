"""Who may speak to us: hosts, origins, methods, bodies, keys, and the wait after a wrong key."""

import pytest

from app.core.failure import FailureKind
from app.gateway.guard import Admitted, Guard, Penalty, RawHeaders, Rejected, credential
from app.settings.schema import ServerSettings

ORIGIN = "http://localhost:3000"
DEFAULTS = ServerSettings()


def headers(**values: str) -> list[tuple[bytes, bytes]]:
    """Raw headers; an underscore in a name is a hyphen."""
    return [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in values.items()]


def status(
    raw: RawHeaders,
    method: str = "GET",
    target: str = "/v1/models",
    *,
    bound: tuple[tuple[str, int], ...] = (("127.0.0.1", 8777),),
    settings: ServerSettings = DEFAULTS,
) -> int:
    """0 where the request is admitted."""
    verdict = Guard(bound).check(method, target, raw, settings)
    return verdict.status if isinstance(verdict, Rejected) else 0


# The rows of Syncthing's TestAddressIsLocalhost, each with our port; it lets all of 127/8 and
# *.localhost in, which no client of ours needs.
LOOPBACK_ROWS = [
    ("localhost:8777", True),
    ("LOCALHOST:8777", True),
    ("127.0.0.1:8777", True),
    ("[::1]:8777", True),
    ("localhost", False),
    ("127.0.0.1", False),
    ("::1", False),
    ("[::1]", False),
    ("::1:8777", False),
    ("localhost.:8777", False),
    ("localhost.localdomain:8777", False),
    ("foo.localhost:8777", False),
    ("127.23.45.56:8777", False),
    ("0.0.0.0:8777", False),
    ("[::]:8777", False),
    ("[::ffff:127.0.0.1]:8777", False),
    ("192.0.2.1:8777", False),
    ("[2001:db8::1]:8777", False),
    ("example.com:8777", False),
    ("localhost.example.com:8777", False),
    ("127.0.0.1.nip.io:8777", False),
    ("127.0.0.1:80", False),
    (":8777", False),
    ("127.0.0.1:8777 evil.example", False),
    ("", False),
]


@pytest.mark.parametrize(("host", "allowed"), LOOPBACK_ROWS)
def test_a_loopback_server_answers_to_its_own_names_with_its_own_port(
    host: str, allowed: bool
) -> None:
    assert status(headers(host=host)) == (0 if allowed else 403)


@pytest.mark.parametrize(
    ("bound", "names", "host", "allowed"),
    [
        ("0.0.0.0", (), "127.0.0.1:8777", True),
        ("0.0.0.0", (), "192.0.2.7:8777", False),
        ("0.0.0.0", (), "0.0.0.0:8777", False),
        ("0.0.0.0", ("nas.lan",), "nas.lan:8777", True),
        ("0.0.0.0", ("nas.lan",), "nas.lan", False),
        ("0.0.0.0", ("nas.lan",), "other.lan:8777", False),
        ("192.0.2.7", (), "192.0.2.7:8777", True),
        ("192.0.2.7", ("nas.lan",), "nas.lan:8777", True),
        ("::", ("nas.lan",), "[::1]:8777", True),
        ("2001:db8::7", (), "[2001:db8::7]:8777", True),
        ("2001:db8::7", (), "[2001:db8::8]:8777", False),
        # On loopback a name without a port would be a rebinding page's own.
        ("127.0.0.1", ("nas.lan",), "nas.lan:8777", False),
        # Behind a reverse proxy on this machine, which keeps the client's Host.
        ("127.0.0.1", ("llm.example.com:8443",), "llm.example.com:8443", True),
        ("127.0.0.1", ("llm.example.com:8443",), "llm.example.com", False),
        ("127.0.0.1", ("llm.example.com:443",), "llm.example.com:443", True),
        ("127.0.0.1", ("llm.example.com:443",), "llm.example.com", True),
        ("127.0.0.1", ("llm.lan:80",), "llm.lan", True),
        ("127.0.0.1", ("[2001:db8::9]",), "[2001:db8::9]", False),
        ("127.0.0.1", ("[2001:db8::9]:443",), "[2001:db8::9]", True),
    ],
)
def test_elsewhere_the_user_s_names_count(
    bound: str, names: tuple[str, ...], host: str, allowed: bool
) -> None:
    settings = ServerSettings(allowed_hosts=names)
    got = status(headers(host=host), bound=((bound, 8777),), settings=settings)
    assert got == (0 if allowed else 403)


def test_port_80_is_left_out_by_clients() -> None:
    assert status(headers(host="127.0.0.1"), bound=(("127.0.0.1", 80),)) == 0


def test_new_settings_count_from_the_next_request_on() -> None:
    guard = Guard([("0.0.0.0", 8777)])
    raw = headers(host="nas.lan:8777")
    assert isinstance(guard.check("GET", "/", raw, DEFAULTS), Rejected)
    named = ServerSettings(allowed_hosts=("nas.lan",))
    assert isinstance(guard.check("GET", "/", raw, named), Admitted)
    assert isinstance(guard.check("GET", "/", raw, ServerSettings()), Rejected)


HOST = {"host": "127.0.0.1:8777"}


@pytest.mark.parametrize("target", ["http://127.0.0.1:8777/v1", "*", "", "evil.example:443"])
def test_a_target_is_a_path(target: str) -> None:
    assert status(headers(**HOST), target=target) == 400


@pytest.mark.parametrize(
    "name",
    ["Host", "Origin", "Authorization", "X-Api-Key", "api-key", "x-goog-api-key", "Content-Type"],
)
def test_what_may_come_once_may_not_come_twice(name: str) -> None:
    raw = [*headers(**HOST), (name.encode(), b"127.0.0.1:8777"), (name.lower().encode(), b"x")]
    assert status(raw) == 400


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_a_request_of_the_user_s_own_making_passes(site: str) -> None:
    assert status(headers(**HOST, sec_fetch_site=site)) == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "anything"])
def test_a_request_of_another_site_does_not(site: str) -> None:
    assert status(headers(**HOST, sec_fetch_site=site)) == 403


@pytest.mark.parametrize(
    "origin",
    ["null", "http://localhost", "http://localhost:3001", "https://localhost:3000", ORIGIN + "/"],
)
def test_only_the_named_origin_passes_to_the_letter(origin: str) -> None:
    settings = ServerSettings(cors_origins=(ORIGIN,))
    assert status(headers(**HOST, origin=origin), settings=settings) == 403
    assert status(headers(**HOST, origin=ORIGIN), settings=settings) == 0


@pytest.mark.parametrize("path", ["/admin/users", "/%61dmin/users", "/admi%6E", "/%61dmin?a=b"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_named_origin_does_not_reach_the_administration(path: str, method: str) -> None:
    raw = headers(
        **HOST,
        origin=ORIGIN,
        content_type="application/json",
        access_control_request_method="POST",
    )
    settings = ServerSettings(cors_origins=(ORIGIN,))
    verdict = Guard([("127.0.0.1", 8777)]).check(method, path, raw, settings)
    assert isinstance(verdict, Rejected)
    assert verdict.status == 403


def test_a_preflight_of_a_named_origin_is_told_what_it_may_send() -> None:
    raw = headers(**HOST, origin=ORIGIN, access_control_request_method="POST")
    settings = ServerSettings(cors_origins=(ORIGIN,))
    verdict = Guard([("127.0.0.1", 8777)]).check("OPTIONS", "/v1/messages", raw, settings)
    assert isinstance(verdict, Admitted)
    assert verdict.preflight
    assert verdict.cors_headers["Access-Control-Allow-Origin"] == ORIGIN
    assert verdict.cors_headers["Vary"].split(", ")[0] == "Origin"
    assert "POST" in verdict.cors_headers["Access-Control-Allow-Methods"]
    assert "x-api-key" in verdict.cors_headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in verdict.cors_headers
    assert "Access-Control-Allow-Private-Network" not in verdict.cors_headers


def allowed_headers(asked: str) -> str:
    raw = headers(
        **HOST,
        origin=ORIGIN,
        access_control_request_method="POST",
        access_control_request_headers=asked,
    )
    settings = ServerSettings(cors_origins=(ORIGIN,))
    verdict = Guard([("127.0.0.1", 8777)]).check("OPTIONS", "/v1/messages", raw, settings)
    assert isinstance(verdict, Admitted)
    return verdict.cors_headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "asked",
    [
        "content-type",
        # What a browser asks for the official JavaScript SDKs.
        "anthropic-dangerous-direct-browser-access,anthropic-version,content-type,user-agent,"
        "x-api-key,x-stainless-arch,x-stainless-helper-method,x-stainless-lang,x-stainless-os,"
        "x-stainless-package-version,x-stainless-retry-count,x-stainless-runtime,"
        "x-stainless-runtime-version,x-stainless-timeout",
        "Authorization, X-Stainless-OS",
    ],
)
def test_a_page_may_send_whatever_headers_its_browser_asks_for(asked: str) -> None:
    assert allowed_headers(asked) == asked


@pytest.mark.parametrize(
    "asked", ["", " ", "*", ",", "a,,b", "a b", "a\nb: c", "\xe9", "a," * 2000]
)
def test_what_is_no_list_of_headers_is_not_repeated(asked: str) -> None:
    assert allowed_headers(asked).startswith("authorization, content-type, x-api-key")


def test_other_options_are_refused() -> None:
    settings = ServerSettings(cors_origins=(ORIGIN,))
    assert status(headers(**HOST), "OPTIONS") == 403
    assert status(headers(**HOST, origin=ORIGIN), "OPTIONS", settings=settings) == 403
    asked = headers(**HOST, access_control_request_method="POST")
    assert status(asked, "OPTIONS", settings=settings) == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "CONNECT", "get", "X" * 1000])
def test_other_methods_are_refused(method: str) -> None:
    verdict = Guard([("127.0.0.1", 8777)]).check(method, "/", headers(**HOST), DEFAULTS)
    assert isinstance(verdict, Rejected)
    assert verdict.status == 405
    assert verdict.failure.kind is FailureKind.METHOD_NOT_ALLOWED
    assert len(verdict.failure.message) < 100


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"content_type": "application/json"}, 0),
        ({"content_type": "Application/JSON; charset=UTF-8"}, 0),
        ({"content_type": 'application/json;charset="utf-8"'}, 0),
        ({"content_type": "application/json", "content_encoding": "identity"}, 0),
        ({"content_type": "application/json", "content_length": "67108864"}, 0),
        ({"content_type": "application/json", "content_length": "67108865"}, 413),
        ({"content_type": "application/json", "content_length": "9" * 5000}, 413),
        ({"content_type": "application/json", "content_encoding": "gzip"}, 415),
        ({"content_type": "application/json", "content_encoding": "identity, gzip"}, 415),
        ({"content_type": "application/json; charset=utf-16"}, 415),
        ({"content_type": "application/jsonp"}, 415),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "multipart/form-data; boundary=application/json"}, 415),
        ({"content_type": ""}, 415),
        ({}, 415),
    ],
)
def test_a_body_is_plain_json_of_a_bounded_size(given: dict[str, str], expected: int) -> None:
    assert status(headers(**HOST, **given), "POST", "/v1/messages") == expected


@pytest.mark.parametrize(
    "raw",
    [
        headers(host="evil.example"),
        headers(**HOST, origin="null"),
        headers(**HOST, content_encoding="gzip"),
        headers(**HOST, content_length="99999999999"),
    ],
)
def test_no_refusal_names_the_product(raw: RawHeaders) -> None:
    verdict = Guard([("127.0.0.1", 8777)]).check("GET", "/", raw, DEFAULTS)
    assert isinstance(verdict, Rejected)
    assert "dragoman" not in repr(verdict).lower()
    assert verdict.failure.retryable is False


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (headers(authorization="Bearer k"), b"k"),
        (headers(authorization="bearer  k "), b"k"),
        (headers(x_api_key=" k "), b"k"),
        (headers(api_key="k"), b"k"),
        (headers(x_goog_api_key="k"), b"k"),
        (headers(authorization="Bearer k", x_api_key="k"), b"k"),
        (headers(authorization="Bearer \xe9"), b"\xe9"),
        (headers(authorization="Bearer k", x_api_key="other"), None),
        (headers(authorization="Basic k"), None),
        (headers(authorization="Bearer"), None),
        (headers(authorization="Bearer "), None),
        (headers(x_api_key=""), None),
        (headers(cookie="k"), None),
        ([], None),
    ],
)
def test_the_key_is_read_from_wherever_clients_put_it(raw: RawHeaders, key: bytes | None) -> None:
    assert credential(raw) == key


def test_the_wait_grows_with_failures_up_to_a_fifth_of_a_second() -> None:
    penalty = Penalty()
    waits = [penalty.seconds("a", now) for now in range(30)]
    assert waits == sorted(waits)
    assert 0.1 < waits[0] < waits[5] < waits[-1] == 0.2
    assert penalty.seconds("b", 30) == waits[0]


def test_a_minute_without_failure_is_forgiven() -> None:
    penalty = Penalty()
    first = penalty.seconds("a", 0)
    assert penalty.seconds("a", 60) > first
    assert penalty.seconds("a", 121) == first


def test_only_so_many_peers_are_remembered_and_the_latest_stay() -> None:
    penalty = Penalty(limit=2)
    first = penalty.seconds("a", 0)
    penalty.seconds("b", 1)
    second = penalty.seconds("a", 2)
    assert second > first
    penalty.seconds("c", 3)  # b is the one that goes
    assert penalty.seconds("a", 4) > second
    assert penalty.seconds("b", 5) == first


@pytest.mark.parametrize(
    ("query", "headers", "key"),
    [
        ("key=abc", [], b"abc"),
        ("alt=sse&key=a%2Bb", [], b"a+b"),
        ("key=abc", [(b"x-goog-api-key", b"abc")], b"abc"),
        ("key=abc", [(b"x-goog-api-key", b"other")], None),
        ("key=a&key=b", [], None),
        ("key=", [], None),
        ("&".join(["a=1"] * 200) + "&key=abc", [], None),
    ],
)
def test_a_key_in_the_query_is_one_among_the_others(
    query: str, headers: list[tuple[bytes, bytes]], key: bytes | None
) -> None:
    assert credential(headers, query) == key
