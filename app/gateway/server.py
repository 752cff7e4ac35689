"""From an HTTP request to its endpoint, and every error into the client's own format."""

import logging

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.admin_door import AdminDoor
from app.gateway.authentication import Authentication
from app.gateway.call import Call, body_of
from app.gateway.endpoints import about
from app.gateway.endpoints.table import ENDPOINTS
from app.gateway.guard import EXPOSED_TO_KEYS, Rejected
from app.gateway.paths import Route, match, speaks
from app.gateway.recorded import begun, our_fault, recorded
from app.gateway.relay import SERVER
from app.gateway.services import Services
from app.gateway.sockets.connection import is_upgrade
from app.gateway.sockets.table import SOCKETS

log = logging.getLogger(__name__)


class Gateway:
    """Answers every request that the listener accepts."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._authentication = Authentication(services.client_keys, services.accounts)

    async def handle(self, http: web.BaseRequest) -> web.StreamResponse:
        """The answer to one request; raises only where the client is gone."""
        headers = {name.lower(): value for name, value in http.headers.items()}
        services = self._services
        dialect = services.dialects[speaks(http.path, headers)]
        outcome = begun(f"{http.method} {http.path}")
        call = Call(services, http, headers, dialect, outcome, services.snapshot())
        with recorded(call):
            response = await self._answered(call)
            if not response.prepared:
                call.transcript.keep("client_got", body_of(response))
        if not response.prepared:
            response.headers.update(call.cors_headers)
            response.headers["Server"] = SERVER
        return response

    async def _answered(self, call: Call) -> web.StreamResponse:
        try:
            return await self._answer(call)
        except Refused as refused:
            return call.refusal(refused.failure)
        except ConnectionError:
            raise
        except Exception:
            # One request fails; the traceback passes the redaction of the root logger.
            log.exception("the request failed by a fault of Dragoman")
            return call.refusal(our_fault(call.outcome))

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
        call.identify(key)
        if call.cors_headers:
            call.cors_headers = {**call.cors_headers, **EXPOSED_TO_KEYS}
        if route is None:
            raise _not_found(http.path)
        socket = SOCKETS.get(route.endpoint)
        if socket is not None and is_upgrade(http):
            return await socket(call, route, key)
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


def _not_found(path: str) -> Refused:
    return Refused(
        Failure(FailureKind.NOT_FOUND, f"There is no {path} here. GET / lists what there is.")
    )


def _wrong_method(http: web.BaseRequest, route: Route) -> Refused:
    allowed = ", ".join(route.methods)
    message = f"{http.path} answers {allowed}, not {http.method}."
    return Refused(Failure(FailureKind.METHOD_NOT_ALLOWED, message))
