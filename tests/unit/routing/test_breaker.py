"""Which providers are worth a try just now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.core.failure import Failure, FailureKind
from app.routing.breaker import COUNTED, LONGEST_OPEN, OPENS_AFTER, Breaker, usable

LANE = ("deepseek", "env:K")
OTHER = ("openai", "env:K")
DOWN = Failure(FailureKind.PROVIDER, "x")


def opened(now: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(OPENS_AFTER):
        breaker.failed(LANE, DOWN, now)
    return breaker


@pytest.mark.parametrize("kind", sorted(COUNTED))
def test_five_failures_in_a_row_open_it(kind: FailureKind) -> None:
    breaker = Breaker()
    for _ in range(4):
        breaker.failed(LANE, Failure(kind, "x"), 0.0)
    assert breaker.admit(LANE, 0.0, only_one=False)
    breaker.failed(LANE, Failure(kind, "x"), 0.0)
    assert not breaker.admit(LANE, 29.9, only_one=False)
    assert breaker.health(LANE, 1.0).mode == "open"
    assert breaker.health(LANE, 1.0).until == 30.0


def test_a_success_between_failures_starts_the_count_again() -> None:
    breaker = Breaker()
    for _ in range(3):
        for _ in range(4):
            breaker.failed(LANE, DOWN, 0.0)
        breaker.succeeded(LANE, 0.0)
    assert breaker.health(LANE, 0.0).mode == "closed"


@pytest.mark.parametrize(
    "kind", [FailureKind.BAD_REQUEST, FailureKind.CANCELLED, FailureKind.INTERNAL]
)
def test_what_the_client_or_we_did_wrong_does_not_count(kind: FailureKind) -> None:
    breaker = Breaker()
    for _ in range(20):
        breaker.failed(LANE, Failure(kind, "x"), 0.0)
    assert breaker.health(LANE, 0.0).mode == "closed"


def test_a_single_candidate_is_never_refused() -> None:
    breaker = opened()
    assert breaker.admit(LANE, 1.0, only_one=True)
    breaker.failed(LANE, Failure(FailureKind.PROVIDER_KEY, "x"), 1.0)
    assert breaker.admit(LANE, 1.0, only_one=True)


def test_half_open_lets_one_request_through() -> None:
    breaker = opened()
    assert breaker.health(LANE, 31.0).mode == "half_open"
    assert breaker.admit(LANE, 31.0, only_one=False)
    assert not breaker.admit(LANE, 31.0, only_one=False)
    breaker.succeeded(LANE, 32.0)
    assert breaker.admit(LANE, 32.0, only_one=False)
    assert breaker.admit(LANE, 32.0, only_one=False)


def test_a_failed_probe_opens_it_for_longer() -> None:
    breaker = opened()
    now = 0.0
    for expected in (60.0, 90.0, 120.0):
        now = (breaker.health(LANE, now).until or 0.0) + 1
        assert breaker.admit(LANE, now, only_one=False)
        breaker.failed(LANE, DOWN, now)
        assert breaker.health(LANE, now).until == now + expected


def test_an_abandoned_probe_gives_its_permit_back() -> None:
    breaker = opened()
    assert breaker.admit(LANE, 31.0, only_one=False)
    breaker.abandoned(LANE)
    assert breaker.admit(LANE, 31.0, only_one=False)


def test_a_probe_that_never_told_does_not_block_for_ever() -> None:
    breaker = opened()
    assert breaker.admit(LANE, 31.0, only_one=False)
    assert breaker.admit(LANE, 31.0 + 301, only_one=False)


def test_a_rate_limit_is_a_cooldown_and_not_a_failure() -> None:
    breaker = Breaker()
    breaker.failed(LANE, Failure(FailureKind.RATE_LIMITED, "x", retry_after=20.0), 0.0)
    assert breaker.health(LANE, 1.0).mode == "cooling"
    assert not breaker.admit(LANE, 19.0, only_one=False)
    assert breaker.admit(LANE, 20.0, only_one=False)
    breaker.failed(LANE, Failure(FailureKind.RATE_LIMITED, "x", retry_after=1e9), 0.0)
    assert breaker.admit(LANE, 3601.0, only_one=False)


def test_a_broken_key_stays_broken_until_it_is_reset_or_works() -> None:
    breaker = Breaker()
    breaker.failed(LANE, Failure(FailureKind.PROVIDER_KEY, "x"), 0.0)
    assert breaker.health(LANE, 0.0).mode == "broken_key"
    assert not breaker.admit(LANE, 1e6, only_one=False)
    breaker.reset(LANE)
    assert breaker.admit(LANE, 1e6, only_one=False)
    breaker.failed(LANE, Failure(FailureKind.PERMISSION, "x"), 0.0)
    breaker.reset()
    assert breaker.health(LANE, 0.0).mode == "closed"


def test_lanes_do_not_touch_each_other() -> None:
    breaker = opened()
    assert breaker.admit(OTHER, 0.0, only_one=False)
    breaker.abandoned(OTHER)
    assert breaker.health(OTHER, 0.0).mode == "closed"


def test_usable_lanes_keep_their_order_and_are_never_none() -> None:
    breaker = opened()
    assert usable(breaker, [LANE, OTHER], 0.0) == [1]
    for _ in range(OPENS_AFTER):
        breaker.failed(OTHER, DOWN, 0.0)
    assert usable(breaker, [LANE, OTHER], 0.0) == [0, 1]
    assert usable(breaker, [], 0.0) == []


def test_asking_which_are_usable_takes_no_permit() -> None:
    breaker = opened()
    assert usable(breaker, [LANE, OTHER], 31.0) == [0, 1]
    assert breaker.admit(LANE, 31.0, only_one=False)
    assert usable(breaker, [LANE, OTHER], 31.0) == [1]


def test_rejected_keys_are_tried_again_once_keys_may_have_changed() -> None:
    breaker = Breaker()
    breaker.failed(LANE, Failure(FailureKind.PROVIDER_KEY, "no"), 0.0)
    breaker.keys_changed()
    assert breaker.health(LANE, 0.0).mode == "closed"
    assert breaker.admit(LANE, 0.0, only_one=False)


class BreakerStates(RuleBasedStateMachine):
    """Any order of outcomes keeps the promises."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker()
        self.now = 0.0
        self.probing = False

    @rule(seconds=st.floats(0, 400))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(kind=st.sampled_from(FailureKind), after=st.none() | st.floats(0, 100))
    def fails(self, kind: FailureKind, after: float | None) -> None:
        self.breaker.failed(LANE, Failure(kind, "x", retry_after=after), self.now)

    @rule()
    def succeeds(self) -> None:
        self.breaker.succeeded(LANE, self.now)
        assert self.breaker.health(LANE, self.now).mode == "closed"
        assert self.breaker.admit(LANE, self.now, only_one=False)

    @rule()
    def asks(self) -> None:
        ready = self.breaker.ready(LANE, self.now)
        mode = self.breaker.health(LANE, self.now).mode
        assert self.breaker.admit(LANE, self.now, only_one=False) is ready
        if mode == "half_open" and ready:
            assert not self.breaker.admit(LANE, self.now, only_one=False)

    @rule()
    def goes_away(self) -> None:
        self.breaker.abandoned(LANE)

    @invariant()
    def a_single_candidate_is_admitted(self) -> None:
        assert usable(self.breaker, [LANE], self.now) == [0]

    @invariant()
    def it_opens_for_a_bounded_time(self) -> None:
        health = self.breaker.health(LANE, self.now)
        if health.mode == "open":
            assert health.until is not None
            assert health.until <= self.now + LONGEST_OPEN
            assert not self.breaker.ready(LANE, self.now)
        if health.mode == "closed":
            assert health.failures < OPENS_AFTER


TestBreakerStates = BreakerStates.TestCase


@given(st.integers(0, OPENS_AFTER - 1))
def test_fewer_than_five_failures_never_close_the_way(count: int) -> None:
    breaker = Breaker()
    for _ in range(count):
        breaker.failed(LANE, DOWN, 0.0)
    assert breaker.admit(LANE, 0.0, only_one=False)
