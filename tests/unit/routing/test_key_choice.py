"""Which of a provider's keys the next attempt uses."""

from app.core.failure import Failure, FailureKind
from app.routing.breaker import Breaker
from app.routing.key_choice import KeyChoice

KEYS = ("env:A", "env:B", "env:C")
LIMITED = Failure(FailureKind.RATE_LIMITED, "Slow down.", retry_after=60.0)
REJECTED = Failure(FailureKind.PROVIDER_KEY, "Rejected.")


class Keys:
    def __init__(self) -> None:
        self.breaker = Breaker()
        self.choice = KeyChoice()

    def choose(self, now: float = 0.0, tried: tuple[str, ...] = ()) -> str | None:
        return self.choice.choose(self.breaker, "p", KEYS, now, tried)

    def failed(self, key: str, failure: Failure, now: float = 0.0) -> None:
        self.breaker.failed(("p", key), failure, now)


def test_the_first_key_is_used_as_long_as_it_works() -> None:
    keys = Keys()
    assert [keys.choose(now) for now in (0.0, 1.0, 2.0)] == ["env:A"] * 3


def test_a_key_at_its_limit_is_set_aside_and_the_next_one_kept_for_its_cache() -> None:
    keys = Keys()
    keys.choose()
    keys.failed("env:A", LIMITED)
    assert keys.choose(1.0) == "env:B"
    assert keys.choose(100.0) == "env:B"


def test_a_rejected_key_is_not_used_while_another_one_can_be() -> None:
    keys = Keys()
    keys.failed("env:A", REJECTED)
    keys.failed("env:B", LIMITED)
    assert keys.choose(1.0) == "env:C"
    keys.failed("env:C", LIMITED, 10.0)
    assert keys.choose(11.0) == "env:B"


def test_a_failing_server_is_not_the_keys_fault() -> None:
    keys = Keys()
    keys.choose()
    for _ in range(6):
        keys.failed("env:A", Failure(FailureKind.NETWORK, "No."))
    assert keys.choose(1.0) == "env:A"


def test_keys_that_were_tried_are_left_out_until_none_is_left() -> None:
    keys = Keys()
    assert keys.choose(tried=("env:A",)) == "env:B"
    assert keys.choose(tried=KEYS) is None


def test_where_all_are_set_aside_the_first_to_be_back_is_used() -> None:
    keys = Keys()
    keys.failed("env:A", REJECTED)
    keys.failed("env:B", LIMITED, 5.0)
    keys.failed("env:C", LIMITED, 0.0)
    assert keys.choose(6.0) == "env:C"
