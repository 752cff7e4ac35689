"""How much one client key may ask for at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.routing.limits import BUSY_SECONDS, KeyLimits, Limiter, Refusal

KEY = "key_a"
FREE = KeyLimits()


def admitted(limiter: Limiter, limits: KeyLimits, tokens: int, now: float) -> bool:
    return limiter.admit(KEY, limits, tokens, now) is None


def wait_for_tokens(limiter: Limiter, limits: KeyLimits, tokens: int, now: float) -> float:
    refusal = limiter.admit(KEY, limits, tokens, now)
    assert refusal is not None
    assert refusal.kind == "tokens"
    return refusal.retry_after_seconds


def test_a_key_without_limits_is_never_refused() -> None:
    limiter = Limiter()
    assert all(admitted(limiter, FREE, 10**9, 0.0) for _ in range(1000))


def test_a_minutes_requests_may_come_at_once_and_the_next_one_waits_for_its_share() -> None:
    limiter, limits = Limiter(), KeyLimits(requests_per_minute=30)
    assert all(admitted(limiter, limits, 0, 0.0) for _ in range(30))
    assert limiter.admit(KEY, limits, 0, 0.0) == Refusal("requests", 2.0)
    assert not admitted(limiter, limits, 0, 1.9)
    assert admitted(limiter, limits, 0, 2.0)
    assert not admitted(limiter, limits, 0, 2.0)


def test_tokens_are_counted_by_the_minute() -> None:
    limiter, limits = Limiter(), KeyLimits(tokens_per_minute=600)
    assert admitted(limiter, limits, 500, 0.0)
    assert limiter.admit(KEY, limits, 200, 0.0) == Refusal("tokens", 10.0)
    assert admitted(limiter, limits, 200, 10.0)


def test_the_longest_wait_is_the_one_that_is_told() -> None:
    limiter, limits = Limiter(), KeyLimits(requests_per_minute=1, tokens_per_minute=60)
    assert admitted(limiter, limits, 60, 0.0)
    assert limiter.admit(KEY, limits, 30, 0.0) == Refusal("requests", 60.0)
    limiter.ended(KEY, 60, 150, 0.0)
    assert limiter.admit(KEY, limits, 30, 0.0) == Refusal("tokens", 120.0)


def test_a_request_of_more_than_a_minute_is_let_in_when_the_minute_is_unused() -> None:
    limiter, limits = Limiter(), KeyLimits(tokens_per_minute=100)
    assert admitted(limiter, limits, 1, 0.0)
    limiter.ended(KEY, 1, 1, 0.0)
    assert wait_for_tokens(limiter, limits, 250, 0.0) == pytest.approx(0.6)
    assert admitted(limiter, limits, 250, 1.0)
    limiter.ended(KEY, 250, 250, 1.0)
    assert wait_for_tokens(limiter, limits, 1, 1.0) == pytest.approx(90.6)


def test_tokens_that_were_not_used_come_back_and_those_used_on_top_are_owed() -> None:
    limiter, limits = Limiter(), KeyLimits(tokens_per_minute=100)
    assert admitted(limiter, limits, 100, 0.0)
    limiter.ended(KEY, 100, 0, 0.0)
    assert admitted(limiter, limits, 100, 0.0)
    limiter.ended(KEY, 100, 160, 0.0)
    assert limiter.admit(KEY, limits, 40, 0.0) == Refusal("tokens", 60.0)


def test_a_running_request_keeps_its_place_until_it_ended() -> None:
    limiter, limits = Limiter(), KeyLimits(concurrency=2)
    assert admitted(limiter, limits, 0, 0.0)
    assert admitted(limiter, limits, 0, 0.0)
    assert limiter.admit(KEY, limits, 0, 1e6) == Refusal("concurrency", BUSY_SECONDS)
    limiter.ended(KEY, 0, 0, 1e6)
    assert limiter.running(KEY) == 1
    assert admitted(limiter, limits, 0, 1e6)


def test_a_refused_request_costs_nothing() -> None:
    limiter, limits = Limiter(), KeyLimits(requests_per_minute=1, tokens_per_minute=10)
    assert admitted(limiter, limits, 0, 0.0)
    for _ in range(10):
        assert not admitted(limiter, limits, 10, 0.0)
    assert admitted(limiter, limits, 10, 60.0)


def test_keys_do_not_touch_each_other() -> None:
    limiter, limits = Limiter(), KeyLimits(requests_per_minute=1, concurrency=1)
    assert limiter.admit("key_a", limits, 0, 0.0) is None
    assert limiter.admit("key_b", limits, 0, 0.0) is None
    assert limiter.running("key_c") == 0
    limiter.ended("key_c", 0, 0, 0.0)


def test_a_changed_limit_counts_what_was_taken_under_the_old_one() -> None:
    limiter = Limiter()
    for _ in range(10):
        assert admitted(limiter, KeyLimits(requests_per_minute=10), 0, 0.0)
    assert not admitted(limiter, KeyLimits(requests_per_minute=10), 0, 0.0)
    for _ in range(5):
        assert admitted(limiter, KeyLimits(requests_per_minute=15), 0, 0.0)
    assert limiter.admit(KEY, KeyLimits(requests_per_minute=5), 0, 0.0) == Refusal("requests", 132)
    assert admitted(limiter, FREE, 0, 0.0)


def test_a_clock_that_stands_still_or_goes_back_gives_nothing() -> None:
    limiter, limits = Limiter(), KeyLimits(requests_per_minute=1)
    assert admitted(limiter, limits, 0, 100.0)
    assert not admitted(limiter, limits, 0, 0.0)
    assert not admitted(limiter, limits, 0, 100.0)
    assert admitted(limiter, limits, 0, 160.0)


def test_what_is_kept_of_unused_keys_goes_away_and_what_they_owe_does_not() -> None:
    limiter, limits = Limiter(), KeyLimits(requests_per_minute=60, tokens_per_minute=60)
    for number in range(4000):
        limiter.admit(f"key_{number}", limits, 0, 0.0)
        limiter.ended(f"key_{number}", 0, 0, 0.0)
    limiter.admit("owing", limits, 60, 0.0)
    limiter.ended("owing", 60, 600, 0.0)
    limiter.admit("running", limits, 0, 0.0)
    for _ in range(5000):
        limiter.admit("other", FREE, 0, 61.0)
    assert len(limiter) == 3
    assert limiter.admit("owing", limits, 60, 61.0) is not None


@settings(max_examples=60)
@given(
    st.integers(1, 20),
    st.integers(1, 1000),
    st.lists(st.tuples(st.floats(0, 30), st.integers(0, 400), st.integers(0, 400)), max_size=60),
)
def test_no_window_sees_more_than_the_limit_and_a_minutes_burst(
    requests: int, tokens: int, steps: list[tuple[float, int, int]]
) -> None:
    limiter, limits = Limiter(), KeyLimits(requests, tokens)
    now, seen = 0.0, []
    for pause, estimated, actual in steps:
        now += pause
        if limiter.admit(KEY, limits, estimated, now) is None:
            used = min(actual, estimated)
            limiter.ended(KEY, estimated, used, now)
            seen.append((now, used))
    for first, (begin, _) in enumerate(seen):
        for last in range(first, len(seen)):
            share = (seen[last][0] - begin) / 60 + 1
            window = seen[first : last + 1]
            assert len(window) <= requests * share + 1e-3
            # Only a request of more than a whole minute goes beyond, and then it is the last one.
            assert sum(used for _, used in window[:-1]) <= tokens * share + max(0, 400 - tokens)


@settings(max_examples=60)
@given(st.integers(1, 20), st.integers(1, 500), st.integers(0, 2000), st.integers(0, 5000))
def test_who_waits_as_long_as_told_is_let_in(
    requests: int, tokens: int, taken: int, wanted: int
) -> None:
    limiter, limits = Limiter(), KeyLimits(requests, tokens)
    limiter.admit(KEY, limits, taken, 0.0)
    refusal = limiter.admit(KEY, limits, wanted, 0.0)
    if refusal is not None:
        assert refusal.retry_after_seconds > 0
        assert admitted(limiter, limits, wanted, refusal.retry_after_seconds)


class Concurrency(RuleBasedStateMachine):
    """Requests that run, end and are cancelled, under limits that change."""

    def __init__(self) -> None:
        super().__init__()
        self.limiter = Limiter()
        self.running: list[int] = []
        self.now = 0.0

    @rule(most=st.one_of(st.none(), st.integers(1, 4)), tokens=st.integers(0, 50))
    def ask(self, most: int | None, tokens: int) -> None:
        refusal = self.limiter.admit(KEY, KeyLimits(concurrency=most), tokens, self.now)
        assert (refusal is not None) == (most is not None and len(self.running) >= most)
        if refusal is None:
            self.running.append(tokens)

    @precondition(lambda self: self.running)
    @rule(actual=st.integers(0, 100))
    def end(self, actual: int) -> None:
        self.limiter.ended(KEY, self.running.pop(), actual, self.now)

    @rule(seconds=st.floats(0, 100))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def counts_exactly(self) -> None:
        assert self.limiter.running(KEY) == len(self.running)


TestConcurrency = Concurrency.TestCase
TestConcurrency.settings = settings(max_examples=30, stateful_step_count=30)
