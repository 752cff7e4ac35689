"""Requests as bytes, for what no SDK would send."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def everything(self) -> str:
        """Headers and body as one text, to search in."""
        return f"{dict(self.headers)}\n{self.body.decode(errors='replace')}"


def post(url: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
    """POST `body` as JSON and read the answer to its end, or to where it is cut."""
    return send("POST", url, path, json.dumps(body).encode(), headers)


def send(
    method: str, url: str, path: str, body: bytes | None, headers: Mapping[str, str]
) -> Answer:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        sent = {"content-type": "application/json", **headers}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        try:
            content = response.read()
        except http.client.IncompleteRead as cut:
            content = cut.partial
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, content)
    finally:
        connection.close()


def streamed_text(body: bytes) -> str:
    """The text of an Anthropic Messages stream, however many deltas it came in."""
    frames = (line.removeprefix(b"data: ") for line in body.split(b"\n") if line[:6] == b"data: ")
    deltas = (json.loads(frame).get("delta", {}) for frame in frames)
    return "".join(delta.get("text", "") for delta in deltas)
