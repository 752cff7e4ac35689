"""POST /v1/responses, and what is kept of its answers."""

from aiohttp import web

from app.gateway.call import Call
from app.gateway.destination import Destination, Whole
from app.gateway.endpoints.generation import Asked, ask
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.request import Held
from app.gateway.splice import peek
from app.gateway.stored_responses.closing import Closing
from app.gateway.stored_responses.history import may_be_stored
from app.gateway.stored_responses.shelf import Shelf
from app.secrets.client_keys import ClientKey


async def create_response(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The model's answer, streamed or whole, which may be gone on from by its id."""
    destination = HttpDestination(call.http, call.cors_headers)
    return destination.response(await respond(call, route, key, await call.body(), destination))


async def respond(
    call: Call,
    route: Route,
    key: ClientKey,
    body: bytes,
    destination: Destination,
    local: Shelf | None = None,
) -> Whole | None:
    """The answer to a request with this body; None where `destination` was sent a stream.

    `local` is what its connection alone remembers. Raises `Refused` where there is no answer and
    the client has been sent nothing.
    """
    store, policy = call.services.responses, call.snapshot.settings.responses
    told = await store.told(key.id, body, policy, local)
    held = Held(told.holder, peek(told.original)) if told.holder else None
    wanted = local is not None or (policy.keep != "off" and may_be_stored(body))
    closing = Closing() if wanted else None
    previous = told.chain[0].id if told.chain else ""
    asked = Asked(peek(told.body), "responses", previous=previous)
    whole = await ask(
        call, route, key, told.body, destination, watch=closing, held=held, asked=asked
    )
    outcome = call.outcome
    if closing is not None and outcome.failure is None:
        answer = closing.end() or (whole.body if whole is not None else b"")
        provider = outcome.provider if outcome.lane == "verbatim" else ""
        store.keep(key.id, told, answer, policy, provider=provider, local=local)
    return whole
