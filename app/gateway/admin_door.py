"""The way to the administration: which paths lead there, and whose key opens it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.authentication import Authentication
from app.gateway.guard import is_admin
from app.secrets.client_keys import ClientKey

Caller = ClientKey | Literal["admin"]
ReadBody = Callable[[], Awaitable[bytes]]

# What a client key may see too, as far as it is its own: statistics, and its user's own keys.
_OWN = ("/usage/", "/stats/", "/provider-keys/")
_OWN_LIST = "/provider-keys"
# How long a caller who was let in waits for the database of a server that has just started.
_DATABASE_SECONDS = 3.0


class Access(Protocol):
    """Knows the admin key."""

    def matches(self, token: bytes) -> bool:
        """Whether `token` is it; takes the same time whatever it is."""
        ...


class Console(Protocol):
    """What answers behind the door."""

    async def handle(
        self, http: web.BaseRequest, read_body: ReadBody, caller: Caller, request_id: str
    ) -> web.StreamResponse:
        """The answer to a caller who was let in."""
        ...

    def page(self, http: web.BaseRequest) -> web.Response | None:
        """A static file of the page, None where the path is none; it holds no data."""
        ...

    def refusal(self, failure: Failure, request_id: str) -> web.Response:
        """A failure in the API's own form."""
        ...


@dataclass(slots=True)
class AdminDoor:
    """`access` is None where the administration is off: then only statistics of one's own answer.

    `console` comes when the database is there. `load` gives what answers until then.
    """

    access: Access | None
    load: Callable[[], Console]
    console: Console | None = field(default=None)

    def leads_to(self, path: str) -> bool:
        """Whether a request for `path` is answered behind this door."""
        own = path == _OWN_LIST or path.startswith(_OWN)
        return own or (self.access is not None and is_admin(path))

    async def answer(
        self,
        http: web.BaseRequest,
        read_body: ReadBody,
        authentication: Authentication,
        request_id: str,
    ) -> web.StreamResponse:
        """The answer to a request that this door leads to."""
        console = self.console or self.load()
        page = console.page(http) if is_admin(http.path) else None
        if page is not None:
            return page
        try:
            caller = await self._caller(http, authentication)
            if self.console is None:
                await authentication.database_soon(_DATABASE_SECONDS)
                console = self.console or console
            return await console.handle(http, read_body, caller, request_id)
        except Refused as refused:
            return console.refusal(refused.failure, request_id)

    def refusal(self, failure: Failure, request_id: str) -> web.Response:
        """A request that the guard did not let in, in the form of the answers behind this door."""
        return (self.console or self.load()).refusal(failure, request_id)

    async def _caller(self, http: web.BaseRequest, authentication: Authentication) -> Caller:
        """Who calls. Raises `Refused` (AUTHENTICATION), alike for every wrong key."""
        token = _bearer(http)
        if self.access is not None and token is not None and self.access.matches(token):
            return "admin"
        if not is_admin(http.path):
            return await authentication.client(http)
        await authentication.penalty(http)
        message = "Send the admin key of this server, as 'Authorization: Bearer'."
        raise Refused(Failure(FailureKind.AUTHENTICATION, message, retryable=False))


def _bearer(http: web.BaseRequest) -> bytes | None:
    """The token of the Authorization header, and of no other: the guard lets only one come."""
    for name, value in http.raw_headers:
        if name.lower() == b"authorization":
            scheme, _, token = value.partition(b" ")
            return token.strip() if scheme.lower() == b"bearer" else None
    return None
