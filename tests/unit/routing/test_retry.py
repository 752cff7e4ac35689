"""The table of what to do after a failed attempt."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import Failure, FailureKind
from app.routing.retry import (
    MAX_ATTEMPTS,
    MAX_SECONDS,
    Decision,
    Phase,
    RetryBudget,
    Situation,
    decide,
)

K = FailureKind
FIRST = Situation(Phase.ANSWERED, attempts=1, same_target=1, elapsed=0.0, more_candidates=False)
GIVE_UP = Decision("give_up")
NEXT = Decision("next")


def failure(kind: FailureKind, **facts: object) -> Failure:
    return Failure(kind, "x", **facts)  # type: ignore[arg-type]


def after(kind: FailureKind, situation: Situation = FIRST, **facts: object) -> Decision:
    return decide(failure(kind, **facts), situation)


@pytest.mark.parametrize(
    ("kind", "phase", "alone", "with_another"),
    [
        (K.NETWORK, Phase.CONNECT, Decision("again", 0.375), Decision("again", 0.375)),
        (K.TIMEOUT, Phase.CONNECT, Decision("again", 0.375), Decision("again", 0.375)),
        (K.NETWORK, Phase.REUSED, Decision("again", 0.0), Decision("again", 0.0)),
        (K.NETWORK, Phase.SENT, Decision("again", 1.25), Decision("again", 1.25)),
        (K.TIMEOUT, Phase.SENT, GIVE_UP, NEXT),
        (K.OVERLOADED, Phase.ANSWERED, Decision("again", 1.25), NEXT),
        (K.PROVIDER, Phase.ANSWERED, Decision("again", 1.25), NEXT),
        (K.CUT, Phase.ANSWERED, Decision("again", 1.25), NEXT),
        (K.PROTOCOL, Phase.ANSWERED, Decision("again", 1.25), NEXT),
        (K.CONFLICT, Phase.ANSWERED, Decision("again", 1.25), NEXT),
        (K.RATE_LIMITED, Phase.ANSWERED, GIVE_UP, NEXT),
        (K.PROVIDER_KEY, Phase.ANSWERED, GIVE_UP, NEXT),
        (K.PERMISSION, Phase.ANSWERED, GIVE_UP, NEXT),
        (K.BILLING, Phase.ANSWERED, GIVE_UP, NEXT),
        *(
            (kind, Phase.ANSWERED, GIVE_UP, GIVE_UP)
            for kind in (
                *(K.BAD_REQUEST, K.UNSUPPORTED, K.CONTEXT_OVERFLOW, K.TOO_LARGE, K.NOT_FOUND),
                *(K.MODEL_NOT_FOUND, K.METHOD_NOT_ALLOWED, K.CANCELLED, K.INTERNAL),
            )
        ),
    ],
)
def test_the_table(
    kind: FailureKind, phase: Phase, alone: Decision, with_another: Decision
) -> None:
    situation = replace(FIRST, phase=phase)
    assert after(kind, situation) == alone
    assert after(kind, replace(situation, more_candidates=True)) == with_another


def test_a_call_that_the_model_wrote_wrong_is_asked_for_once_more() -> None:
    wrong: dict[str, Any] = {"code": "tool_use_failed", "status": 400}
    assert after(K.BAD_REQUEST, **wrong) == Decision("again", 0.25)
    with_another = replace(FIRST, more_candidates=True)
    assert after(K.BAD_REQUEST, with_another, **wrong) == Decision("again", 0.25)
    second = replace(FIRST, attempts=2, same_target=2)
    assert after(K.BAD_REQUEST, second, **wrong) == GIVE_UP
    assert after(K.BAD_REQUEST, replace(second, more_candidates=True), **wrong) == NEXT


def test_a_second_failure_at_the_same_target_leads_to_the_next() -> None:
    again = replace(FIRST, phase=Phase.CONNECT, attempts=2, same_target=2)
    assert after(K.NETWORK, again) == GIVE_UP
    assert after(K.NETWORK, replace(again, more_candidates=True)) == NEXT


def test_a_short_rate_limit_is_waited_for() -> None:
    assert after(K.RATE_LIMITED, retry_after=4.0) == Decision("again", 4.0)
    assert after(K.RATE_LIMITED, retry_after=6.0) == GIVE_UP
    assert after(K.RATE_LIMITED, replace(FIRST, elapsed=28.0), retry_after=4.0) == GIVE_UP
    assert after(K.RATE_LIMITED, replace(FIRST, more_candidates=True), retry_after=1.0) == NEXT


def test_a_provider_that_told_504_itself_is_asked_again() -> None:
    assert after(K.TIMEOUT, status=504) == Decision("again", 1.25)


def test_a_silent_provider_leads_to_the_next_while_there_is_time() -> None:
    silent = replace(FIRST, phase=Phase.SENT, more_candidates=True, time_left=0.3)
    assert after(K.TIMEOUT, silent) == GIVE_UP
    assert after(K.TIMEOUT, replace(silent, time_left=0.4)) == NEXT


def test_what_only_a_person_can_mend_is_not_tried_again() -> None:
    assert after(K.PROVIDER, retryable=False) == GIVE_UP
    situation = replace(FIRST, phase=Phase.CONNECT, more_candidates=True)
    assert after(K.NETWORK, situation, retryable=False) == NEXT


def test_an_empty_retry_budget_leaves_the_other_candidates() -> None:
    poor = replace(FIRST, budget=False)
    assert after(K.OVERLOADED, poor) == GIVE_UP
    assert after(K.OVERLOADED, replace(poor, more_candidates=True)) == NEXT


situations = st.builds(
    Situation,
    phase=st.sampled_from(Phase),
    attempts=st.integers(1, 5),
    same_target=st.integers(1, 3),
    elapsed=st.floats(0, 60),
    more_candidates=st.booleans(),
    jitter=st.floats(0, 1),
    time_left=st.floats(0, 1),
    budget=st.booleans(),
)
failures = st.builds(
    Failure,
    kind=st.sampled_from(FailureKind),
    message=st.just("x"),
    status=st.sampled_from([None, 408, 500, 529]),
    retry_after=st.none() | st.floats(0, 100),
    retryable=st.sampled_from([None, True, False]),
)


@given(failures, situations)
def test_limits_hold_for_every_failure(failed: Failure, situation: Situation) -> None:
    decision = decide(failed, situation)
    if (
        situation.phase is Phase.COMMITTED
        or situation.attempts >= MAX_ATTEMPTS
        or situation.elapsed >= MAX_SECONDS
        or failed.kind in (K.CANCELLED, K.BAD_REQUEST, K.CONTEXT_OVERFLOW)
    ):
        assert decision == GIVE_UP
    if decision.action == "again":
        assert 0 <= decision.delay <= 5
        assert situation.elapsed + decision.delay <= MAX_SECONDS
        assert situation.budget
    if decision.action == "next":
        assert situation.more_candidates


def test_the_budget_is_a_fifth_of_the_last_minute_and_three() -> None:
    budget = RetryBudget()
    assert [budget.spend(0.0) for _ in range(4)] == [True, True, True, False]
    for _ in range(10):
        budget.request(1.0)
    assert [budget.spend(2.0) for _ in range(3)] == [True, True, False]
    assert not budget.has_room(50.0)
    assert budget.has_room(70.0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 30)), max_size=200))
def test_the_budget_is_never_overdrawn(steps: list[tuple[bool, float]]) -> None:
    budget = RetryBudget()
    now = 0.0
    requests: list[float] = []
    retries: list[float] = []
    for is_request, pause in steps:
        now += pause
        if is_request:
            budget.request(now)
            requests.append(now)
        elif budget.spend(now):
            retries.append(now)
            lately = sum(time > now - 62 for time in requests)
            assert sum(time > now - 58 for time in retries) <= 3 + 0.2 * lately
