"""The answer of a model that searches with our function, as one answer."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace

from app.core.conversation import Conversation
from app.core.events import Failed
from app.core.failure import Refused
from app.core.search import Search
from app.gateway.answers import Answer, AttemptFailed, Batch, open_answer
from app.gateway.attempt import Attempt
from app.gateway.outcome import Outcome
from app.gateway.request import Request
from app.gateway.search.client import SearchClient
from app.gateway.search.model import ask_model
from app.gateway.search.plan import Helper, Offered, SearchingModel, allowed, unforced
from app.gateway.search.rounds import Rounds
from app.gateway.services import Services
from app.gateway.transcript import JSON
from app.routing.retry import Situation, decide

_NO_QUERY = "The search failed: `query` must say what to search for."
_ENOUGH = "No more searches are made for this answer. Answer with what was found so far."
# A model that goes on searching after it was told that is not asked for ever.
_TOLD_OFTEN = 2


@asynccontextmanager
async def open_searching(
    services: Services, attempt: Attempt, request: Request, outcome: Outcome
) -> AsyncIterator[Answer]:
    """As `open_answer`; a model that was offered our search is helped to it.

    `outcome` is that of the whole request.
    """
    async with open_answer(services, attempt, request) as first:
        if attempt.offered is None:
            yield first
        else:
            yield _SearchingAnswer(services, attempt, attempt.offered, request, outcome, first)


@dataclass(slots=True)
class _SearchingAnswer:
    _services: Services
    _attempt: Attempt
    _offered: Offered
    _request: Request
    _outcome: Outcome
    _first: Answer
    _made: int = 0  # searches, of those that are allowed

    @property
    def headers(self) -> Mapping[str, str]:
        """Those of the first round."""
        return self._first.headers

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """Those of the first round: the provider stays the same."""
        return self._first.secrets

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """See `Answer`: the rounds, one behind the other, with the searches between them."""
        loop, conversation = self._offered.loop, self._offered.conversation
        rounds = Rounds(loop.tool)
        answer = self._first
        last = loop.limit + _TOLD_OFTEN
        async with AsyncExitStack() as stack:
            for number in range(last + 1):
                if number:
                    await stack.aclose()
                    try:
                        answer = await self._next(stack, self._again(conversation))
                    except (AttemptFailed, Refused) as failed:
                        yield b"", [Failed(failed.failure)]
                        return
                async with aclosing(answer.batches()) as batches:
                    async for raw, events in batches:
                        yield raw, rounds.take(events)
                if rounds.failed:
                    return
                calls = rounds.searches()
                if not calls:
                    break
                found = await self._searched([query for _, query in calls])
                yield b"", rounds.found(found)
                if rounds.done or number == last:
                    break
                conversation = unforced(rounds.continued(conversation, found))
        yield b"", rounds.end()

    async def _next(self, stack: AsyncExitStack, attempt: Attempt) -> Answer:
        """The answer of the next round; a failure that passes is waited for, as in the first.

        Another provider is not asked any more: the client has seen some of the answer.
        """
        clock = asyncio.get_running_loop().time
        began, tries = clock(), 0
        while True:
            tries += 1
            try:
                opened = open_answer(self._services, attempt, self._request)
                return await stack.enter_async_context(opened)
            except AttemptFailed as failed:
                situation = Situation(
                    failed.phase, tries, tries, clock() - began, more_candidates=False
                )
                decision = decide(failed.failure, situation)
                if decision.action != "again":
                    raise
                await asyncio.sleep(decision.delay)

    def _again(self, conversation: Conversation) -> Attempt:
        attempt = self._attempt
        wire = attempt.dialect.encode_request(conversation, attempt.wire.target)
        self._request.transcript.keep(
            "provider_got", b"\n" + wire.body, JSON, self._outcome.attempts
        )
        return replace(attempt, wire=wire, offered=None)

    async def _searched(self, queries: Sequence[str]) -> list[Search]:
        left = self._offered.loop.limit - self._made
        self._made += len(queries)
        return await asyncio.gather(
            *(self._one(query, may=place < left) for place, query in enumerate(queries))
        )

    async def _one(self, query: str, *, may: bool) -> Search:
        if not query:
            return Search("", error=_NO_QUERY)
        if not may:
            return Search(query, error=_ENOUGH)
        loop = self._offered.loop
        return allowed(await self._found(loop.helper, query), loop.wanted)

    async def _found(self, helper: Helper, query: str) -> Search:
        services = self._services
        if isinstance(helper, SearchingModel):
            return await ask_model(services, helper, query, self._request, self._outcome)
        return await SearchClient(services.upstream, services.credentials).searched(helper, query)
