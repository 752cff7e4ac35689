"""How a provider does, by its last calls."""

import pytest

from app.bootstrap.program import health as health_module
from app.bootstrap.program.health import HealthRecord
from app.core.failure import Failure, FailureKind
from app.desktop.program.providers import Health
from app.gateway.outcome import Outcome


def outcome(*tries: tuple[str, FailureKind | None], first: float | None = 0.4) -> Outcome:
    made = Outcome("req_1", "POST /v1/messages", asked="messages", first_delta=first)
    made.course.asked = 0
    for provider, kind in tries:
        made.course.trying(provider, "m", 0.0)
        made.course.tried(1.0, None if kind is None else Failure(kind, "No.", status=503))
    return made


@pytest.mark.parametrize(
    ("kind", "health"),
    [
        (FailureKind.PROVIDER_KEY, Health.KEY_REJECTED),
        (FailureKind.PERMISSION, Health.KEY_REJECTED),
        (FailureKind.RATE_LIMITED, Health.LIMITED),
        (FailureKind.BILLING, Health.LIMITED),
        (FailureKind.OVERLOADED, Health.LIMITED),
        (FailureKind.NETWORK, Health.FAILING),
        (FailureKind.CUT, Health.FAILING),
    ],
)
def test_the_last_failure_is_told_with_its_reason(kind: FailureKind, health: Health) -> None:
    record = HealthRecord()
    assert record.take(outcome(("a", kind), ("b", None))) == {"a", "b"}
    found, reason = record.health("a")
    assert found is health
    assert "503" in reason
    assert record.health("b") == (Health.OK, "")


def test_an_answer_makes_it_good_again() -> None:
    record = HealthRecord()
    record.take(outcome(("a", FailureKind.NETWORK)))
    assert record.take(outcome(("a", None))) == {"a"}
    assert record.take(outcome(("a", None))) == set()


def test_what_a_client_did_wrong_says_nothing() -> None:
    record = HealthRecord()
    record.take(outcome(("a", FailureKind.BAD_REQUEST)))
    record.take(outcome(("a", FailureKind.CANCELLED)))
    assert record.health("a")[0] is Health.UNKNOWN


def test_a_failure_in_an_answer_that_had_begun_counts() -> None:
    record = HealthRecord()
    cut = outcome(("a", None))
    cut.failure = FailureKind.CUT
    record.take(cut)
    assert record.health("a")[0] is Health.FAILING


def test_three_slow_answers_are_slow() -> None:
    record = HealthRecord()
    for _ in range(3):
        assert record.health("a")[0] is not Health.SLOW
        record.take(outcome(("a", None), first=30.0))
    assert record.health("a")[0] is Health.SLOW
    record.take(outcome(("a", None), first=1.0))
    assert record.health("a")[0] is Health.OK


def test_a_limit_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    record = HealthRecord()
    record.take(outcome(("a", FailureKind.RATE_LIMITED)))
    monkeypatch.setattr(health_module, "_LIMIT_SECONDS", -1.0)
    assert record.health("a")[0] is Health.OK


def test_a_provider_with_other_settings_is_unknown() -> None:
    record = HealthRecord()
    record.take(outcome(("a", FailureKind.NETWORK)))
    record.forget("a")
    assert record.health("a")[0] is Health.UNKNOWN
