"""From an HTTP request to its endpoint, and every error into the client's own format."""

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.base import ClientCall, Dialect
from app.dialects.wire_json import dump
from app.gateway.admin_door import AdminDoor
from app.gateway.api import about, models
from app.gateway.authentication import Authentication
from app.gateway.body import read_body
from app.gateway.client_program import client_program
from app.gateway.conversation_id import conversation_id
from app.gateway.exchange import Exchange
from app.gateway.guard import EXPOSED_TO_KEYS, Rejected
from app.gateway.kept_responses import Closing
from app.gateway.outcome import Outcome
from app.gateway.paths import Route, match, speaks
from app.gateway.relay import SERVER
from app.gateway.request import HOPS_LIMIT, LOOP_STATUS, Request, call_of
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.splice import peek
from app.gateway.transcript import NOTHING, Transcript, transcript_of
from app.platform import request_context
from app.routing.resolve import Candidate, RouteRequest, known_models, resolve
from app.secrets.client_keys import ClientKey
from app.storage.records import Transcribed

access = logging.getLogger("dragoman.access")
log = logging.getLogger(__name__)

_WIRE_PATHS = {
    "messages": "messages",
    "chat_completions": "chat/completions",
    "responses": "responses",
}


@dataclass(slots=True)
class _Call:
    """One HTTP request on its way: what is known of it so far."""

    http: web.BaseRequest
    headers: Mapping[str, str]
    dialect: Dialect
    outcome: Outcome
    snapshot: Snapshot
    cors_headers: Mapping[str, str] = field(default_factory=dict)
    transcript: Transcript = NOTHING

    def client_call(self, body: bytes, path: str) -> ClientCall:
        """What the dialect may see."""
        return call_of(body, self.headers, self.http.query, path)


