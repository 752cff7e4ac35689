"""The administration page's files, which hold no data: everything on it comes from the API."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

from app.gateway.relay import SERVER
from app.platform.resources import resources

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_ASSETS = "/admin/assets/"
# Nothing from anywhere else, nothing inline, no frame around it, no form that leads away.
_HEADERS = {
    "Server": SERVER,
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    kind: str
    tag: str


def page(http: web.BaseRequest) -> web.Response | None:
    """The file that a GET or HEAD asks for, None where the path is none of them."""
    if http.method not in ("GET", "HEAD"):
        return None
    if http.path == "/admin/":
        return web.Response(status=308, headers={**_HEADERS, "Location": "/admin"})
    name = "index.html" if http.path == "/admin" else http.path.removeprefix(_ASSETS)
    if name == http.path or (name == "index.html" and http.path != "/admin"):
        return None
    file = _files().get(name)
    if file is None:
        return web.Response(status=404, headers=_HEADERS)
    headers = {**_HEADERS, "Content-Type": file.kind, "ETag": file.tag}
    if http.headers.get("If-None-Match") == file.tag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=file.content, headers=headers)


@cache
def _files() -> dict[str, _File]:
    """Every file of the page by its name below the assets' address."""
    folder = resources() / "admin"
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in _TYPES)
    return {path.relative_to(folder).as_posix(): _read(path) for path in found}


def _read(path: Path) -> _File:
    content = path.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return _File(content, _TYPES[path.suffix], tag)
