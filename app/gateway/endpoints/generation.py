"""The endpoints that ask a model: from the body to an exchange with the providers."""

import asyncio
import time
from dataclasses import dataclass

from aiohttp import web

from app.gateway.admission import admit, going_round, transcript_for, usable
from app.gateway.call import Call
from app.gateway.conversation_id import conversation_id
from app.gateway.destination import Destination, Whole
from app.gateway.endpoints import models
from app.gateway.exchange import Exchange
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.request import HOPS_LIMIT, LOOP_STATUS, Framing, Held, Request
from app.gateway.splice import Peeked, peek
from app.gateway.transcript import Tap
from app.routing.resolve import RouteRequest, resolve
from app.secrets.client_keys import ClientKey

_WIRE_PATHS = {
    "messages": "messages",
    "chat_completions": "chat/completions",
    "responses": "responses",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of which more is known than its body tells; `previous` is as in `ClientCall`."""

    peeked: Peeked
    path: str  # below the base, as its dialect reads it
    framing: Framing = "sse"
    previous: str = ""


async def generate(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The model's answer, streamed or whole."""
    destination = HttpDestination(call.http, call.cors_headers)
    return destination.response(await ask(call, route, key, await call.body(), destination))


async def ask(
    call: Call,
    route: Route,
    key: ClientKey,
    body: bytes,
    destination: Destination,
    *,
    watch: Tap | None = None,
    held: Held | None = None,
    asked: Asked | None = None,
) -> Whole | None:
    """The answer to a request with this body; None where `destination` was sent a stream.

    `watch` is told what is streamed; `held` is the request as it came for the provider that holds
    its past. Raises `Refused` where there is none and the client has been sent nothing.
    """
    services, outcome = call.services, call.outcome
    clock = asyncio.get_running_loop().time
    course = outcome.course
    outcome.asked = route.endpoint
    course.guarded = course.at(clock())
    asked = asked or Asked(peek(body), _WIRE_PATHS[route.endpoint])
    peeked = asked.peeked
    outcome.client_model, outcome.stream = peeked.model, peeked.stream
    outcome.conversation = session = conversation_id(call.headers, peeked)
    model = models.unprefixed(peeked.model, call.snapshot.providers)
    wanted = RouteRequest(model, key.profile, route.provider)
    candidates = usable(resolve(call.snapshot.table, wanted), call.snapshot)
    now = clock()
    course.routed = course.at(now)
    stickiness = services.stickiness
    if session and len(candidates) > 1:
        candidates = stickiness.order(session, candidates, now)
    client_call = call.client_call(peeked.body, asked.path, asked.previous)
    call.transcript = transcript_for(call, key, peeked.body)
    request = Request(call.dialect, peeked, client_call, call.transcript, held, asked.framing)
    if request.hops >= HOPS_LIMIT:
        return call.told(going_round(), LOOP_STATUS)
    exchange = Exchange(
        services,
        call.snapshot,
        destination,
        request,
        outcome,
        int(time.time()),
        watch,
    )
    with services.load.one_more(key, call.snapshot.settings.server.requests_per_key):
        await admit(call, key, candidates[0], len(peeked.body))
        whole = await exchange.run(candidates)
    if session and outcome.failure is None:
        for candidate in candidates:
            if (candidate.provider, candidate.model) == (outcome.provider, outcome.model):
                stickiness.landed(session, candidate, now)
    return whole