class Gateway:
    """Answers every request that the listener accepts."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._running: Counter[str] = Counter()
        self._authentication = Authentication(services.client_keys, services.accounts)

    async def handle(self, http: web.BaseRequest) -> web.StreamResponse:
        """The answer to one request; raises only where the client is gone."""
        clock = asyncio.get_running_loop().time
        began = clock()
        began_ms = int(time.time() * 1000)
        # The time comes first: the ledger's index of ids then grows at its end.
        request_id = f"req_{began_ms:011x}{secrets.token_hex(7)}"
        outcome = Outcome(request_id, f"{http.method} {http.path}", began_ms)
        outcome.course.origin = began
        headers = {name.lower(): value for name, value in http.headers.items()}
        dialect = self._services.dialects[speaks(http.path, headers)]
        call = _Call(http, headers, dialect, outcome, self._services.snapshot())
        response: web.StreamResponse | None = None
        context = request_context.begin(outcome.request_id)
        try:
            response = await self._answer(call)
        except Refused as refused:
            response = _refusal(dialect, refused.failure, outcome)
        except asyncio.CancelledError:
            outcome.failure = FailureKind.CANCELLED
            raise
        except ConnectionError as gone:
            outcome.failure = FailureKind.CANCELLED
            raise asyncio.CancelledError from gone
        except Exception:
            # One request fails; the traceback passes the redaction of the root logger.
            log.exception("the request failed by a fault of Dragoman")
            response = _refusal(dialect, _our_fault(outcome), outcome)
        finally:
            outcome.duration = clock() - began
            access.info("%s", outcome.summary(), extra={"fields": outcome.fields()})
            self._services.accounts.record(outcome)
            if response is not None and not response.prepared:
                call.transcript.keep("client_got", _body(response))
            call.transcript.finish()
            request_context.end(context)
        if not response.prepared:
            response.headers.update(call.cors_headers)
            response.headers["Server"] = SERVER
        return response

    async def _answer(self, call: _Call) -> web.StreamResponse:
        http = call.http
        verdict = self._services.guard.check(
            http.method, http.raw_path, http.raw_headers, call.snapshot.settings.server
        )
        door = self._services.door
        if isinstance(verdict, Rejected):
            if door is not None and door.leads_to(http.path):
                call.outcome.status = verdict.status
                return door.refusal(verdict.failure, call.outcome.request_id)
            return _refusal(call.dialect, verdict.failure, call.outcome, verdict.status)
        call.cors_headers = verdict.cors_headers
        if verdict.preflight:
            call.outcome.status = 204
            return web.Response(status=204)
        if door is not None and door.leads_to(http.path):
            return await self._administer(call, door)
        route = match(http.path, call.snapshot.providers)
        if route is not None and route.endpoint in ("root", "hello") and http.method == "HEAD":
            call.outcome.status = 200
            return web.Response()
        if route is not None and http.method in route.methods:
            if route.endpoint == "health":
                return _json(about.health(call.snapshot.usable), call.outcome)
            if route.endpoint == "ready":
                return self._readiness(call)
        key = await self._authentication.client(http)
        _identify(call, key)
        if call.cors_headers:
            call.cors_headers = {**call.cors_headers, **EXPOSED_TO_KEYS}
        if route is None:
            raise _not_found(http.path)
        if route.endpoint == "responses" and call.headers.get("upgrade", "").lower() == "websocket":
            return _no_socket(call)
        if http.method not in route.methods:
            raise _wrong_method(http, route)
        return await self._endpoint(call, route, key)

    async def _endpoint(self, call: _Call, route: Route, key: ClientKey) -> web.StreamResponse:
        table = call.snapshot.table
        match route.endpoint:
            case "root" | "hello":
                return _json(about.about(), call.outcome)
            case "models":
                names = known_models(table, key.profile)
                return _json(models.listed(call.dialect.name, names), call.outcome)
            case "model":
                name = models.unprefixed(route.name or "", call.snapshot.providers)
                resolve(table, RouteRequest(name, key.profile, route.provider))
                return _json(models.described(call.dialect.name, name), call.outcome)
            case "response":
                return self._response(call, route.name or "", key)
            case "count_tokens":
                return await self._count(call)
            case _:
                return await self._exchange(call, route, key)

    async def _exchange(self, call: _Call, route: Route, key: ClientKey) -> web.StreamResponse:
        outcome = call.outcome
        clock = asyncio.get_running_loop().time
        course = outcome.course
        outcome.asked = route.endpoint
        course.guarded = course.at(clock())
        body = await self._body(call)
        closing = Closing() if route.endpoint == "responses" else None
        if closing is not None:
            body = self._services.responses.with_history(key.id, body)
        peeked = peek(body)
        outcome.client_model, outcome.stream = peeked.model, peeked.stream
        outcome.conversation = conversation_id(call.headers, peeked)
        model = models.unprefixed(peeked.model, call.snapshot.providers)
        wanted = RouteRequest(model, key.profile, route.provider)
        candidates = _usable(resolve(call.snapshot.table, wanted), call.snapshot)
        session = outcome.conversation
        now = clock()
        course.routed = course.at(now)
        stickiness = self._services.stickiness
        if session and len(candidates) > 1:
            candidates = stickiness.order(session, candidates, now)
        client_call = call.client_call(peeked.body, _WIRE_PATHS[route.endpoint])
        call.transcript = self._transcript(call, key, peeked.body)
        request = Request(call.dialect, peeked, client_call, call.transcript)
        if request.hops >= HOPS_LIMIT:
            return _refusal(call.dialect, _loop(), outcome, LOOP_STATUS)
        exchange = Exchange(
            self._services,
            call.snapshot,
            call.http,
            request,
            outcome,
            int(time.time()),
            call.cors_headers,
            closing,
        )
        with self._counted(key, call.snapshot.settings.server.requests_per_key):
            await self._admit(call, key, candidates[0], len(peeked.body))
            response = await exchange.run(candidates)
        if closing is not None and outcome.lane == "translated" and outcome.failure is None:
            answer = closing.response or _body(response)
            self._services.responses.keep(key.id, peeked.body, answer)
        if session and outcome.failure is None:
            for candidate in candidates:
                if (candidate.provider, candidate.model) == (outcome.provider, outcome.model):
                    stickiness.landed(session, candidate, now)
        return response

    async def _admit(self, call: _Call, key: ClientKey, first: Candidate, size: int) -> None:
        """Let a request of `size` bytes in, or raise `Refused` (RATE_LIMITED, BILLING)."""
        tokens = self._services.estimate.tokens(first.provider, first.model, size)
        provider = call.snapshot.provider(first.provider)
        await self._services.accounts.admit(call.outcome, key, provider, first.model, tokens)

    def _transcript(self, call: _Call, key: ClientKey, body: bytes) -> Transcript:
        """What keeps this request word for word, if its user wants that; the body is in it."""
        outcome = call.outcome
        request = Transcribed(
            outcome.request_id, outcome.began_ms, key.user_id, key.id, outcome.conversation
        )
        kept = transcript_of(
            request,
            call.snapshot.settings.transcripts,
            self._services.write_transcript,
            user=key.user_name,
            key=key.name,
        )
        kept.keep("client_sent", body)
        return kept

    def _readiness(self, call: _Call) -> web.StreamResponse:
        accounts, draining = self._services.accounts, self._services.draining.is_set()
        database = not accounts.expects_database
        state = about.ready(call.snapshot.usable, draining, database)
        response = _json(state, call.outcome)
        if not state["ready"]:
            response.set_status(503)
            call.outcome.status = 503
        return response

    async def _administer(self, call: _Call, door: AdminDoor) -> web.StreamResponse:
        outcome = call.outcome

        async def body() -> bytes:
            return await self._body(call)

        response = await door.answer(call.http, body, self._authentication, outcome.request_id)
        outcome.status = response.status
        return response

    def _response(self, call: _Call, name: str, key: ClientKey) -> web.StreamResponse:
        """An answer that is kept here, or word that it is no more."""
        if call.http.method == "DELETE":
            known = self._services.responses.forget(key.id, name)
            found = {"id": name, "object": "response", "deleted": True} if known else None
        else:
            found = self._services.responses.response(key.id, name)
        if found is None:
            message = f"Response with id '{name}' not found: Dragoman keeps answers for an hour."
            raise Refused(Failure(FailureKind.NOT_FOUND, message, retryable=False))
        return _json(found, call.outcome)

    async def _count(self, call: _Call) -> web.StreamResponse:
        body = await self._body(call)
        client_call = call.client_call(body, "messages/count_tokens")
        conversation = call.dialect.decode_request(client_call)
        call.outcome.client_model = conversation.model
        tokens = await asyncio.to_thread(self._services.count, conversation)
        return _json({"input_tokens": tokens}, call.outcome)

    @contextmanager
    def _counted(self, key: ClientKey, limit: int) -> Iterator[None]:
        """Count a request of `key` as running.

        Raises `Refused` (RATE_LIMITED) where `limit` of them run already.
        """
        if self._running[key.id] >= limit:
            message = f"The key {key.name} has {limit} requests in progress, which is its limit."
            raise Refused(Failure(FailureKind.RATE_LIMITED, message, retry_after=1.0))
        self._running[key.id] += 1
        try:
            yield
        finally:
            self._running[key.id] -= 1
            if not self._running[key.id]:
                del self._running[key.id]

    async def _body(self, call: _Call) -> bytes:
        http = call.http
        if http.headers.get("Expect", "").lower() == "100-continue":
            await http.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            # aiohttp takes written bytes for the beginning of the answer.
            http.writer.output_size = 0
        body = await read_body(http, call.snapshot.settings.server.body_limit)
        call.outcome.request_bytes = len(body)
        return body


def _body(response: web.StreamResponse) -> bytes:
    body = response.body if isinstance(response, web.Response) else b""
    return body if isinstance(body, bytes) else b""


def _identify(call: _Call, key: ClientKey) -> None:
    outcome = call.outcome
    outcome.key_name, outcome.key_id = key.name, key.id
    outcome.user_id, outcome.profile = key.user_id, key.profile
    outcome.dialect = call.dialect.name
    outcome.program, outcome.program_version = client_program(call.headers)


def _json(value: Any, outcome: Outcome) -> web.Response:
    body = dump(value)
    outcome.status, outcome.response_bytes = 200, len(body)
    headers = {"Content-Type": "application/json", "x-request-id": outcome.request_id}
    return web.Response(body=body, headers=headers)


def _refusal(
    dialect: Dialect, failure: Failure, outcome: Outcome, status: int | None = None
) -> web.Response:
    wire = dialect.encode_error(failure, outcome.request_id)
    outcome.status, outcome.failure = status or wire.status, failure.kind
    outcome.response_bytes = len(wire.body)
    headers = {"content-type": "application/json", **wire.headers}
    headers["x-request-id"] = outcome.request_id
    if outcome.provider:
        headers["x-dragoman-provider"] = outcome.provider
    return web.Response(status=outcome.status, body=wire.body, headers=headers)


def _our_fault(outcome: Outcome) -> Failure:
    message = f"Dragoman failed on this request. Its log tells more under {outcome.request_id}."
    return Failure(FailureKind.INTERNAL, message, retryable=False)


def _loop() -> Failure:
    message = (
        f"This request has passed through {HOPS_LIMIT} gateways and came back: a provider's base "
        "URL leads to Dragoman itself. Correct it in the settings."
    )
    return Failure(FailureKind.UNAVAILABLE, message, status=LOOP_STATUS, retryable=False)


def _usable(candidates: tuple[Candidate, ...], snapshot: Snapshot) -> tuple[Candidate, ...]:
    """The candidates whose providers can be used; all where none can, for the reason to be told."""
    usable = tuple(one for one in candidates if one.provider in snapshot.providers)
    return usable or candidates


def _not_found(path: str) -> Refused:
    return Refused(
        Failure(FailureKind.NOT_FOUND, f"There is no {path} here. GET / lists what there is.")
    )


def _wrong_method(http: web.BaseRequest, route: Route) -> Refused:
    allowed = ", ".join(route.methods)
    message = f"{http.path} answers {allowed}, not {http.method}."
    return Refused(Failure(FailureKind.METHOD_NOT_ALLOWED, message))


def _no_socket(call: _Call) -> web.StreamResponse:
    # Codex takes 426 as "no WebSocket here" at once; 404 costs it seven tries (Codex 0.169.0).
    message = "Dragoman opens no WebSocket. Send POST here."
    failure = Failure(FailureKind.METHOD_NOT_ALLOWED, message, retryable=False)
    return _refusal(call.dialect, failure, call.outcome, 426)
