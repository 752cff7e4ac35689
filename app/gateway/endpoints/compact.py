"""POST /v1/responses/compact: a conversation in short, for its client to go on from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.wire_json import dump, load, load_request
from app.gateway.call import Call
from app.gateway.destination import Whole
from app.gateway.endpoints.responses import respond
from app.gateway.paths import Route
from app.gateway.relay import HttpDestination
from app.gateway.stored_responses import history
from app.secrets.client_keys import ClientKey

_TRIGGER = {"type": "compaction_trigger"}
_TRANSPORT = {"store": False, "stream": False}


async def compact(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """The user's messages and one item that stands for everything else.

    It is asked for as a client asks that ends its input with a trigger, so that a provider which
    makes such items makes its own, and any other writes a summary.
    """
    body = await call.body()
    told = await call.services.responses.told(key.id, body, call.snapshot.settings.responses)
    request = load_request(told.body)
    items = history.items_of(request.get("input"))
    if not items and "previous_response_id" not in request:
        message = "Invalid 'input': there is no conversation to compact."
        raise Refused(Failure(FailureKind.BAD_REQUEST, message, param="input"))
    asked = dump({**request, "input": [*items, _TRIGGER], **_TRANSPORT})
    destination = HttpDestination(call.http, call.cors_headers)
    whole = await respond(call, replace(route, endpoint="responses"), key, asked, destination)
    if whole is not None and whole.status == 200:
        whole = replace(whole, body=_compacted(whole, items))
        call.outcome.response_bytes = len(whole.body)
    return destination.response(whole)


def _compacted(whole: Whole, items: Sequence[Any]) -> bytes:
    # It may be the provider's own answer, which was only looked at as far as its lane needs.
    try:
        response = load(whole.body)
        status, name, output = response["status"], response["id"], response["output"]
        made = [item for item in output if item["type"] == "compaction"]
    except (ValueError, KeyError, TypeError):
        message = "The provider answered with something that is no response."
        raise Refused(Failure(FailureKind.PROTOCOL, message)) from None
    if status != "completed" or not made:
        message = "The model did not come to the end of its summary. Try again."
        raise Refused(Failure(FailureKind.PROTOCOL, message))
    users = [
        item
        for item in history.listed(name, items)
        if item["type"] == "message" and item.get("role") == "user"
    ]
    return dump(
        {
            "id": name,
            "object": "response.compaction",
            "created_at": response.get("created_at", 0),
            "output": [*users, made[-1]],
            "usage": response.get("usage"),
        }
    )
