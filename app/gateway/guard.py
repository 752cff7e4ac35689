"""Who may speak to us at all: decided on the raw request, before its body is read.

Loopback is no boundary: every web page, container and other user of the machine reaches it. A page
that rebinds its name to 127.0.0.1 still sends its own Host, and a page that calls us directly still
sends its Origin, so that both are checked on the raw headers, for every path; `request.host` of
aiohttp is no substitute, as an absolute-form target overrides it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

from app.core.failure import Failure, FailureKind
from app.settings.schema import ServerSettings

RawHeaders = Sequence[tuple[bytes, bytes]]

_METHODS = frozenset(["GET", "HEAD", "POST", "DELETE"])
_ADMIN_METHODS = _METHODS | {"PUT", "PATCH"}
_WITH_BODY = frozenset(["POST", "PUT", "PATCH"])
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
_LOOPBACK = frozenset(["127.0.0.1", "::1"])
_CREDENTIAL_HEADERS = (b"authorization", b"x-api-key", b"api-key", b"x-goog-api-key")
_KEY_PROTOCOL = b"dragoman.key."
_SINGLE = frozenset([*_CREDENTIAL_HEADERS, b"host", b"origin", b"content-type", b"content-length"])
_ALLOWED_REQUEST_HEADERS = (
    "authorization, content-type, x-api-key, api-key, anthropic-version, anthropic-beta, "
    "anthropic-dangerous-direct-browser-access, x-goog-api-key"
)
_HEADER_LIST = re.compile(r"[a-z0-9-]+(?: *, *[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)
_HEADER_LIST_LIMIT = 2048
_QUERY_FIELDS_LIMIT = 100
_EXPOSED_HEADERS = "x-request-id, request-id, retry-after"
# What a page's script may read of an answer, once its key was right: these name the product.
EXPOSED_TO_KEYS = {
    "Access-Control-Expose-Headers": f"{_EXPOSED_HEADERS}, x-dragoman-provider, x-dragoman-model, "
    "x-dragoman-lane, x-dragoman-losses"
}


@dataclass(frozen=True, slots=True)
class Admitted:
    """The request may go on. `preflight` is a browser's question, answered by the headers alone."""

    cors_headers: Mapping[str, str] = field(default_factory=dict)
    preflight: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """The request is refused with `status`; the failure's words name no product."""

    status: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class _Doors:
    """What one version of the settings lets in."""

    settings: ServerSettings
    hosts: frozenset[str]
    origins: frozenset[str]


class Guard:
    """Knows the addresses that we listen on, as (host, port)."""

    def __init__(self, bound: Iterable[tuple[str, int]]) -> None:
        self._bound = tuple(bound)
        self._doors: _Doors | None = None

    def check(
        self, method: str, raw_target: str, raw_headers: RawHeaders, settings: ServerSettings
    ) -> Admitted | Rejected:
        """Whether a request may go on; `raw_target` is the request line's, as it was sent."""
        doors = self._doors_of(settings)
        headers: dict[bytes, bytes] = {}
        for name, value in raw_headers:
            lower = name.lower()
            if lower in headers and lower in _SINGLE:
                return _rejected(400, "A header that may come once came twice.")
            headers[lower] = value
        if not raw_target.startswith("/"):
            return _rejected(400, "The request's target must be a path.")
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host not in doors.hosts:
            return _rejected(403, "This server does not answer under that name.")
        # Percent-encoded as whoever answers decodes it: another spelling is no other place.
        admin = is_admin(unquote(raw_target.partition("?")[0]))
        origin = headers.get(b"origin")
        cors: dict[str, str] = {}
        if origin is not None and admin:
            # Our own page sends its Origin with whatever is no GET. Behind a proxy its scheme is
            # the proxy's; its host is the one that was checked above.
            if origin.decode("latin-1").lower().partition("://")[2] != host:
                return _rejected(403, "Web pages may not call this server.")
        elif origin is not None:
            text = origin.decode("latin-1")
            if text not in doors.origins:
                return _rejected(403, "Web pages may not call this server.")
            cors = {
                "Access-Control-Allow-Origin": text,
                "Access-Control-Expose-Headers": _EXPOSED_HEADERS,
                "Vary": "Origin",
            }
        elif headers.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin"):
            return _rejected(403, "Web pages may not call this server.")
        if method == "OPTIONS" and cors and b"access-control-request-method" in headers:
            asked = headers.get(b"access-control-request-headers", b"")
            return Admitted({**cors, **_preflight(asked)}, preflight=True)
        if method == "OPTIONS":
            return _rejected(403, "Web pages may not call this server.")
        if method not in (_ADMIN_METHODS if admin else _METHODS):
            return _rejected(405, f"The method {method[:20]} is not answered here.")
        return _checked_body(method, headers, settings) or Admitted(cors)

    def _doors_of(self, settings: ServerSettings) -> _Doors:
        if self._doors is None or self._doors.settings is not settings:
            self._doors = _Doors(
                settings,
                frozenset(self._hosts(settings)),
                frozenset(settings.cors_origins),
            )
        return self._doors

    def _hosts(self, settings: ServerSettings) -> Iterable[str]:
        """Every Host that a client of ours may send; the port is part of it."""
        for address, port in self._bound:
            names = [*_LOOPBACK_NAMES]
            if address not in _LOOPBACK:
                names += settings.allowed_hosts
                if address not in ("0.0.0.0", "::"):  # noqa: S104 - it is compared, not bound
                    names.append(f"[{address}]" if ":" in address else address)
            for name in names:
                yield f"{name}:{port}"
                if port == 80:
                    yield name
            # Behind a reverse proxy the port is the proxy's, and the user wrote it with the name;
            # clients leave it out where it is their scheme's own.
            for name in settings.allowed_hosts:
                if _has_port(name):
                    yield name
                    yield name.removesuffix(":443").removesuffix(":80")


