from zoneinfo import ZoneInfo

import pytest

from app.core.failure import FailureKind
from app.gateway.accounts.refusals import over_budget, over_limit
from app.routing.limits import Refusal
from app.storage.records import Budget, BudgetScope, Exceeded

SHANGHAI = ZoneInfo("Asia/Shanghai")
RESET = 1_798_732_800_000  # 2027-01-01 00:00 in Shanghai is 2026-12-31 16:00 UTC


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("user", "your monthly budget, 50.00 USD,"),
        ("key", "this key's monthly budget, 50.00 USD,"),
        ("profile", "the monthly budget of the profile p, 50.00 USD,"),
        ("provider", "the monthly budget of the provider p, 50.00 USD,"),
    ],
)
def test_a_spent_budget_says_when_it_starts_again(scope: BudgetScope, words: str) -> None:
    budget = Budget("b", scope, "p", "month", 50_000_000, "USD", 0, hard=True)
    failure = over_budget(Exceeded(budget, 50_000_001, RESET), RESET - 5_000, SHANGHAI).failure
    assert failure.kind is FailureKind.BILLING
    assert words in failure.message
    assert "CST" in failure.message
    assert failure.retry_after == 5.0
    assert failure.retryable is False


def test_a_limit_says_when_to_try_again() -> None:
    failure = over_limit(Refusal("tokens", 12.5), "laptop").failure
    assert (failure.kind, failure.retry_after) == (FailureKind.RATE_LIMITED, 12.5)
    assert "laptop" in failure.message


def test_a_small_budget_is_not_told_as_nothing() -> None:
    budget = Budget("b", "key", "k", "day", 1_500, "CNY", 0, hard=True)
    failure = over_budget(Exceeded(budget, 1_500, RESET), RESET, SHANGHAI).failure
    assert "0.0015 CNY" in failure.message
