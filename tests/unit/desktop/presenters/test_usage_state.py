from datetime import date

from app.desktop.presenters.usage_span import Days
from app.desktop.presenters.usage_state import Filters, UsageState
from app.storage.totals import Totals

TODAY = date(2026, 11, 21)
DAYS = Days(TODAY, TODAY)
SUMS = Totals(requests=2, fresh=10, cache_read=5, output=3, cost={"USD": 1, "CNY": 71})


def test_what_is_measured_is_money_tokens_or_requests() -> None:
    measured = [UsageState(DAYS, measure=m).amount(SUMS) for m in ("spend", "tokens", "requests")]
    assert measured == [11, 18, 2]


def test_money_is_in_the_users_currency() -> None:
    assert UsageState(DAYS, currency="CNY").money(SUMS.cost) == 78


def test_nothing_at_all_is_known_only_after_reading_without_filters() -> None:
    assert not UsageState(DAYS).bare
    assert UsageState(DAYS, known=True).bare
    assert not UsageState(DAYS, known=True, filters=Filters(client="codex")).bare
    assert not UsageState(DAYS, known=True, year={TODAY: SUMS}).bare
