"""POST /v1/embeddings, and the same for Gemini's clients."""

import asyncio

from aiohttp import web

from app.dialects.embeddings.decode_request import decode_request
from app.dialects.embeddings.gemini_client import decode_gemini_request
from app.dialects.embeddings.wire import EmbeddingRequest
from app.gateway.admission import admit, going_round, transcript_for, usable
from app.gateway.call import Call
from app.gateway.embeddings.exchange import EmbeddingExchange
from app.gateway.endpoints import models
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.request import HOPS_LIMIT, LOOP_STATUS, hops_in
from app.gateway.splice import Peeked, peek, peek_body
from app.routing.embedding import embedding_candidates
from app.routing.resolve import RouteRequest
from app.secrets.client_keys import ClientKey

# What rows call a request for embeddings, in whatever form it came.
_ASKED = "embeddings"


async def embed(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The vectors of the inputs, all or none."""
    _begun(call)
    peeked = peek(await call.body())
    call.outcome.client_model = peeked.model
    call.transcript = transcript_for(call, key, peeked.body)
    return await _answer(call, route, key, decode_request(peeked.body), peeked)


async def embed_content(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The vectors of a Gemini client's contents; the path names the model."""
    _begun(call)
    model = (route.name or "").rpartition(":")[0]
    call.outcome.client_model = model
    peeked = peek_body(await call.body(), model, stream=False)
    call.transcript = transcript_for(call, key, peeked.body)
    return await _answer(call, route, key, decode_gemini_request(peeked.body, model), peeked)


def _begun(call: Call) -> None:
    outcome = call.outcome
    outcome.asked = _ASKED
    outcome.course.guarded = outcome.course.at(asyncio.get_running_loop().time())


async def _answer(
    call: Call, route: Route, key: ClientKey, request: EmbeddingRequest, peeked: Peeked
) -> web.StreamResponse:
    services, outcome, snapshot = call.services, call.outcome, call.snapshot
    hops = hops_in(call.headers)
    if hops >= HOPS_LIMIT:
        return call.refusal(going_round(), LOOP_STATUS)

    def able(name: str) -> bool:
        provider = snapshot.providers.get(name)
        return provider is None or provider.is_demo or provider.embedding("").api != "none"

    model = models.unprefixed(peeked.model, snapshot.providers)
    wanted = RouteRequest(model, key.profile, route.provider)
    candidates = usable(embedding_candidates(snapshot.table, wanted, able), snapshot)
    outcome.course.routed = outcome.course.at(asyncio.get_running_loop().time())
    exchange = EmbeddingExchange(
        services, snapshot, call.dialect, request, peeked, outcome, call.transcript, hops
    )
    with services.load.one_more(key, snapshot.settings.server.requests_per_key):
        await admit(call, key, candidates[0], len(peeked.body))
        whole = await exchange.run(candidates)
    return HttpDestination(call.http, call.cors_headers).response(whole)
