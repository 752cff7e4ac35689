"""How a provider is reached: directly, through the system's proxy, or through one of its own."""

import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.providers.address import is_loopback, is_private


@dataclass(frozen=True, slots=True)
class Way:
    """`http` is the URL of an HTTP proxy, `socks` of a SOCKS one; both None is a direct way."""

    http: str | None = None
    socks: str | None = None


DIRECT = Way()


def way_to(url: str, proxy: str) -> Way:
    """The way to `url` for a provider's `proxy` setting ("system", "direct", or a proxy's URL).

    The system's proxy is what the environment says (HTTPS_PROXY, ALL_PROXY, NO_PROXY, and the
    settings of Windows and macOS); it is never used for this machine or a private network, where it
    would only break local models.
    """
    if proxy == "direct":
        return DIRECT
    if proxy != "system":
        return _way(proxy)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or is_private(host) or urllib.request.proxy_bypass(host):
        return DIRECT
    proxies = urllib.request.getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return _way(found) if found else DIRECT


def _way(proxy: str) -> Way:
    """The way through the proxy at a URL; a bare host is an HTTP proxy, as everywhere.

    "socks5h", "socks4a" and the like mean that the proxy looks names up, which aiohttp-socks always
    lets it do; "socks" is what desktops write for version 5.
    """
    scheme, _, place = proxy.rpartition("://")
    scheme = scheme.lower() or "http"
    if not scheme.startswith("socks"):
        return Way(http=f"{scheme}://{place}")
    version = "socks4" if scheme.startswith("socks4") else "socks5"
    place = place.rstrip("/")
    has_port = ":" in place.rpartition("@")[2].rpartition("]")[2]
    return Way(socks=f"{version}://{place}" if has_port else f"{version}://{place}:1080")
