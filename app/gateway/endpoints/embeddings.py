"""POST /v1/embeddings."""

import asyncio

from aiohttp import web

from app.dialects.embeddings.decode_request import decode_request
from app.gateway.admission import admit, going_round, hops_of, transcript_for, usable
from app.gateway.call import Call
from app.gateway.embeddings.exchange import EmbeddingExchange
from app.gateway.endpoints import models
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.request import HOPS_LIMIT, LOOP_STATUS
from app.gateway.splice import peek
from app.routing.embedding import embedding_candidates
from app.routing.resolve import RouteRequest
from app.secrets.client_keys import ClientKey


async def embed(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The vectors of the inputs, all or none."""
    services, outcome, snapshot = call.services, call.outcome, call.snapshot
    clock = asyncio.get_running_loop().time
    outcome.asked = route.endpoint
    outcome.course.guarded = outcome.course.at(clock())
    peeked = peek(await call.body())
    outcome.client_model = peeked.model
    call.transcript = transcript_for(call, key, peeked.body)
    request = decode_request(peeked.body)
    hops = hops_of(call)
    if hops >= HOPS_LIMIT:
        return call.refusal(going_round(), LOOP_STATUS)

    def able(name: str) -> bool:
        provider = snapshot.providers.get(name)
        return provider is None or provider.is_demo or provider.embedding("").api != "none"

    model = models.unprefixed(peeked.model, snapshot.providers)
    wanted = RouteRequest(model, key.profile, route.provider)
    candidates = usable(embedding_candidates(snapshot.table, wanted, able), snapshot)
    outcome.course.routed = outcome.course.at(clock())
    exchange = EmbeddingExchange(
        services, snapshot, call.dialect, request, peeked, outcome, call.transcript, hops
    )
    with services.load.one_more(key, snapshot.settings.server.requests_per_key):
        await admit(call, key, candidates[0], len(peeked.body))
        whole = await exchange.run(candidates)
    return HttpDestination(call.http, call.cors_headers).response(whole)
