"""GET and DELETE /v1/responses/{id}, and what lies below it."""

from typing import Any

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.wire_json import load
from app.gateway.call import Call
from app.gateway.paths import Route
from app.gateway.stored_responses import history
from app.gateway.upstream import UpstreamFailed
from app.secrets.client_keys import ClientKey
from app.storage.failure import DatabaseError
from app.storage.records import KeptResponse

_PAGE = 20
_LARGEST_PAGE = 100


async def stored_response(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """An answer that is kept here, or word that it is none or no more."""
    name = route.name or ""
    if call.http.method == "DELETE":
        return await _deleted(call, name, key)
    kept = await _found(call, name, key)
    if call.http.query.get("stream", "").lower() == "true":
        message = "This answer is complete and is not streamed again. Read it without 'stream'."
        raise Refused(
            Failure(
                FailureKind.UNSUPPORTED,
                message,
                code="unsupported_parameter",
                param="stream",
                retryable=False,
            )
        )
    return call.json(load(kept.response))


async def input_items(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """A page of what was said before an answer, the newest first unless `order=asc`."""
    kept = await _found(call, route.name or "", key)
    policy = call.snapshot.settings.responses
    chain = await call.services.responses.chain(key.id, kept.id, policy) or [kept]
    said = [*history.said(chain[1:]), *load(chain[0].input)]
    shown = history.listed(kept.id, said)
    query = call.http.query
    if _order(query.get("order", "desc")) == "desc":
        shown.reverse()
    places = {item["id"]: place for place, item in enumerate(shown)}
    begin, end = 0, len(shown)
    if after := query.get("after"):
        begin = _place(places, "after", after) + 1
    if before := query.get("before"):
        end = _place(places, "before", before)
    page = shown[begin:end][: _limit(query.get("limit", str(_PAGE)))]
    return call.json(
        {
            "object": "list",
            "data": page,
            "first_id": page[0]["id"] if page else None,
            "last_id": page[-1]["id"] if page else None,
            "has_more": len(page) < end - begin,
        }
    )


async def cancel_response(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """A refusal: every answer that is kept is complete."""
    await _found(call, route.name or "", key)
    message = (
        "Cannot cancel a synchronous response: it is complete. Dragoman answers nothing in the "
        "background; end the request itself to cancel it."
    )
    raise Refused(Failure(FailureKind.BAD_REQUEST, message, retryable=False))


async def conversations(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """A refusal: conversations as objects of their own live at OpenAI only."""
    del call, route, key
    message = (
        "Dragoman has no /v1/conversations. Go on from an answer with 'previous_response_id', or "
        "send the whole conversation in 'input'."
    )
    raise Refused(Failure(FailureKind.NOT_FOUND, message, retryable=False))


async def _found(call: Call, name: str, key: ClientKey) -> KeptResponse:
    policy = call.snapshot.settings.responses
    kept = await call.services.responses.response(key.id, name, policy)
    if kept is None:
        raise _unknown(call, name)
    return kept


async def _deleted(call: Call, name: str, key: ClientKey) -> web.StreamResponse:
    policy = call.snapshot.settings.responses
    try:
        kept = await call.services.responses.forget(key.id, name, policy)
    except DatabaseError as error:
        raise Refused(Failure(FailureKind.UNAVAILABLE, error.message)) from None
    if kept is None:
        raise _unknown(call, name)
    if kept.provider:
        await _delete_there(call, kept)
    answer: dict[str, Any] = {"id": name, "object": "response", "deleted": True}
    return call.json(answer)


async def _delete_there(call: Call, kept: KeptResponse) -> None:
    """Delete the answer at the provider that keeps it, too: "deleted" must be true."""
    provider = call.snapshot.providers.get(kept.provider)
    reason = "it is switched off or was removed"
    if provider is not None:
        services = call.services
        try:
            own = provider.for_user(call.outcome.user_id)
            headers = await services.credentials.headers(own)
            answer = await services.upstream.delete(provider, f"responses/{kept.id}", headers)
            answer.close()
            if answer.status < 300 or answer.status == 404:
                return
            reason = f"it answered {answer.status}"
        except UpstreamFailed as failed:
            reason = failed.failure.message
        except Refused as refused:
            reason = refused.failure.message
    message = (
        f"Dragoman has deleted its copy of '{kept.id}', but {kept.provider} keeps it: {reason}."
    )
    raise Refused(Failure(FailureKind.PROVIDER, message, provider=kept.provider, retryable=False))


def _unknown(call: Call, name: str) -> Refused:
    policy = call.snapshot.settings.responses
    how = (
        "Dragoman keeps no answers: that is switched off in its settings"
        if policy.keep == "off"
        else f"Dragoman keeps answers for {policy.hours} hours"
    )
    message = f"Response with id '{name[:100]}' not found: {how}."
    return Refused(Failure(FailureKind.NOT_FOUND, message, retryable=False))


def _order(text: str) -> str:
    if text not in ("asc", "desc"):
        raise _bad("order", f"Invalid value: '{text[:40]}'. Supported values are: 'asc', 'desc'.")
    return text


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _LARGEST_PAGE):
        raise _bad("limit", f"Expected a whole number from 1 to {_LARGEST_PAGE}.")
    return int(text)


def _place(places: dict[str, int], name: str, item: str) -> int:
    if item not in places:
        raise _bad(name, f"There is no item '{item[:100]}' in this list.")
    return places[item]


def _bad(name: str, message: str) -> Refused:
    failure = Failure(FailureKind.BAD_REQUEST, f"Invalid '{name}': {message}", param=name)
    return Refused(failure)
