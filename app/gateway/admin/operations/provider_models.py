"""The models of a provider, and what they cost."""

import asyncio
import logging
from collections.abc import Iterable

from app.gateway.admin import cursors
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.operations.providers import found
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import conflict, unknown
from app.gateway.admin.settings_calls import save
from app.gateway.admin.shapes.common import Page, PageQuery
from app.gateway.admin.shapes.providers import Model, ModelChange, NewModel, PriceShown
from app.providers.pricing.book import own_price
from app.providers.pricing.price import Price
from app.providers.provider import Provider, ProviderError, build
from app.settings import change
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings

log = logging.getLogger(__name__)

_MICROS = 1_000_000


async def list_models(call: Call[PageQuery, None]) -> Page[Model]:
    """The models that a provider is known to serve, your own first."""
    name = call.path["name"]
    entry = found(call.parts.settings(), name)
    shown, following = cursors.sliced(_names(name, entry), call.query.cursor, call.query.limit)
    items = await asyncio.to_thread(_described, call.parts, name, entry, shown)
    return Page[Model](items=items, next_cursor=following)


async def add_model(call: Call[None, NewModel]) -> Model:
    """One more model, offered to clients."""
    provider, body = call.path["name"], call.body

    def add(old: Settings) -> Settings:
        entry = found(old, provider)
        if body.name in entry.models:
            raise conflict("name", f"The provider {provider} has a model {body.name} already.")
        price = body.price.setting() if body.price is not None else entry.prices.get(body.name)
        return change.replace_provider(old, provider, change.with_model(entry, body.name, price))

    await save(call.parts, add)
    return await _model(call.parts, provider, body.name)


async def get_model(call: Call[None, None]) -> Model:
    """One model."""
    return await _model(call.parts, call.path["name"], call.path["model"])


async def update_model(call: Call[None, ModelChange]) -> Model:
    """A model with your own price, or without."""
    provider, name = call.path["name"], call.path["model"]
    price = call.body.price.setting() if call.body.price is not None else None

    def update(old: Settings) -> Settings:
        entry = found(old, provider)
        if name not in _names(provider, entry):
            raise unknown("There is no such model at this provider.")
        return change.replace_provider(old, provider, change.with_price(entry, name, price))

    await save(call.parts, update)
    return await _model(call.parts, provider, name)


async def delete_model(call: Call[None, None]) -> None:
    """The model is not offered any more, and your own price of it is gone."""
    provider, name = call.path["name"], call.path["model"]

    def remove(old: Settings) -> Settings:
        entry = found(old, provider)
        if name not in entry.models:
            if name in _names(provider, entry):
                raise conflict(
                    "model", "This model comes with the provider's preset. It cannot be removed."
                )
            raise unknown("There is no such model at this provider.")
        return change.replace_provider(old, provider, change.without_model(entry, name))

    await save(call.parts, remove)


async def _model(parts: ConsoleParts, provider: str, name: str) -> Model:
    entry = found(parts.settings(), provider)
    if name not in _names(provider, entry):
        raise unknown("There is no such model at this provider.")
    described = await asyncio.to_thread(_described, parts, provider, entry, [name])
    return described[0]


def _names(provider: str, entry: ProviderSettings) -> tuple[str, ...]:
    try:
        return build(provider, entry).models
    except ProviderError:
        return entry.models


def _described(
    parts: ConsoleParts, provider: str, entry: ProviderSettings, names: Iterable[str]
) -> list[Model]:
    """Models with their prices; blocks while the catalogue is read."""
    try:
        built = build(provider, entry)
    except ProviderError:
        built = None
    now_ms = parts.now_ms()
    described = []
    for name in names:
        price = _looked_up(parts, built, name, entry)
        described.append(
            Model(
                name=name,
                source="settings" if name in entry.models else "preset",
                price=None if price is None else _price(price, now_ms),
            )
        )
    return described


def _looked_up(
    parts: ConsoleParts, provider: Provider | None, name: str, entry: ProviderSettings
) -> Price | None:
    if provider is None:
        return own_price(name, entry.prices)
    try:
        return parts.prices.resolve(provider, name, entry.prices)
    except Exception:  # the catalogue is another project's data
        log.exception("the price of %s/%s cannot be looked up", provider.name, name)
        return None


def _price(price: Price, now_ms: int) -> PriceShown:
    rates = price.rates(now_ms)
    return PriceShown(
        currency=price.currency,
        input=rates.fresh / _MICROS,
        output=rates.output / _MICROS,
        cache_read=rates.cache_read / _MICROS,
        cache_write=rates.cache_write / _MICROS,
        reasoning=None if rates.reasoning is None else rates.reasoning / _MICROS,
        source=price.source,
        date=price.dated(now_ms) or None,
    )


_ALL = "/admin/providers/{name}/models"
_ONE = "/admin/providers/{name}/models/{model}"
_TAG = "providers"
_PARAMETERS = {"model": {"description": "The model's name; a slash in it is sent as %2F."}}

OPERATIONS = (
    Operation(
        "GET",
        _ALL,
        "List a provider's models",
        _TAG,
        list_models,
        query=PageQuery,
        response=Page[Model],
    ),
    Operation(
        "POST",
        _ALL,
        "Add a model",
        _TAG,
        add_model,
        body=NewModel,
        response=Model,
        status=201,
        refusals=(409,),
    ),
    Operation("GET", _ONE, "Get a model", _TAG, get_model, response=Model, parameters=_PARAMETERS),
    Operation(
        "PATCH",
        _ONE,
        "Set a model's price",
        _TAG,
        update_model,
        body=ModelChange,
        response=Model,
        refusals=(409,),
        parameters=_PARAMETERS,
    ),
    Operation(
        "DELETE",
        _ONE,
        "Remove a model",
        _TAG,
        delete_model,
        status=204,
        refusals=(409,),
        parameters=_PARAMETERS,
    ),
)
