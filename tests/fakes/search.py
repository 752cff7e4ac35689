"""A search service on a socket of its own: SearXNG, Brave or Tavily, by the shape of its answers.

Results are in words of the fake's own. It runs in threads, for tests of either kind:

    with FakeSearch("brave") as service:
        service.base_url, service.queries
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

Kind = Literal["searxng", "brave", "tavily"]

KEY = "search-key-0123456789abcdef"
_PATHS = {"searxng": "/search", "brave": "/res/v1/web/search", "tavily": "/search"}


@dataclass
class Page:
    """One page that the fake knows."""

    title: str
    url: str
    words: str


LANTERNS = (
    Page(
        "How paper lanterns are made", "https://lanterns.example/made", "Paper over a wire frame."
    ),
    Page("Lanterns & light", "https://light.example/lanterns", "A candle, or a lamp."),
)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *about: object) -> None:
        """A client that hangs up is no failure of the fake."""


@dataclass
class FakeSearch:
    """`status` is what it answers with; `raw`, where set, is the body in place of results."""

    kind: Kind = "searxng"
    pages: tuple[Page, ...] = LANTERNS
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    queries: list[str] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)  # method, path, headers, body

    def __enter__(self) -> Self:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                fake.answer(self, b"")

            def do_POST(self) -> None:
                fake.answer(self, self.rfile.read(int(self.headers.get("content-length", "0"))))

            def log_message(self, *args: object) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        """What it is set up with."""
        return f"{self.origin}/res/v1" if self.kind == "brave" else self.origin

    def answer(self, http: BaseHTTPRequestHandler, body: bytes) -> None:
        """Take one request as the service would, strictly."""
        parts = urlsplit(http.path)
        headers = {name.lower(): value for name, value in http.headers.items()}
        self.seen.append(
            {"method": http.command, "path": http.path, "headers": headers, "body": body}
        )
        status, value = self._served(http.command, parts.path, parts.query, headers, body)
        content = self.raw if self.raw is not None else json.dumps(value).encode()
        http.send_response(status)
        for name, given in {"content-type": "application/json", **self.headers}.items():
            http.send_header(name, given)
        http.send_header("content-length", str(len(content)))
        http.end_headers()
        http.wfile.write(content)

    def _served(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any]:
        if path != _PATHS[self.kind]:
            return 404, {"error": "no such path"}
        given = {name: values[0] for name, values in parse_qs(query).items()}
        match self.kind:
            case "searxng":
                if given.get("format") != "json":
                    return 403, {}
                words = given["q"]
            case "brave":
                if headers.get("x-subscription-token") != KEY:
                    return 401, {"type": "ErrorResponse"}
                words = given["q"]
            case "tavily":
                if method != "POST" or headers.get("authorization") != f"Bearer {KEY}":
                    return 401, {"detail": {"error": "Unauthorized"}}
                words = json.loads(body)["query"]
        self.queries.append(words)
        return self.status, self._listed(words)

    def _listed(self, words: str) -> Any:
        found: list[dict[str, Any]]
        match self.kind:
            case "searxng":
                found = [
                    {"title": p.title, "url": p.url, "content": p.words, "publishedDate": None}
                    for p in self.pages
                ]
                return {"query": words, "number_of_results": len(found), "results": found}
            case "brave":
                found = [
                    {"title": p.title, "url": p.url, "description": p.words, "age": "May 1, 2026"}
                    for p in self.pages
                ]
                return {"type": "search", "web": {"type": "search", "results": found}}
            case "tavily":
                found = [
                    {"title": p.title, "url": p.url, "content": p.words, "score": 0.9}
                    for p in self.pages
                ]
                return {"query": words, "answer": None, "results": found, "response_time": 0.5}
