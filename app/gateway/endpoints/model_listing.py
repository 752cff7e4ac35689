"""GET /v1/models and /v1/models/{model}."""

from aiohttp import web

from app.gateway.call import Call
from app.gateway.endpoints import models
from app.gateway.paths import CHAT, RESPONSES, Route
from app.routing.resolve import RouteRequest, known_models, resolve
from app.secrets.client_keys import ClientKey


async def list_models(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The models that the key's profile knows; those that cannot talk for OpenAI's clients only."""
    del route
    vectors = call.dialect.name in (CHAT, RESPONSES)
    names = known_models(call.snapshot.table, key.profile, embeddings=vectors)
    return call.json(models.listed(call.dialect.name, names))


async def describe_model(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """One model; raises `Refused` (MODEL_NOT_FOUND) where no rule leads anywhere."""
    name = models.unprefixed(route.name or "", call.snapshot.providers)
    resolve(call.snapshot.table, RouteRequest(name, key.profile, route.provider))
    return call.json(models.described(call.dialect.name, name))
