"""POST /v1beta/models/{model}:generateContent and its neighbours.

The path names the model and the method; `alt=sse` asks for a stream of events, without it a stream
is one JSON array.
"""

import asyncio

from aiohttp import web

from app.gateway.call import Call
from app.gateway.endpoints.generation import Asked, ask
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.request import Framing
from app.gateway.splice import peek_body
from app.secrets.client_keys import ClientKey

_ARRAY = "application/json; charset=UTF-8"


async def generate_content(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The model's answer, whole, as events or as an array of responses."""
    model, method = _named(route)
    stream = method == "streamGenerateContent"
    form = call.http.query.get("alt") or call.http.query.get("$alt", "")
    array = stream and form.lower() != "sse"
    framing: Framing = "array" if array else "sse"
    body = await call.body()
    asked = Asked(peek_body(body, model, stream=stream), f"models/{route.name}", framing)
    destination = HttpDestination(call.http, call.cors_headers, _ARRAY if array else None)
    return destination.response(await ask(call, route, key, body, destination, asked=asked))


async def count_contents(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The tokens of a request that is not sent, counted on this machine."""
    del key
    client_call = call.client_call(await call.body(), f"models/{route.name}")
    conversation = call.dialect.decode_request(client_call)
    call.outcome.client_model = conversation.model
    tokens = await asyncio.to_thread(call.services.count, conversation)
    return call.json({"totalTokens": tokens})


def _named(route: Route) -> tuple[str, str]:
    """The model and the method."""
    model, _, method = (route.name or "").rpartition(":")
    return model, method
