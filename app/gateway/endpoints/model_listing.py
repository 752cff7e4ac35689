"""GET /v1/models and /v1/models/{model}."""

from aiohttp import web

from app.gateway.call import Call
from app.gateway.endpoints import models
from app.gateway.paths import Route
from app.routing.resolve import RouteRequest, known_models, resolve
from app.secrets.client_keys import ClientKey


async def list_models(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The models that the key's profile knows."""
    del route
    names = known_models(call.snapshot.table, key.profile)
    return call.json(models.listed(call.dialect.name, names))


async def describe_model(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """One model; raises `Refused` (MODEL_NOT_FOUND) where no rule leads anywhere."""
    name = models.unprefixed(route.name or "", call.snapshot.providers)
    resolve(call.snapshot.table, RouteRequest(name, key.profile, route.provider))
    return call.json(models.described(call.dialect.name, name))
