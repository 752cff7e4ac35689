"""A model that searches the web, asked on behalf of one that cannot."""

import logging
import time
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace

from app.core.conversation import Conversation, HostedTool, Opaque, Options, Text, Turn
from app.core.events import AnswerPart
from app.core.failure import Refused
from app.core.fold import Fold
from app.core.search import Found, Search
from app.core.sidecar import Sidecar
from app.dialects import citations
from app.gateway.answers import AttemptFailed, open_answer
from app.gateway.attempt import Attempt
from app.gateway.outcome import Outcome
from app.gateway.request import Request
from app.gateway.search.plan import KIND, SearchingModel
from app.gateway.search.rounds import OURS
from app.gateway.services import Services

log = logging.getLogger(__name__)

_TOKENS = 4096  # of its answer: a summary, with the addresses
_TOOL = HostedTool(KIND, KIND, Sidecar(OURS, {}))


async def ask_model(
    services: Services, by: SearchingModel, words: str, request: Request, whole: Outcome
) -> Search:
    """What the model finds, in its words and with its sources, or why it finds nothing.

    What it costs is a row of its own in the ledger, of who asked for `whole`, with whose own key
    it is asked where they have one.
    """
    by = replace(by, provider=by.provider.for_user(whole.user_id))
    outcome = _part_of(whole, by)
    began = time.monotonic()
    try:
        tokens = len(words)
        await services.accounts.admit_part(outcome, whole.request_id, by.provider, by.model, tokens)
        return await _asked(services, by, words, request, outcome)
    except (AttemptFailed, Refused) as failed:
        outcome.failure = failed.failure.kind
        log.warning("a search of the web failed: %s", failed.failure.message)
        return Search(words, error=f"The search failed: {failed.failure.message}")
    finally:
        outcome.duration = time.monotonic() - began
        services.accounts.record(outcome)


async def _asked(
    services: Services, by: SearchingModel, words: str, request: Request, outcome: Outcome
) -> Search:
    dialect = services.dialects[by.provider.dialect]
    wire = dialect.encode_request(_question(by.model, words), by.provider.target(by.model))
    attempt = Attempt(by.provider, dialect, wire, "translated")
    fold = Fold()
    async with (
        open_answer(services, attempt, request) as answer,
        aclosing(answer.batches()) as batches,
    ):
        async for _, events in batches:
            fold.add(events)
    if fold.answer is not None:
        outcome.usage, outcome.status = fold.answer.usage, 200
    return _found(words, fold.parts)


def _question(model: str, words: str) -> Conversation:
    said = (
        f"Search the web for: {words}\n\nSay in short what you find, with the facts, dates and "
        "addresses that matter. Say so where you find nothing."
    )
    options = Options(max_tokens=_TOKENS, stream=True, stream_usage=True)
    return Conversation(OURS.dialect, model, (Turn("user", (Text(said),)),), (_TOOL,), options)


def _found(words: str, parts: Iterable[AnswerPart]) -> Search:
    results: dict[str, Found] = {}
    texts: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            texts.append(part.text)
            cited = (Found(each.title, each.url) for each in citations.of(part.sidecar))
        elif isinstance(part, Opaque) and part.search is not None:
            cited = (each for each in part.search.results)
        else:
            continue
        for each in cited:
            known = results.get(each.url)
            if known is None or (each.title and not known.title):
                results[each.url] = each
    return Search(words, tuple(results.values()), answer="".join(texts).strip())


def _part_of(whole: Outcome, by: SearchingModel) -> Outcome:
    """The record of a call that is a part of `whole`."""
    now = time.time_ns()
    return Outcome(
        f"{whole.request_id}-{now % 0x1000000:06x}",
        f"search for {whole.request_id}",
        now // 1_000_000,
        asked=whole.asked,
        key_name=whole.key_name,
        key_id=whole.key_id,
        user_id=whole.user_id,
        profile=whole.profile,
        program=whole.program,
        program_version=whole.program_version,
        conversation=whole.conversation,
        dialect=whole.dialect,
        client_model=whole.client_model,
        stream=False,
        provider=by.provider.name,
        model=by.model,
        served_by=by.provider,
        lane="translated",
        attempts=1,
    )
