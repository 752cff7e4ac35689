"""Base URLs as people paste them, and the addresses that are called."""

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

ENDPOINTS = ("chat/completions", "completions", "messages", "responses", "embeddings", "models")
# Gemini's endpoints are methods of a model: ".../models/gemini-3-pro:generateContent".
_METHOD = re.compile(r"(?:^|/)(?:models|tunedModels)/[^:]+:\w+$")
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d*)?")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PRIVATE_SUFFIXES = (".localhost", ".local", ".lan", ".internal", ".home.arpa")
_DATED = re.compile(r"api-version=[\w.-]{1,40}", re.ASCII)
_SHARED = ipaddress.ip_network("100.64.0.0/10")  # carrier-grade NAT, which Tailscale hands out


class AddressError(ValueError):
    """A base URL cannot be used; the message is a sentence for a person."""


def normalise(url: str, dialect: str) -> str:
    """`url` in the one form that is stored and compared; normalising it again changes nothing.

    Taken are base URLs with and without a version, with slashes at the end, and the full address of
    an endpoint (".../v1/chat/completions", ".../v1/messages"). A base without any version gets
    "/v1", Gemini's "/v1beta"; where a provider has none, the full address of its endpoint says so,
    or the one query that a base may have: Azure's `?api-version=`, which dates its deployments.

    Raises `AddressError` where the URL is malformed, holds credentials or another query, or is
    plain http to a public host.
    """
    base, exact, dated = _root(url, dialect)
    if exact and not dated and not _versioned(urlsplit(base).path, dialect):
        return f"{base}/{_own_endpoint(dialect)}"
    return base + dated


@lru_cache(maxsize=512)
def endpoint(base: str, dialect: str, path: str) -> str:
    """The address of `path` ("chat/completions", "messages", "models") at `base`.

    Raises `AddressError` as `normalise` does.
    """
    root, _, dated = _root(base, dialect)
    return f"{root}/{path}" + (dated.replace("?", "&") if "?" in path else dated)


@lru_cache(maxsize=512)
def beside_version(base: str, dialect: str, path: str) -> str:
    """The address of `path` ("/api/embed") at `base`, in the place of its version ("/v1").

    Raises `AddressError` as `normalise` does.
    """
    root, _, _ = _root(base, dialect)
    head, _, last = root.rpartition("/")
    return f"{head if _VERSION.fullmatch(last) else root}{path}"


def check(url: str) -> None:
    """Raise `AddressError` where `url` may not be called: malformed, or http to a public host.

    Credentials, a query and a fragment are refused too. For addresses that are no base URL, such as
    a token URL.
    """
    _checked(url)


def origin(url: str) -> str:
    """`scheme://host:port` of `url`, in lower case and with the port always told.

    A stored key is bound to it. Raises `AddressError` where `url` is malformed.
    """
    parts = _parsed(url)
    return f"{parts.scheme}://{_host(parts)}:{_port(parts)}"


