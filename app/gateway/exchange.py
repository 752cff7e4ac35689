"""One client request at its providers: attempts, failover, and the relay of the answer."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import aclosing

from app.core.events import Event
from app.core.failure import Failure, FailureKind, Refused
from app.dialects.base import Reply
from app.gateway.answers import Answer, AttemptFailed
from app.gateway.attempt import Attempt, prepare
from app.gateway.completion import Completion, input_estimate
from app.gateway.destination import AnswerStream, Destination, Whole
from app.gateway.lessons import Lessons
from app.gateway.outcome import Outcome
from app.gateway.outlet import Outlet, TranslatedOutlet, VerbatimOutlet, ping, without
from app.gateway.paths import ANTHROPIC
from app.gateway.recorded import our_fault
from app.gateway.request import Request
from app.gateway.response_headers import own_response_headers
from app.gateway.search.loop import open_searching
from app.gateway.search.own_answer import own_answer
from app.gateway.search.searching import Searching
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.told import told
from app.gateway.transcript import EVENT_STREAM, JSON, Tap, both
from app.gateway.walk import Walk
from app.providers.provider import Provider
from app.routing.commit import Commit
from app.routing.resolve import Candidate
from app.routing.retry import Phase

log = logging.getLogger(__name__)

# Failures that we found in a stream, and the provider did not tell: its bytes hold no error frame.
_OUR_VERDICTS = (FailureKind.CUT, FailureKind.PROTOCOL, FailureKind.NETWORK, FailureKind.TIMEOUT)


def _knows_no_past(failure: Failure) -> bool:
    """Whether a provider does not find the answer, or the item of one, that it was pointed at.

    OpenAI: "Previous response with id 'resp_1' not found." (previous_response_not_found), "Item
    with id 'rs_1' not found."
    """
    return failure.code == "previous_response_not_found" or "not found" in failure.message


class Exchange:
    """One request, from its route to its last byte.

    Keeps the snapshot that it began with. Its outcome is filled in as it goes and is true at every
    moment: a cancelled exchange has recorded what it knew.
    """

    def __init__(
        self,
        services: Services,
        snapshot: Snapshot,
        destination: Destination,
        request: Request,
        outcome: Outcome,
        created: int,
        watch: Tap | None = None,
    ) -> None:
        self._services = services
        self._snapshot = snapshot
        self._destination = destination
        self._request = request
        self._outcome = outcome
        self._created = created
        self._watch = watch
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._head: Mapping[str, str] = {}
        self._stream: AnswerStream | None = None
        self._translated: TranslatedOutlet | None = None
        self._outlet: Outlet | None = None
        self._lessons = Lessons(snapshot)
        self._searching = Searching(request, snapshot)
        self._late_failure: Failure | None = None
        self._walk: Walk[Whole | None] = Walk(
            services, snapshot, outcome, request.transcript, self._began
        )

    async def run(self, candidates: tuple[Candidate, ...]) -> Whole | None:
        """Ask the candidates in order until one answers, and relay its answer.

        Gives what is whole; None where the destination's stream has carried the answer. Raises
        `Refused` where nobody answers and the client has been sent nothing yet.
        """
        self._services.retry_budget.request(self._began)
        self._outcome.course.asked = self._outcome.course.at(self._began)
        if self._request.peeked.stream:
            kind = EVENT_STREAM if self._request.framing == "sse" else JSON
            self._stream = self._destination.stream(
                lambda: self._head,
                self._sign_of_life,
                self._snapshot.settings.server.keepalive,
                both(self._request.transcript.tap("client_got", kind), self._watch),
            )
        try:
            candidates = self._searching.route(candidates)
            if own := await own_answer(self._services, self._searching, candidates):
                return await self._tell(own)
            return await self._walk.along(candidates, self)
        except Refused as refused:
            self._outcome.failure = refused.failure.kind
            if not self._opened:
                raise
            await self._end_in_band(refused.failure)
            return None
        except ConnectionError:
            raise  # the client is gone
        except Exception:
            if not self._opened:
                raise
            # Nobody could answer on this connection any more, and the client would wait for ever.
            log.exception("the request failed by a fault of Dragoman")
            fault = our_fault(self._outcome)
            self._outcome.failure = fault.kind
            await self._end_in_band(fault)
            return None
        except asyncio.CancelledError:
            if self._services.stopping.is_set() and self._stream is not None:
                failure = Failure(
                    FailureKind.UNAVAILABLE, "Dragoman was stopped before the answer was complete."
                )
                await self._end_in_band(failure)
            raise
        finally:
            if self._stream is not None:
                self._stream.stop()
                self._outcome.response_bytes = self._stream.sent_bytes

    def adapt(self, candidate: Candidate, failed: AttemptFailed) -> bool:
        """Whether the provider's 400 taught how to ask it better; one lesson a target is tried."""
        if failed.phase is not Phase.ANSWERED:
            return False
        verbatim = self._outcome.lane == "verbatim"
        # Asked with another account's key, or it has forgotten by now.
        forgot = verbatim and _knows_no_past(failed.failure)
        if forgot and self._request.tell_all(candidate.provider):
            return True
        return self._lessons.learn(candidate, failed.failure, verbatim=verbatim)

    def leave(self) -> None:
        """See `Visits`."""
        self._lessons.leave()

    def concluded(self, candidate: Candidate) -> Failure | None:
        """What a stream ended in; a lesson that has proved right is kept."""
        if self._late_failure is None and self._outcome.failure is None:
            self._lessons.keep(candidate)
        return self._late_failure

    async def attempt(self, candidate: Candidate, provider: Provider) -> Whole | None:
        """One try. Raises `AttemptFailed` while another one is still allowed."""
        outcome = self._outcome
        outcome.provider, outcome.model = provider.name, candidate.model
        outcome.served_by = provider
        outcome.course.trying(provider.name, candidate.model, self._loop.time())
        self._services.accounts.trying(outcome)
        dialect = self._services.dialects.get(provider.dialect, self._request.dialect)
        attempt = prepare(
            self._request,
            provider,
            dialect,
            candidate.model,
            self._lessons.known(candidate),
            verbatim=self._translated is None or not self._translated.spoke,
            searching=self._searching,
        )
        outcome.lane, outcome.losses = attempt.lane, list(attempt.wire.losses)
        for loss in attempt.wire.losses:
            log.debug("lost %s at %s: %s", loss.what, loss.where, loss.note)
        transcript = self._request.transcript
        transcript.keep("provider_got", attempt.wire.body, JSON, outcome.attempts)
        self._head = self._headers()
        opening = open_searching(self._services, attempt, self._request, outcome)
        async with opening as answer:
            self._head = self._headers(answer)
            if self._stream is not None:
                await self._relay(attempt, answer, self._stream)
                return None
            return await self._whole(attempt, answer)

    async def _relay(self, attempt: Attempt, answer: Answer, stream: AnswerStream) -> None:
        """Pass the answer on as it arrives."""
        outlet = self._outlet = self._outlet_for(attempt, answer)
        answered = self._answered(attempt)
        with self._completion(attempt) as completion:
            async with aclosing(answer.batches()) as batches:
                async for raw, events in batches:
                    answered(raw)
                    ended = await completion.take(events)
                    shown = events if completion.failure is None else events[:-1]
                    await stream.write(outlet.take(raw, shown))
                    if failure := completion.failure or outlet.failure:
                        if not outlet.committed:
                            raise AttemptFailed(failure, Phase.ANSWERED)
                        self._late_failure = failure
                        self._outcome.failure = failure.kind
                        verbatim = attempt.lane == "verbatim" and raw
                        told = verbatim and failure.kind not in _OUR_VERDICTS
                        await stream.write(outlet.rest() if told else outlet.fail(failure))
                        break
                    if ended:
                        await stream.write(outlet.rest())
                        break
        self._outcome.status = 200
        await stream.end()

    async def _whole(self, attempt: Attempt, answer: Answer) -> Whole:
        """Collect the answer for a client that does not stream."""
        verbatim = attempt.lane == "verbatim"
        commit = Commit() if verbatim else self._commit()
        answered = self._answered(attempt)
        collected: list[Event] = []
        received: list[bytes] = []
        with self._completion(attempt) as completion:
            async with aclosing(answer.batches()) as batches:
                async for raw, events in batches:
                    answered(raw)
                    ended = await completion.take(events)
                    if verbatim:
                        received.append(raw)
                    collected += commit.take(events)
                    if failure := completion.failure or commit.failure:
                        late = self._outcome.first_delta is not None
                        raise AttemptFailed(failure, Phase.COMMITTED if late else Phase.ANSWERED)
                    if ended:
                        break
        if verbatim:
            body = without(answer.secrets, b"".join(received))
        else:
            body = self._request.dialect.encode_response(collected, self._reply())
        self._outcome.status = 200
        self._outcome.response_bytes = len(body)
        return Whole(200, body, {"content-type": "application/json", **self._headers(answer)})

    async def _tell(self, own: list[Event]) -> Whole | None:
        """An answer of our own, for which no provider was asked."""
        self._outcome.lane, self._outcome.status = "translated", 200
        self._head = self._headers()
        if self._stream is not None:
            await self._stream.write(self._encoder_outlet().take(b"", own))
            await self._stream.end()
            return None
        body = self._request.dialect.encode_response(own, self._reply())
        self._outcome.response_bytes = len(body)
        return Whole(200, body, {"content-type": "application/json", **self._head})

    def told(self, failed: AttemptFailed) -> Whole:
        """The last attempt's failure. Raises `Refused` where a stream has begun."""
        if self._opened:
            raise Refused(failed.failure)
        return told(failed, self._request.dialect, self._outcome, self._headers())

    @property
    def _opened(self) -> bool:
        return self._stream is not None and self._stream.opened

    async def _end_in_band(self, failure: Failure) -> None:
        """End a stream that had begun with the failure as its last frame."""
        stream = self._stream
        if stream is None:
            raise Refused(failure)
        self._outcome.status = 200
        outlet = self._outlet or self._encoder_outlet()
        try:
            await stream.write(outlet.fail(failure))
            await stream.end()
        except ConnectionError:
            raise Refused(failure) from None

    def _completion(self, attempt: Attempt) -> Completion:
        return Completion(self._services, attempt, self._request, self._outcome, self._began)

    def _answered(self, attempt: Attempt) -> Tap:
        """What takes the provider's answer for the transcript."""
        kind = EVENT_STREAM if attempt.wire.stream else JSON
        return self._request.transcript.tap("provider_answered", kind, self._outcome.attempts)

    def _outlet_for(self, attempt: Attempt, answer: Answer) -> Outlet:
        if attempt.lane == "verbatim":
            dialect = self._request.dialect
            return VerbatimOutlet(dialect, ping(dialect), self._outcome.request_id, answer.secrets)
        outlet = self._encoder_outlet()
        outlet.restart()
        return outlet

    def _encoder_outlet(self) -> TranslatedOutlet:
        if self._translated is None:
            encoder = self._request.dialect.stream_encoder(self._reply())
            self._translated = TranslatedOutlet(
                encoder, self._outcome.request_id, self._request.dialect, self._commit()
            )
        return self._translated

    def _commit(self) -> Commit:
        """The gate of one answer. An empty answer is a failure, unless it was asked for.

        Anthropic's `max_tokens: 0` warms the cache and answers nothing.
        """
        prewarming = self._request.conversation().options.max_tokens == 0
        return Commit(refuse_empty=not prewarming)

    def _sign_of_life(self) -> bytes:
        if self._outlet is None:
            if self._outcome.lane != "translated":
                return ping(self._request.dialect)
            self._outlet = self._encoder_outlet()
        return self._outlet.keepalive()

    def _reply(self) -> Reply:
        outcome = self._outcome
        return Reply(
            self._request.conversation(),
            id=outcome.request_id.removeprefix("req_"),
            created=self._created,
            input_estimate=input_estimate(
                self._services, self._request, outcome.provider, outcome.model
            ),
            request_id=outcome.request_id,
            seal=self._services.seal.key,
            framing=self._request.framing,
            previous=self._request.call.previous,
        )

    def _headers(self, answer: Answer | None = None) -> dict[str, str]:
        outcome = self._outcome
        headers = dict(answer.headers) if answer is not None else {}
        headers |= own_response_headers(outcome)
        if self._request.dialect.name == ANTHROPIC:
            headers["request-id"] = outcome.request_id
        return headers
