"""One try at one provider: which lane, which bytes, which decoder."""

import re
from dataclasses import dataclass, replace

from app.core import carrier
from app.core.traits import Target, Traits
from app.dialects.base import Dialect, WireRequest
from app.dialects.gemini.wire import path as gemini_path
from app.gateway.missing_reasoning import misses_reasoning
from app.gateway.outcome import Lane
from app.gateway.paths import ANTHROPIC, GEMINI
from app.gateway.request import Request
from app.gateway.response_headers import forwarded_request_headers
from app.gateway.search.plan import Offered, offered
from app.gateway.search.searching import Searching
from app.gateway.splice import spliced
from app.providers.provider import Provider
from app.routing.adapt import Lesson

# Claude Code 2.1.329 gives thinking without a proof back so; Anthropic answers it with a 400.
_UNSIGNED = re.compile(rb'"signature"\s*:\s*""')
_CACHE_MARK = b'"cache_control"'
_COMPACTION = b'"compaction_trigger"'
_MID_SYSTEM = re.compile(rb'"role"\s*:\s*"system"')


@dataclass(frozen=True, slots=True)
class Attempt:
    """What goes to `provider`, and the dialect that reads its answer.

    `offered` is there where the model is helped to search the web.
    """

    provider: Provider
    dialect: Dialect
    wire: WireRequest
    lane: Lane
    offered: Offered | None = None


def prepare(
    request: Request,
    provider: Provider,
    dialect: Dialect,
    model: str,
    lesson: Lesson | None,
    *,
    verbatim: bool,
    searching: Searching | None = None,
) -> Attempt:
    """The attempt at `model` of `provider`, which speaks `dialect`.

    Where both sides speak one dialect and `verbatim` allows it, the client's bytes go as they are,
    but for the model's name. Everything else passes through the neutral conversation, and is
    streamed from the provider also when the client does not stream: a long answer must not run into
    anybody's total timeout. `searching` knows what helps a model that cannot search the web.

    Raises `Refused` where the request cannot be read, or not be said in `dialect`.
    """
    target = provider.target(model)
    if provider.is_demo:
        return Attempt(provider, dialect, WireRequest("", b"", target, stream=True), "translated")
    if lesson is not None:
        target = replace(target, traits=lesson.traits)
    loop = searching.loop(target) if searching is not None else None
    if (
        verbatim
        and lesson is None
        and loop is None
        and dialect.name == request.dialect.name
        and (request.peeked.stream or not _streams_only(target.traits))
        and request.framing == "sse"  # an array can only be ended by who began it
        and _passes_as_it_is(request.untouched(provider.name).body, dialect.name, target.traits)
    ):
        untouched = _untouched(request, provider.name, target)
        return Attempt(provider, dialect, untouched, "verbatim")
    conversation = request.conversation()
    if lesson is not None:
        conversation = lesson.applied(conversation)
    if loop is not None:
        conversation = offered(conversation, loop)
    streamed = replace(conversation, options=replace(conversation.options, stream=True))
    wire = dialect.encode_request(streamed, target)
    helped = Offered(streamed, loop) if loop is not None else None
    return Attempt(provider, dialect, wire, "translated", helped)


def _streams_only(traits: Traits) -> bool:
    """Whether the target, or its thinking, is there for streams only."""
    return traits.stream_only or traits.thinking_only_streaming


def _passes_as_it_is(body: bytes, dialect: str, traits: Traits) -> bool:
    """Whether nothing in the body is known to be refused by the target, or missing in it."""
    if traits.cache_breakpoints and traits.cache_marks and _CACHE_MARK not in body:
        return False
    if carrier.present_in(body, wrapped=dialect == GEMINI) or misses_reasoning(body, traits):
        return False
    if dialect != ANTHROPIC:
        hosted = traits.hosted_tools or b'"web_search' not in body
        return hosted and (traits.compaction or _COMPACTION not in body)
    return (
        traits.betas
        and (not traits.signatures or _UNSIGNED.search(body) is None)
        and (traits.hosted_tools or b'"web_search_' not in body)
        and (traits.mid_system or _MID_SYSTEM.search(body) is None)
        and (traits.documents or b'"document"' not in body)
        and (traits.images or b'"image"' not in body)
    )


def _untouched(request: Request, provider: str, target: Target) -> WireRequest:
    path = request.call.path
    if request.dialect.name == GEMINI:
        path = gemini_path(target.model, request.peeked.stream)
    elif request.call.query.get("beta") == "true":
        path += "?beta=true"
    return WireRequest(
        path=path,
        body=spliced(request.untouched(provider), target.model),
        target=target,
        stream=request.peeked.stream,
        headers=forwarded_request_headers(request.dialect.name, request.call.headers),
    )
