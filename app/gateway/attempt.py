"""One try at one provider: which lane, which bytes, which decoder."""

import re
from dataclasses import dataclass, replace

from app.core import carrier
from app.core.traits import Target, Traits
from app.dialects.base import Dialect, WireRequest
from app.gateway.outcome import Lane
from app.gateway.paths import ANTHROPIC
from app.gateway.request import Request
from app.gateway.response_headers import forwarded_request_headers
from app.gateway.splice import spliced
from app.providers.provider import Provider
from app.routing.adapt import Lesson, without_thinking

_MID_SYSTEM = re.compile(rb'"role"\s*:\s*"system"')
_CARRIER = carrier.PREFIX.encode()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What goes to `provider`, and the dialect that reads its answer."""

    provider: Provider
    dialect: Dialect
    wire: WireRequest
    lane: Lane


def prepare(
    request: Request,
    provider: Provider,
    dialect: Dialect,
    model: str,
    lesson: Lesson | None,
    *,
    verbatim: bool,
) -> Attempt:
    """The attempt at `model` of `provider`, which speaks `dialect`.

    Where both sides speak one dialect and `verbatim` allows it, the client's bytes go as they are,
    but for the model's name. Everything else passes through the neutral conversation, and is
    streamed from the provider also when the client does not stream: a long answer must not run into
    anybody's total timeout.

    Raises `Refused` where the request cannot be read, or not be said in `dialect`.
    """
    target = provider.target(model)
    if provider.is_demo:
        return Attempt(provider, dialect, WireRequest("", b"", target, stream=True), "translated")
    if lesson is not None:
        target = replace(target, traits=lesson.traits)
    if (
        verbatim
        and lesson is None
        and dialect.name == request.dialect.name
        and _passes_as_it_is(request.peeked.body, dialect.name, target.traits)
    ):
        return Attempt(provider, dialect, _untouched(request, target), "verbatim")
    conversation = request.conversation()
    if lesson is not None and lesson.without_thinking:
        conversation = without_thinking(conversation)
    streamed = replace(conversation, options=replace(conversation.options, stream=True))
    return Attempt(provider, dialect, dialect.encode_request(streamed, target), "translated")


def _passes_as_it_is(body: bytes, dialect: str, traits: Traits) -> bool:
    """Whether nothing in the body is known to be refused by the target."""
    if _CARRIER in body:
        return False
    if dialect != ANTHROPIC:
        return True
    return (
        traits.betas
        and (traits.mid_system or _MID_SYSTEM.search(body) is None)
        and (traits.documents or b'"document"' not in body)
        and (traits.images or b'"image"' not in body)
    )


def _untouched(request: Request, target: Target) -> WireRequest:
    path = request.call.path
    if request.call.query.get("beta") == "true":
        path += "?beta=true"
    return WireRequest(
        path=path,
        body=spliced(request.peeked, target.model),
        target=target,
        stream=request.peeked.stream,
        headers=forwarded_request_headers(request.dialect.name, request.call.headers),
    )
