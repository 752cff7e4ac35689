import logging

import pytest

from app.storage import health as module
from app.storage.failure import DatabaseError, Fault
from app.storage.health import Health

log = logging.getLogger("app.storage.test")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def test_a_failure_is_told_once_and_its_end_too(lines: pytest.LogCaptureFixture) -> None:
    health = Health(log)
    for _ in range(3):
        health.failed(DatabaseError(Fault.LOCKED, "It is locked."))
    began = health.since_ms
    assert began is not None
    health.failed(DatabaseError(Fault.FULL, "It is full."))
    assert (health.since_ms, str(health.failure)) == (began, "It is full.")
    health.recovered()
    health.recovered()
    assert (health.failure, health.since_ms) == (None, None)
    assert lines.messages == [
        "usage waits to be recorded. It is locked.",
        "usage waits to be recorded. It is full.",
        "usage is recorded again",
    ]


def test_each_subject_is_told_once_in_a_while(
    lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = Health(log)
    for subject in ("a", "a", "b"):
        health.tell(subject, "trouble with %s", subject)
    assert lines.messages == ["trouble with a", "trouble with b"]
    monkeypatch.setattr(module, "TOLD_SECONDS", 0.0)
    health.tell("a", "trouble with %s", "a")
    assert len(lines.messages) == 3
