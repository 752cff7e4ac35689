"""The walk of one request along its candidates: keys, breaker, budgets, retries and failover."""

import asyncio
import logging
import random
from collections.abc import Container
from typing import Generic, Protocol, TypeVar

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.answers import AttemptFailed
from app.gateway.key_turns import KeyTurns
from app.gateway.outcome import Outcome
from app.gateway.services import Services
from app.gateway.snapshot import Snapshot
from app.gateway.transcript import Transcript
from app.providers.provider import Provider
from app.routing.breaker import Lane as BreakerLane
from app.routing.resolve import Candidate
from app.routing.retry import MAX_ATTEMPTS, Decision, Phase, Situation, decide

log = logging.getLogger(__name__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# Claude Code gives a silent gateway up after five minutes; other clients wait longer.
_PATIENCE_SECONDS = 300.0

_CANCELLED = Failure(FailureKind.CANCELLED, "The client went away.")


class Visits(Protocol[T_co]):
    """What a request does at each candidate."""

    async def attempt(self, candidate: Candidate, provider: Provider) -> T_co:
        """One try. Raises `AttemptFailed` while another one is still allowed."""
        ...

    def adapt(self, candidate: Candidate, failed: AttemptFailed) -> bool:
        """Whether the provider's answer taught how to ask it better, at once."""
        ...

    def leave(self) -> None:
        """Another candidate is asked: what the one before taught stays behind."""
        ...

    def concluded(self, candidate: Candidate) -> Failure | None:
        """The answer is there; the failure that it ended in after all."""
        ...

    def told(self, failed: AttemptFailed) -> T_co:
        """The last attempt's failure as the answer. Raises `Refused` where it cannot be one."""
        ...


class Walk(Generic[T]):
    """Asks one candidate after the other, each as often as the table of retries says.

    Notes in the outcome and its course what was tried. `began` is on the loop's clock. Failures of
    the kinds `aside` say nothing of the provider and its key, as far as other requests go.
    """

    def __init__(
        self,
        services: Services,
        snapshot: Snapshot,
        outcome: Outcome,
        transcript: Transcript,
        began: float,
        aside: Container[FailureKind] = (),
    ) -> None:
        self._services = services
        self._snapshot = snapshot
        self._outcome = outcome
        self._transcript = transcript
        self._aside = aside
        self._began = began
        self._loop = asyncio.get_running_loop()
        self._turns = KeyTurns(services)

    async def along(self, candidates: tuple[Candidate, ...], visits: Visits[T]) -> T:
        """The first answer, or the last failure as `visits` tells it.

        Raises `Refused` where a budget, the settings or the request itself forbid any answer.
        """
        position = 0
        same_target = 0
        while True:
            candidate = candidates[position]
            provider = self._turns.keyed(
                self._snapshot.provider(candidate.provider).for_user(self._outcome.user_id),
                self._loop.time(),
            )
            lane: BreakerLane = (provider.name, provider.key_ref or "")
            more = position + 1 < len(candidates)
            try:
                await self._services.accounts.try_provider(self._outcome, provider.name)
            except Refused:
                if not more:
                    raise
                position, same_target = self._past(position, same_target, visits), 0
                continue
            now = self._loop.time()
            if not self._services.breaker.admit(lane, now, only_one=not more):
                position, same_target = self._past(position, same_target, visits), 0
                continue
            self._outcome.attempts += 1
            same_target += 1
            try:
                answer = await visits.attempt(candidate, provider)
            except AttemptFailed as failed:
                self._failed(candidate, lane, failed)
                learnt = self._tries < MAX_ATTEMPTS and visits.adapt(candidate, failed)
                if learnt or self._turns.another(provider, failed):
                    continue
                decision = self._decide(failed, same_target, more)
                if decision.action == "give_up":
                    return visits.told(failed)
                if decision.action == "next":
                    position, same_target = self._past(position, same_target, visits), 0
                await asyncio.sleep(decision.delay)
            except BaseException as error:
                self._tried(error.failure if isinstance(error, Refused) else _CANCELLED)
                self._services.breaker.abandoned(lane)
                raise
            else:
                late = visits.concluded(candidate)
                self._tried(late)
                self._settle(lane, late)
                return answer

    @property
    def _tries(self) -> int:
        """The attempts so far; a key that gave way to the next one is none at the provider."""
        return self._outcome.attempts - self._turns.given_up

    def _past(self, position: int, tries: int, visits: Visits[T]) -> int:
        """The next candidate after one that was asked so often."""
        visits.leave()
        if tries:
            self._outcome.failovers += 1
        return position + 1

    def _tried(self, failure: Failure | None) -> None:
        self._outcome.course.tried(self._loop.time(), failure)

    def _failed(self, candidate: Candidate, lane: BreakerLane, failed: AttemptFailed) -> None:
        self._tried(failed.failure)
        self._transcript.keep("provider_answered", failed.body, attempt=self._outcome.attempts)
        if failed.failure.kind in self._aside:
            self._services.breaker.abandoned(lane)
        else:
            self._services.breaker.failed(lane, failed.failure, self._loop.time())
        log.info(
            "attempt %d at %s/%s failed: %s",
            self._outcome.attempts,
            candidate.provider,
            candidate.model,
            failed.failure.kind,
        )

    def _settle(self, lane: BreakerLane, failure: Failure | None) -> None:
        """Tell the breaker how the answer ended."""
        if failure is not None:
            self._services.breaker.failed(lane, failure, self._loop.time())
        else:
            self._services.breaker.succeeded(lane, self._loop.time())

    def _decide(self, failed: AttemptFailed, same_target: int, more: bool) -> Decision:
        elapsed = self._loop.time() - self._began
        stale = failed.phase is Phase.REUSED
        situation = Situation(
            phase=failed.phase,
            attempts=self._tries,
            same_target=same_target,
            elapsed=elapsed,
            more_candidates=more,
            jitter=random.random(),  # noqa: S311 - it spreads retries, it guards nothing
            time_left=max(0.0, 1 - elapsed / _PATIENCE_SECONDS),
            # After a sleep every pooled connection is stale at once; nothing was sent on any.
            budget=stale or self._services.retry_budget.has_room(self._loop.time()),
        )
        decision = decide(failed.failure, situation)
        if decision.action == "again" and not stale:
            self._services.retry_budget.spend(self._loop.time())
        return decision
