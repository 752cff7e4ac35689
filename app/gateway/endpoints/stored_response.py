"""GET and DELETE /v1/responses/{id}."""

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.call import Call
from app.gateway.paths import Route
from app.secrets.client_keys import ClientKey


async def stored_response(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """An answer that is kept here, or word that it is no more."""
    name, kept = route.name or "", call.services.responses
    if call.http.method == "DELETE":
        known = kept.forget(key.id, name)
        found = {"id": name, "object": "response", "deleted": True} if known else None
    else:
        found = kept.response(key.id, name)
    if found is None:
        message = f"Response with id '{name}' not found: Dragoman keeps answers for an hour."
        raise Refused(Failure(FailureKind.NOT_FOUND, message, retryable=False))
    return call.json(found)