def refuse_own_address(url: str, listening: Iterable[tuple[str, int]]) -> None:
    """Raise `AddressError` where `url` leads back to Dragoman, which would call itself for ever.

    `listening` are our own addresses as (host, port).
    """
    parts = _parsed(url)
    host, port = (parts.hostname or "").rstrip("."), _port(parts)
    for own_host, own_port in listening:
        same_host = host == own_host or (
            is_loopback(host) and (is_loopback(own_host) or _is_wildcard(own_host))
        )
        if port == own_port and same_host:
            raise AddressError(
                f"{host}:{port} is Dragoman's own address: it would call itself for ever. "
                "Give the provider's instead."
            )


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine; 0.0.0.0 and :: reach it too."""
    address = _ip(host)
    if address is not None:
        return address.is_loopback or address.is_unspecified
    return host == "localhost" or host.endswith(".localhost")


def is_private(host: str) -> bool:
    """Whether `host` is on this machine or a private network, as far as its name tells."""
    address = _ip(host)
    if address is not None:
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        return address.is_private or (address.version == 4 and address in _SHARED)
    if host == "localhost" or host.endswith(_PRIVATE_SUFFIXES):
        return True
    return "." not in host and not host.isdigit() and not host.startswith("0x")


def _root(url: str, dialect: str) -> tuple[str, bool, str]:
    """The address before the endpoint's own path, whether `url` named the endpoint, and its date.

    The date is "?api-version=...", or "" almost everywhere.
    """
    parts = _checked(url)
    dated = f"?{parts.query}" if parts.query else ""
    segments = [segment for segment in parts.path.split("/") if segment]
    path, exact = "/".join(segments), False
    if dialect == "gemini" and (method := _METHOD.search(path)) is not None:
        path, exact = path[: method.start()], True
    while name := next((n for n in ENDPOINTS if f"/{path}".endswith(f"/{n}")), None):
        path, exact = path.removesuffix(name).rstrip("/"), True
    if dialect == "gemini" and path.endswith("/openai"):
        path = path.removesuffix("/openai")  # where Google speaks OpenAI's wire
    while (doubled := re.sub(r"(^|/)(v\d+(?:(?:alpha|beta)\d*)?)/\2$", r"\1\2", path)) != path:
        path = doubled
    if not exact and not dated and not _versioned(path, dialect):
        path = f"{path}/{'v1beta' if dialect == 'gemini' else 'v1'}".lstrip("/")
    base = f"{parts.scheme}://{_authority(parts)}"
    return (f"{base}/{path}" if path else base), exact, dated


def _checked(url: str) -> SplitResult:
    parts = _parsed(url)
    if parts.scheme == "http" and not is_private((parts.hostname or "").rstrip(".")):
        raise AddressError(
            f"{parts.hostname} is a public host, and http would show your key and your prompts to "
            f"everyone on the way. Use https://{parts.netloc}{parts.path} instead."
        )
    return parts


def _versioned(path: str, dialect: str) -> bool:
    segments = path.split("/")
    if dialect == "anthropic_messages":  # its SDKs put /v1/messages after any base
        segments = segments[-1:]
    return any(_VERSION.fullmatch(segment) for segment in segments)


def _own_endpoint(dialect: str) -> str:
    match dialect:
        case "anthropic_messages":
            return "messages"
        case "openai_responses":
            return "responses"
        case "gemini":
            return "models"
        case _:
            return "chat/completions"


def _parsed(url: str) -> SplitResult:
    text = url.strip()
    if any(char <= " " or char in '\\"<>' for char in text):
        raise AddressError("The address has a space or a character in it that no URL has.")
    if "://" not in text:
        raise AddressError(
            "The address must begin with https:// (or http:// for your own machine)."
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"The address is malformed: {error}.") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise AddressError(f"The address begins with {parts.scheme}://; it must be https://.")
    if not (parts.hostname or "").rstrip(".") or port == 0:
        raise AddressError("The address names no host, or port 0.")
    if "@" in parts.netloc:
        raise AddressError(
            "The address holds a user name or a password. Leave it out; the key is kept apart."
        )
    asks = parts.query or "?" in text
    if parts.fragment or "#" in text or (asks and _DATED.fullmatch(parts.query) is None):
        raise AddressError("The address must end before the first '?' or '#'.")
    if ".." in parts.path.split("/"):
        raise AddressError("The address's path must not contain '..'.")
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    return f"[{host}]" if ":" in host else host


def _port(parts: SplitResult) -> int:
    return parts.port or _DEFAULT_PORTS[parts.scheme]


def _authority(parts: SplitResult) -> str:
    port = _port(parts)
    return _host(parts) if port == _DEFAULT_PORTS[parts.scheme] else f"{_host(parts)}:{port}"


def _is_wildcard(host: str) -> bool:
    address = _ip(host)
    return host == "" or (address is not None and address.is_unspecified)


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
