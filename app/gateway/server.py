"""From an HTTP request to its endpoint, and every error into the client's own format."""

import asyncio
import logging
import secrets
import time

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.admin_door import AdminDoor
from app.gateway.authentication import Authentication
from app.gateway.call import Call, body_of
from app.gateway.client_program import client_program
from app.gateway.endpoints import about
from app.gateway.endpoints.table import ENDPOINTS
from app.gateway.guard import EXPOSED_TO_KEYS, Rejected
from app.gateway.outcome import Outcome
from app.gateway.paths import Route, match, speaks
from app.gateway.relay import SERVER
from app.gateway.services import Services
from app.platform import request_context
from app.secrets.client_keys import ClientKey

access = logging.getLogger("dragoman.access")
log = logging.getLogger(__name__)


class Gateway:
    """Answers every request that the listener accepts."""

    def __init__(self, services: Services) -> None:
        self._services = services
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
        services = self._services
        dialect = services.dialects[speaks(http.path, headers)]
        call = Call(services, http, headers, dialect, outcome, services.snapshot())
        response: web.StreamResponse | None = None
        context = request_context.begin(outcome.request_id)
        try:
            response = await self._answer(call)
        except Refused as refused:
            response = call.refusal(refused.failure)
        except asyncio.CancelledError:
            outcome.failure = FailureKind.CANCELLED
            raise
        except ConnectionError as gone:
            outcome.failure = FailureKind.CANCELLED
            raise asyncio.CancelledError from gone
        except Exception:
            # One request fails; the traceback passes the redaction of the root logger.
            log.exception("the request failed by a fault of Dragoman")
            response = call.refusal(_our_fault(outcome))
        finally:
            outcome.duration = clock() - began
            access.info("%s", outcome.summary(), extra={"fields": outcome.fields()})
            services.accounts.record(outcome)
            if response is not None and not response.prepared:
                call.transcript.keep("client_got", body_of(response))
            call.transcript.finish()
            request_context.end(context)
        if not response.prepared:
            response.headers.update(call.cors_headers)
            response.headers["Server"] = SERVER
        return response

    async def _answer(self, call: Call) -> web.StreamResponse:
        http = call.http
        verdict = self._services.guard.check(
            http.method, http.raw_path, http.raw_headers, call.snapshot.settings.server
        )
        door = self._services.door
        if isinstance(verdict, Rejected):
            if door is not None and door.leads_to(http.path):
                call.outcome.status = verdict.status
                return door.refusal(verdict.failure, call.outcome.request_id)
            return call.refusal(verdict.failure, verdict.status)
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
                return call.json(about.health(call.snapshot.usable))
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
        return await ENDPOINTS[route.endpoint](call, route, key)

    def _readiness(self, call: Call) -> web.StreamResponse:
        accounts, draining = self._services.accounts, self._services.draining.is_set()
        database = not accounts.expects_database
        state = about.ready(call.snapshot.usable, draining, database)
        response = call.json(state)
        if not state["ready"]:
            response.set_status(503)
            call.outcome.status = 503
        return response

    async def _administer(self, call: Call, door: AdminDoor) -> web.StreamResponse:
        outcome = call.outcome
        response = await door.answer(call.http, call.body, self._authentication, outcome.request_id)
        outcome.status = response.status
        return response


def _identify(call: Call, key: ClientKey) -> None:
    outcome = call.outcome
    outcome.key_name, outcome.key_id = key.name, key.id
    outcome.user_id, outcome.profile = key.user_id, key.profile
    outcome.dialect = call.dialect.name
    outcome.program, outcome.program_version = client_program(call.headers)


def _our_fault(outcome: Outcome) -> Failure:
    message = f"Dragoman failed on this request. Its log tells more under {outcome.request_id}."
    return Failure(FailureKind.INTERNAL, message, retryable=False)


def _not_found(path: str) -> Refused:
    return Refused(
        Failure(FailureKind.NOT_FOUND, f"There is no {path} here. GET / lists what there is.")
    )


def _wrong_method(http: web.BaseRequest, route: Route) -> Refused:
    allowed = ", ".join(route.methods)
    message = f"{http.path} answers {allowed}, not {http.method}."
    return Refused(Failure(FailureKind.METHOD_NOT_ALLOWED, message))


def _no_socket(call: Call) -> web.StreamResponse:
    # Codex takes 426 as "no WebSocket here" at once; 404 costs it seven tries (Codex 0.169.0).
    message = "Dragoman opens no WebSocket. Send POST here."
    failure = Failure(FailureKind.METHOD_NOT_ALLOWED, message, retryable=False)
    return call.refusal(failure, 426)
