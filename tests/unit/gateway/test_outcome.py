"""The log's one line of a request."""

from app.core.failure import FailureKind
from app.core.loss import Loss
from app.core.usage import Usage
from app.gateway.outcome import Outcome


def test_a_refused_request_is_one_short_line() -> None:
    outcome = Outcome("req_1", "POST /v1/messages", status=401, duration=0.1234)
    outcome.failure = FailureKind.AUTHENTICATION
    assert outcome.summary() == "POST /v1/messages 401 123ms 0B>0B failed=authentication"


def test_an_answered_request_tells_where_it_went_and_what_it_cost() -> None:
    outcome = Outcome(
        "req_1",
        "POST /v1/messages",
        client_model="opus",
        provider="p",
        model="m",
        lane="translated",
        status=200,
        attempts=2,
        usage=Usage(fresh=10, output=5, estimated=True),
        request_bytes=100,
        response_bytes=200,
    )
    line = outcome.summary()
    assert "100B>200B opus>p/m translated tokens=~10+5 attempts=2" in line
    outcome.usage, outcome.attempts = Usage(fresh=10, output=5), 1
    assert outcome.summary().endswith("tokens=10+5")


def test_losses_are_counted() -> None:
    outcome = Outcome("req_1", "POST /v1/messages")
    assert "losses" not in outcome.summary()
    outcome.losses = [Loss("top_k", "top_k", "option", "not taken")]
    assert outcome.summary().endswith("losses=1")
