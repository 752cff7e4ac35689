"""One request for embeddings, from its candidates to its answer."""

import asyncio
import logging
from collections.abc import Mapping

from app.core.failure import Failure, FailureKind, Refused
from app.core.usage import Usage
from app.dialects.base import Dialect
from app.dialects.embeddings.answer import as_asked, check_lengths, encode_answer
from app.dialects.embeddings.forms import FORMS, Form
from app.dialects.embeddings.lessons import learn
from app.dialects.embeddings.wire import EmbeddingRequest, EmbeddingTraits, Vectors
from app.gateway.answers import AttemptFailed, ask, spoken_by
from app.gateway.attempt import Attempt
from app.gateway.destination import Whole
from app.gateway.embeddings.count import count
from app.gateway.embeddings.demonstration import demonstrated
from app.gateway.embeddings.plan import Batch, Plan, plan
from app.gateway.outcome import Outcome
from app.gateway.outlet import without
from app.gateway.response_headers import own_response_headers, passed_response_headers
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.splice import Peeked
from app.gateway.told import told
from app.gateway.transcript import JSON, Transcript
from app.gateway.upstream import UpstreamFailed
from app.gateway.walk import Walk
from app.providers.provider import Provider
from app.routing.resolve import Candidate
from app.routing.retry import Phase
from app.storage.records import Side

log = logging.getLogger(__name__)

# A key that may not ask for embeddings serves conversations all the same: Moonshot answers 403,
# "The API you are accessing is not open" (MoonshotAI-Cookbook #21).
_OF_THE_ENDPOINT = (FailureKind.PERMISSION,)
# Batches of one request that are under way at a time.
_AT_ONCE = 4
# Which batch of which provider: its number, and what was sent.
_Place = tuple[str, int, bytes]


