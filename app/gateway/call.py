"""One HTTP request on its way: what is known of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from app.core.failure import Failure
from app.dialects.base import ClientCall, Dialect
from app.dialects.wire_json import dump
from app.gateway.body import read_body
from app.gateway.client_program import client_program
from app.gateway.destination import Whole
from app.gateway.outcome import Outcome
from app.gateway.request import call_of
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.transcript import NOTHING, Transcript
from app.secrets.client_keys import ClientKey


@dataclass(slots=True)
class Call:
    """An HTTP request, the dialect of its client, and the settings that it began with."""

    services: Services
    http: web.BaseRequest
    headers: Mapping[str, str]
    dialect: Dialect
    outcome: Outcome
    snapshot: Snapshot
    cors_headers: Mapping[str, str] = field(default_factory=dict)
    transcript: Transcript = NOTHING

    def identify(self, key: ClientKey) -> None:
        """Note whose request it is, and which program's."""
        outcome = self.outcome
        outcome.key_name, outcome.key_id = key.name, key.id
        outcome.user_id, outcome.profile = key.user_id, key.profile
        outcome.dialect = self.dialect.name
        outcome.program, outcome.program_version = client_program(self.headers)

    async def body(self) -> bytes:
        """The request's body.

        Raises `Refused` where it is too large or cannot be decompressed.
        """
        http = self.http
        if http.headers.get("Expect", "").lower() == "100-continue":
            await http.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            # aiohttp takes written bytes for the beginning of the answer.
            http.writer.output_size = 0
        body = await read_body(http, self.snapshot.settings.server.body_limit)
        self.outcome.request_bytes = len(body)
        return body

    def client_call(self, body: bytes, path: str, previous: str = "") -> ClientCall:
        """What the dialect may see; `previous` is as there."""
        shown = call_of(body, self.headers, self.http.query, path, self.services.seal.key)
        return replace(shown, previous=previous) if previous else shown

    def json(self, value: Any) -> web.Response:
        """A whole answer of our own."""
        body = dump(value)
        self.outcome.status, self.outcome.response_bytes = 200, len(body)
        headers = {"Content-Type": "application/json", "x-request-id": self.outcome.request_id}
        return web.Response(body=body, headers=headers)

    def refusal(self, failure: Failure, status: int | None = None) -> web.Response:
        """The failure in the client's own format, as a response."""
        told = self.told(failure, status)
        return web.Response(status=told.status, body=told.body, headers=told.headers)

    def told(self, failure: Failure, status: int | None = None) -> Whole:
        """The failure in the client's own format; it is the request's outcome."""
        outcome = self.outcome
        wire = self.dialect.encode_error(failure, outcome.request_id)
        outcome.status, outcome.failure = status or wire.status, failure.kind
        outcome.response_bytes = len(wire.body)
        headers = {"content-type": "application/json", **wire.headers}
        headers["x-request-id"] = outcome.request_id
        if outcome.provider:
            headers["x-dragoman-provider"] = outcome.provider
        return Whole(outcome.status, wire.body, headers)


def body_of(response: web.StreamResponse) -> bytes:
    """The bytes of an answer that was not streamed, b"" of one that was."""
    body = response.body if isinstance(response, web.Response) else b""
    return body if isinstance(body, bytes) else b""
