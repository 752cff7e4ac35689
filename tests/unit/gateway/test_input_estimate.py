"""The estimate of a request's tokens follows what the provider reported."""

from app.gateway.input_estimate import InputEstimate


def test_it_begins_with_a_plain_guess_and_is_never_zero() -> None:
    estimate = InputEstimate()
    assert estimate.tokens("p", "m", 4000) == 1000
    assert estimate.tokens("p", "m", 0) == 1


def test_it_learns_each_model_s_own_ratio() -> None:
    estimate = InputEstimate()
    estimate.learn("p", "m", 3000, 1000)
    assert estimate.tokens("p", "m", 6000) == 2000
    assert estimate.tokens("p", "other", 6000) == 1500
    estimate.learn("p", "m", 5000, 1000)
    assert estimate.tokens("p", "m", 8000) == 2000


def test_tiny_requests_teach_nothing() -> None:
    estimate = InputEstimate()
    estimate.learn("p", "m", 90, 90)
    assert estimate.tokens("p", "m", 4000) == 1000


def test_what_it_remembers_is_bounded() -> None:
    estimate = InputEstimate()
    for number in range(1000):
        estimate.learn("p", str(number), 3000, 1000)
    assert len(estimate._bytes_per_token) <= 256