class EmbeddingExchange:
    """Asks for vectors and puts them together; `hops` is how many gateways the request passed.

    Nothing is told before all is there: one batch that fails fails the request. Batches that have
    come are kept for another try at the same place.
    """

    def __init__(
        self,
        services: Services,
        snapshot: Snapshot,
        dialect: Dialect,
        request: EmbeddingRequest,
        peeked: Peeked,
        outcome: Outcome,
        transcript: Transcript,
        hops: int,
    ) -> None:
        self._services = services
        self._snapshot = snapshot
        self._dialect = dialect
        self._request = request
        self._peeked = peeked
        self._outcome = outcome
        self._transcript = transcript
        self._hops = hops
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._walk: Walk[Whole] = Walk(
            services, snapshot, outcome, transcript, self._began, _OF_THE_ENDPOINT
        )
        self._learnt: EmbeddingTraits | None = None
        self._passed: Mapping[str, str] = {}
        self._secrets: tuple[bytes, ...] = ()
        self._came: dict[_Place, tuple[bytes, Vectors]] = {}

    async def run(self, candidates: tuple[Candidate, ...]) -> Whole:
        """The answer, or the failure of the last attempt.

        Raises `Refused` where a budget, the settings or the request itself forbid any answer.
        """
        self._services.retry_budget.request(self._began)
        self._outcome.course.asked = self._outcome.course.at(self._began)
        try:
            return await self._walk.along(candidates, self)
        except Refused as refused:
            self._outcome.failure = refused.failure.kind
            raise

    async def attempt(self, candidate: Candidate, provider: Provider) -> Whole:
        """One try: every batch that has not come yet. Raises `AttemptFailed`."""
        outcome = self._outcome
        outcome.provider, outcome.model = provider.name, candidate.model
        outcome.served_by, outcome.usage = provider, None
        outcome.course.trying(provider.name, candidate.model, self._loop.time())
        self._services.accounts.trying(outcome)
        if provider.is_demo:
            return await self._demonstrated()
        traits = self._traits(candidate)
        made = await plan(self._request, self._peeked, provider, candidate.model, traits)
        outcome.lane, outcome.losses = made.lane, list(made.losses)
        came = await self._all(made, provider)
        vectors = [each for _, batch in came for each in batch.values]
        try:
            check_lengths(self._request, vectors)
            usage = await self._usage([batch.usage for _, batch in came])
            if made.lane == "verbatim" and as_asked(self._request, vectors):
                body = without(self._secrets, came[0][0])
            else:
                body = await asyncio.to_thread(encode_answer, self._request, vectors, usage)
        except Refused as refused:
            spoken = spoken_by(provider.name, refused.failure)
            raise AttemptFailed(spoken, Phase.ANSWERED) from None
        outcome.usage = usage
        if not usage.estimated:
            size = len(self._peeked.body)
            self._services.estimate.learn(provider.name, candidate.model, size, usage.input)
        return self._answer(body)

    def adapt(self, candidate: Candidate, failed: AttemptFailed) -> bool:
        """Whether the provider's refusal taught how to ask it better."""
        if failed.phase is not Phase.ANSWERED:
            return False
        known = self._traits(candidate)
        arrays = any(isinstance(each, tuple) for each in self._request.inputs)
        inputs = min(len(self._request.inputs), known.inputs or len(self._request.inputs))
        learnt = learn(failed.failure, known, inputs, tokens=arrays)
        if learnt is None:
            return False
        self._learnt = learnt
        return True

    def leave(self) -> None:
        """See `Visits`."""
        self._learnt = None

    def concluded(self, candidate: Candidate) -> Failure | None:
        """Keep a lesson that has proved right; a whole answer has no late failure."""
        if self._learnt is not None:
            place = (candidate.provider, candidate.model)
            log.info("%s/%s is asked for embeddings otherwise from now on", *place)
            self._snapshot.embedding_lessons[place] = self._learnt
        return None

    def told(self, failed: AttemptFailed) -> Whole:
        """The last attempt's failure in the client's format."""
        return told(failed, self._dialect, self._outcome, self._headers())

    def _traits(self, candidate: Candidate) -> EmbeddingTraits:
        """What is known of a place: just learnt, kept from another request, or its preset's."""
        kept = self._snapshot.embedding_lessons.get((candidate.provider, candidate.model))
        provider = self._snapshot.provider(candidate.provider)
        return self._learnt or kept or provider.embedding(candidate.model)

    async def _all(self, made: Plan, provider: Provider) -> list[tuple[bytes, Vectors]]:
        """Every batch's answer, as it came and as it was read.

        Raises `AttemptFailed` where one has failed: no other is asked for then, and those under way
        are waited for, as they are paid for. They need not be asked for again.
        """
        gate = asyncio.Semaphore(_AT_ONCE)
        dialect = self._services.dialects[provider.dialect]
        places = [(provider.name, at, each.wire.body) for at, each in enumerate(made.batches)]
        failures: list[AttemptFailed] = []

        async def one(place: _Place, batch: Batch) -> None:
            attempt = Attempt(provider, dialect, batch.wire, made.lane)
            async with gate:
                if failures:
                    return
                self._keep("provider_got", batch.wire.body)
                try:
                    self._came[place] = await self._one(attempt, FORMS[made.api], batch.inputs)
                except AttemptFailed as failed:
                    failures.append(failed)

        try:
            async with asyncio.TaskGroup() as group:
                for place, batch in zip(places, made.batches, strict=True):
                    if place not in self._came:
                        group.create_task(one(place, batch))
        finally:
            self._outcome.usage = self._so_far(provider.name)
        if failures:
            raise failures[0]
        return [self._came[place] for place in places]

    async def _one(self, attempt: Attempt, form: Form, inputs: int) -> tuple[bytes, Vectors]:
        """One batch's answer. Raises `AttemptFailed`."""
        answer, self._secrets = await ask(self._services, attempt, self._hops)
        try:
            self._passed = passed_response_headers(answer.headers)
            body = await answer.body()
        except UpstreamFailed as failed:
            raise AttemptFailed(failed.failure, failed.phase) from None
        finally:
            answer.close()
        self._keep("provider_answered", body)
        try:
            return body, await asyncio.to_thread(form.decode, body, inputs)
        except Refused as refused:
            spoken = spoken_by(attempt.provider.name, refused.failure)
            raise AttemptFailed(spoken, Phase.ANSWERED) from None

    def _so_far(self, provider: str) -> Usage | None:
        """What the batches that have come from a provider have cost, should no other come."""
        came = (each.usage for place, (_, each) in self._came.items() if place[0] == provider)
        tokens = sum(usage.fresh for usage in came if usage is not None)
        return Usage(fresh=tokens, estimated=True) if tokens else None

    async def _usage(self, told: list[Usage | None]) -> Usage:
        """The tokens of all batches; counted here where the provider does not tell them all."""
        known = [usage for usage in told if usage is not None]
        if len(known) == 1 == len(told):
            return known[0]
        if len(known) == len(told):
            return Usage(fresh=sum(usage.fresh for usage in known))
        return Usage(fresh=await asyncio.to_thread(count, self._request.inputs), estimated=True)

    async def _demonstrated(self) -> Whole:
        """The built-in provider's vectors."""
        self._outcome.lane, self._outcome.losses = "translated", []
        body, self._outcome.usage = await asyncio.to_thread(demonstrated, self._request)
        return self._answer(body)

    def _answer(self, body: bytes) -> Whole:
        self._outcome.status, self._outcome.response_bytes = 200, len(body)
        return Whole(200, body, {"content-type": "application/json", **self._headers()})

    def _headers(self) -> dict[str, str]:
        return {**self._passed, **own_response_headers(self._outcome)}

    def _keep(self, side: Side, body: bytes) -> None:
        """Take a body for the transcript; batches stand there one below the other."""
        self._transcript.keep(side, body + b"\n", JSON, self._outcome.attempts)
