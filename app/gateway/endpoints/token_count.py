"""POST /v1/messages/count_tokens, answered on this machine."""

import asyncio

from aiohttp import web

from app.gateway.call import Call
from app.gateway.paths import Route
from app.secrets.client_keys import ClientKey


async def count_tokens(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The tokens of a request that is not sent."""
    del route, key
    client_call = call.client_call(await call.body(), "messages/count_tokens")
    conversation = call.dialect.decode_request(client_call)
    call.outcome.client_model = conversation.model
    tokens = await asyncio.to_thread(call.services.count, conversation)
    return call.json({"input_tokens": tokens})
