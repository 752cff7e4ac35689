from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from app.desktop.wording import amounts


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    amounts.use("en", UTC)
    yield
    amounts.use("en")


def chinese() -> None:
    amounts.use("zh", UTC)


@pytest.mark.parametrize(
    ("number", "en", "zh"),
    [
        (0, "0", "0"),
        (950, "950", "950"),
        (1_000, "1 k", "1,000"),
        (12_340, "12.3 k", "1.2 万"),
        (999_999, "1 M", "100 万"),
        (2_100_000, "2.1 M", "210 万"),
        (214_000_000, "214 M", "2.1 亿"),
        (3_000_000_000, "3 B", "30 亿"),
    ],
)
def test_tokens_are_short_in_each_language(number: int, en: str, zh: str) -> None:
    assert amounts.tokens(number) == en
    chinese()
    assert amounts.tokens(number) == zh


def test_counts_have_their_thousands_apart() -> None:
    assert amounts.count(1_234_567) == "1,234,567"


@pytest.mark.parametrize(
    ("micros", "said", "exactly"),
    [
        (0, "$0.00", "$0.00"),
        (1_841_200, "$1.84", "$1.8412"),
        (1_234_560_000, "$1,234.56", "$1,234.56"),
        (3_100, "$0.0031", "$0.0031"),
        (12, "<$0.0001", "<$0.0001"),
        (-1_500_000, "-$1.50", "-$1.50"),
        (-12, "-$0.0001", "-$0.0001"),
    ],
)
def test_money_is_said_and_said_exactly(micros: int, said: str, exactly: str) -> None:
    assert amounts.money(micros, "USD") == said
    assert amounts.money(micros, "USD", exact=True) == exactly


def test_each_currency_has_its_sign() -> None:
    assert amounts.money(12_300_000, "CNY") == "¥12.30"
    assert amounts.money(1_000_000, "EUR") == "EUR 1.00"
    assert amounts.moneys({"CNY": 12_300_000, "USD": 3_100_000}) == "$3.10 + ¥12.30"
    assert amounts.moneys({}) == "$0.00"


def test_a_share_that_is_nearly_nothing_or_all_says_so() -> None:
    said = [amounts.percent(share) for share in (0, 0.001, 0.884, 0.9996, 1)]
    assert said == ["0 %", "<1 %", "88 %", ">99 %", "100 %"]
    chinese()
    assert [amounts.percent(share) for share in (0.001, 0.884, 0.9996)] == ["<1%", "88%", ">99%"]


@pytest.mark.parametrize(
    ("milliseconds", "en", "zh"),
    [
        (340, "340 ms", "340 毫秒"),
        (999.9, "1.0 s", "1.0 秒"),
        (3_100, "3.1 s", "3.1 秒"),
        (125_000, "2 min 5 s", "2 分 5 秒"),
        (12_000_000, "3 h 20 min", "3 小时 20 分"),
    ],
)
def test_durations_have_two_units_at_most(milliseconds: float, en: str, zh: str) -> None:
    assert amounts.duration(milliseconds) == en
    chinese()
    assert amounts.duration(milliseconds) == zh


def test_sizes_are_counted_as_file_managers_do() -> None:
    said = [amounts.size(octets) for octets in (0, 999, 48_000_000, 1_500, 2_000_000_000_000)]
    assert said == ["0 B", "999 B", "48 MB", "1.5 kB", "2000 GB"]


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (-5, "just now", "刚刚"),
        (59, "just now", "刚刚"),
        (120, "2 min ago", "2 分钟前"),
        (7_300, "2 h ago", "2 小时前"),
        (90_000, "yesterday", "1 天前"),
        (5 * 86_400, "5 days ago", "5 天前"),
    ],
)
def test_how_long_ago(seconds: int, en: str, zh: str) -> None:
    assert amounts.ago(0, seconds * 1000) == en
    chinese()
    assert amounts.ago(0, seconds * 1000) == zh


def test_a_moment_of_today_is_a_time_and_another_has_its_day() -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    assert amounts.moment(round(now.timestamp() * 1000), UTC) == f"{now:%H:%M:%S}"
    old = round(datetime(2024, 11, 19, 14, 3, tzinfo=UTC).timestamp() * 1000)
    assert amounts.moment(old, UTC) == "19 Nov 2024 14:03"
    chinese()
    assert amounts.moment(old) == "2024年11月19日 14:03"
    before = now - timedelta(days=1)
    if before.year == now.year:
        said = f"{before.month}月{before.day}日 {before:%H:%M}"
        assert amounts.moment(round(before.timestamp() * 1000), UTC) == said


def test_days_months_and_weekdays_have_their_names() -> None:
    which = date(2026, 11, 19)
    assert (amounts.day(which), amounts.short_day(which)) == ("19 Nov 2026", "19 Nov")
    assert (amounts.weekday(which), amounts.weekdays()[0]) == ("Thu", "Mon")
    assert amounts.months()[10] == "Nov"
    chinese()
    assert (amounts.day(which), amounts.short_day(which)) == ("2026年11月19日", "11月19日")
    assert (amounts.weekday(which), amounts.weekdays()[6]) == ("周四", "周日")
    assert amounts.months()[10] == "11月"


def test_an_unknown_language_is_english() -> None:
    amounts.use("fr")
    assert amounts.duration(340) == "340 ms"
