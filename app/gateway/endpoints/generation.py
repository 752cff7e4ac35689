"""The endpoints that ask a model: from the body to an exchange with the providers."""

import asyncio
import time

from aiohttp import web

from app.core.failure import Failure, FailureKind
from app.gateway.call import Call
from app.gateway.conversation_id import conversation_id
from app.gateway.destination import Destination, Whole
from app.gateway.endpoints import models
from app.gateway.exchange import Exchange
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.request import HOPS_LIMIT, LOOP_STATUS, Held, Request
from app.gateway.snapshot import Snapshot
from app.gateway.splice import peek
from app.gateway.transcript import Tap, Transcript, transcript_of
from app.routing.resolve import Candidate, RouteRequest, resolve
from app.secrets.client_keys import ClientKey
from app.storage.records import Transcribed

_WIRE_PATHS = {
    "messages": "messages",
    "chat_completions": "chat/completions",
    "responses": "responses",
}


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
    peeked = peek(body)
    outcome.client_model, outcome.stream = peeked.model, peeked.stream
    outcome.conversation = session = conversation_id(call.headers, peeked)
    model = models.unprefixed(peeked.model, call.snapshot.providers)
    wanted = RouteRequest(model, key.profile, route.provider)
    candidates = _usable(resolve(call.snapshot.table, wanted), call.snapshot)
    now = clock()
    course.routed = course.at(now)
    stickiness = services.stickiness
    if session and len(candidates) > 1:
        candidates = stickiness.order(session, candidates, now)
    client_call = call.client_call(peeked.body, _WIRE_PATHS[route.endpoint])
    call.transcript = _transcript(call, key, peeked.body)
    request = Request(call.dialect, peeked, client_call, call.transcript, held)
    if request.hops >= HOPS_LIMIT:
        return call.told(_loop(), LOOP_STATUS)
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
        await _admit(call, key, candidates[0], len(peeked.body))
        whole = await exchange.run(candidates)
    if session and outcome.failure is None:
        for candidate in candidates:
            if (candidate.provider, candidate.model) == (outcome.provider, outcome.model):
                stickiness.landed(session, candidate, now)
    return whole


async def _admit(call: Call, key: ClientKey, first: Candidate, size: int) -> None:
    """Let a request of `size` bytes in, or raise `Refused` (RATE_LIMITED, BILLING)."""
    tokens = call.services.estimate.tokens(first.provider, first.model, size)
    provider = call.snapshot.provider(first.provider)
    await call.services.accounts.admit(call.outcome, key, provider, first.model, tokens)


def _transcript(call: Call, key: ClientKey, body: bytes) -> Transcript:
    """What keeps this request word for word, if its user wants that; the body is in it."""
    outcome = call.outcome
    request = Transcribed(
        outcome.request_id, outcome.began_ms, key.user_id, key.id, outcome.conversation
    )
    kept = transcript_of(
        request,
        call.snapshot.settings.transcripts,
        call.services.write_transcript,
        user=key.user_name,
        key=key.name,
    )
    kept.keep("client_sent", body)
    return kept


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