def _preflight(asked: bytes) -> dict[str, str]:
    """What a page of a named origin may send: whatever its browser asked for.

    The official SDKs put eight or more `x-stainless-*` headers on each request, and a list that
    lacks one of them shuts every page out that uses them (opencodex #1773).
    """
    names = asked.decode("latin-1").strip()
    if len(names) > _HEADER_LIST_LIMIT or not _HEADER_LIST.fullmatch(names):
        names = _ALLOWED_REQUEST_HEADERS
    return {
        "Access-Control-Allow-Methods": "GET, POST, DELETE",
        "Access-Control-Allow-Headers": names,
        "Access-Control-Max-Age": "600",
        "Vary": "Origin, Access-Control-Request-Headers",
    }


def is_admin(raw_target: str) -> bool:
    """Whether a request's target, decoded, lies under /admin."""
    path = raw_target.partition("?")[0]
    return path == "/admin" or path.startswith("/admin/")


def credential(raw_headers: RawHeaders, raw_query: str = "") -> bytes | None:
    """The client's key; None where there is none, or two that differ.

    Clients send it as a bearer token, as `x-api-key`, `api-key` or `x-goog-api-key`, some in two of
    these at once; Google's API takes it as `key` of the query, too, where `raw_query` is given. A
    page that opens a WebSocket can set no header but the subprotocols: `dragoman.key.KEY` is one.
    """
    found = _keys_in(raw_query)
    for name, value in raw_headers:
        lower = name.lower()
        if lower == b"authorization":
            scheme, _, token = value.partition(b" ")
            if scheme.lower() == b"bearer" and token.strip():
                found.add(token.strip())
        elif lower in _CREDENTIAL_HEADERS and value.strip():
            found.add(value.strip())
        elif lower == b"sec-websocket-protocol":
            offered = (one.strip() for one in value.split(b","))
            found |= {one[len(_KEY_PROTOCOL) :] for one in offered if one.startswith(_KEY_PROTOCOL)}
    return found.pop() if len(found) == 1 else None


def _keys_in(raw_query: str) -> set[bytes]:
    try:
        query = parse_qs(raw_query, max_num_fields=_QUERY_FIELDS_LIMIT)
    except ValueError:  # more fields than anybody means
        return set()
    return {key.strip().encode("utf-8", "replace") for key in query.get("key", ()) if key.strip()}


class Penalty:
    """The wait before a wrong key is answered: longer with each failure of a peer, at most 200 ms.

    Remembers `limit` peers; a minute without failure is forgiven.
    """

    def __init__(self, limit: int = 1024) -> None:
        self._limit = limit
        self._failures: dict[str, tuple[int, float]] = {}

    def seconds(self, peer: str, now: float) -> float:
        """How long `peer`, who has just failed, waits for its answer; `now` is monotonic."""
        count, last = self._failures.pop(peer, (0, now))
        count = 1 if now - last > 60 else count + 1
        if len(self._failures) >= self._limit:
            del self._failures[next(iter(self._failures))]
        self._failures[peer] = (count, now)
        return min(0.2, 0.1 + 0.01 * count)


def _checked_body(
    method: str, headers: Mapping[bytes, bytes], settings: ServerSettings
) -> Rejected | None:
    encoding = headers.get(b"content-encoding", b"identity").strip().lower()
    if encoding not in (b"", b"identity"):
        return _rejected(415, "Send the body without Content-Encoding.")
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and (len(length) > 18 or int(length) > settings.body_limit):
        return Rejected(
            413,
            Failure(
                FailureKind.TOO_LARGE,
                f"The request is larger than {settings.body_limit} bytes.",
                status=413,
                retryable=False,
            ),
        )
    if method not in _WITH_BODY:
        return None
    kind, _, parameters = headers.get(b"content-type", b"").partition(b";")
    charset = parameters.strip().lower().replace(b'"', b"")
    if kind.strip().lower() != b"application/json" or charset not in (b"", b"charset=utf-8"):
        return _rejected(415, "Send the body as Content-Type: application/json.")
    return None


def _has_port(name: str) -> bool:
    return name.rpartition("]")[2].count(":") == 1 and name.rpartition(":")[2].isdigit()


def _rejected(status: int, message: str) -> Rejected:
    kind = {
        403: FailureKind.PERMISSION,
        405: FailureKind.METHOD_NOT_ALLOWED,
    }.get(status, FailureKind.BAD_REQUEST)
    return Rejected(status, Failure(kind, message, status=status, retryable=False))
