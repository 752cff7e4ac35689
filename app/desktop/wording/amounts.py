"""Numbers, money, sizes and times as a person reads them, in English or Chinese."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Literal

Language = Literal["en", "zh"]

_language: Language = "en"
_zone: tzinfo | None = None

_SIGNS = {"USD": "$", "CNY": "¥"}
_ENGLISH_UNITS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))
_CHINESE_UNITS = ((100_000_000, "亿"), (10_000, "万"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def use(language: str, zone: tzinfo | None = None) -> None:
    """Write in this language from now on, and times in this zone (None: the machine's)."""
    global _language, _zone
    _language = "zh" if language == "zh" else "en"
    _zone = zone


def language() -> Language:
    """The language that is written in now."""
    return _language


def count(number: int) -> str:
    """A whole number with its thousands apart: "12,345"."""
    return f"{number:,}"


def tokens(number: int) -> str:
    """A number of tokens, short: "2.1 M", "210 万"; whole below a thousand."""
    units = _CHINESE_UNITS if _language == "zh" else _ENGLISH_UNITS
    for size, name in units:
        if number >= size * 0.9995:
            return f"{_short(number / size)} {name}"
    return count(number)


def money(micros: int, currency: str, *, exact: bool = False) -> str:
    """Money with its sign: "$1.84". Under a cent it keeps two figures: "$0.0031".

    `exact` keeps hundredths of a cent wherever there are any: "$1.8412".
    """
    value = micros / 1_000_000
    sign = _SIGNS.get(currency, f"{currency} ")
    minus = "-" if value < 0 else ""
    value = abs(value)
    if exact and value >= 0.0001 and round(value, 2) != round(value, 4):
        return f"{minus}{sign}{value:,.4f}"
    if value == 0 or value >= 0.01:
        return f"{minus}{sign}{value:,.2f}"
    if value < 0.0001:
        return f"<{sign}0.0001" if not minus else f"{minus}{sign}0.0001"
    return f"{minus}{sign}{value:.4f}"


def moneys(by_currency: Mapping[str, int]) -> str:
    """Money in each currency, one beside the other; "$0.00" where there is none."""
    parts = [
        money(micros, currency) for currency, micros in sorted(by_currency.items(), reverse=True)
    ]
    return " + ".join(parts) if parts else money(0, "USD")


def percent(share: float) -> str:
    """A share from 0 to 1: "88 %"; what is nearly nothing or everything is not rounded to it."""
    value = share * 100
    if 0 < value < 0.5:
        return "<1 %" if _language == "en" else "<1%"
    if 99.5 <= value < 100:
        return ">99 %" if _language == "en" else ">99%"
    return f"{value:.0f} %" if _language == "en" else f"{value:.0f}%"


def duration(milliseconds: float) -> str:
    """A span of time: "340 ms", "3.1 s", "2 min 5 s", "3 h 20 min"."""
    zh = _language == "zh"
    if milliseconds < 999.5:
        return f"{milliseconds:.0f} {'毫秒' if zh else 'ms'}"
    seconds = milliseconds / 1000
    if seconds < 59.95:
        return f"{seconds:.1f} {'秒' if zh else 's'}"
    whole = round(seconds)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return f"{minutes} {'分' if zh else 'min'} {rest} {'秒' if zh else 's'}"
    hours, rest = divmod(whole // 60, 60)
    return f"{hours} {'小时' if zh else 'h'} {rest} {'分' if zh else 'min'}"


def size(octets: int) -> str:
    """A number of bytes: "48 MB", in steps of a thousand as file managers count."""
    value = float(octets)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 999.5 or unit == "GB":
            return f"{value:.0f} {unit}" if unit == "B" else f"{_short(value)} {unit}"
        value /= 1000
    raise AssertionError  # the loop has returned


def ago(then_ms: int, now_ms: int) -> str:
    """How long ago: "just now", "2 min ago", "3 h ago", "5 days ago"."""
    seconds = max(0, now_ms - then_ms) // 1000
    zh = _language == "zh"
    if seconds < 60:
        return "刚刚" if zh else "just now"
    if seconds < 3600:
        return f"{seconds // 60} 分钟前" if zh else f"{seconds // 60} min ago"
    if seconds < 86_400:
        return f"{seconds // 3600} 小时前" if zh else f"{seconds // 3600} h ago"
    days = seconds // 86_400
    if zh:
        return f"{days} 天前"
    return "yesterday" if days == 1 else f"{days} days ago"


def moment(milliseconds: int, zone: tzinfo | None = None) -> str:
    """A time of day of today, with its date on another day: "14:03:22", "19 Nov 14:03"."""
    local = _local(milliseconds, zone)
    today = datetime.now(local.tzinfo).date()
    if local.date() == today:
        return local.strftime("%H:%M:%S")
    words = day(local.date()) if local.year != today.year else short_day(local.date())
    return f"{words} {local:%H:%M}"


def day(which: date) -> str:
    """A day: "19 Nov 2026", "2026年11月19日"."""
    if _language == "zh":
        return f"{which.year}年{which.month}月{which.day}日"
    return f"{which.day} {_MONTHS[which.month - 1]} {which.year}"


def short_day(which: date) -> str:
    """A day whose year is plain: "19 Nov", "11月19日"."""
    if _language == "zh":
        return f"{which.month}月{which.day}日"
    return f"{which.day} {_MONTHS[which.month - 1]}"


def weekday(which: date) -> str:
    """Its day of the week, short: "Thu", "周四"."""
    return (_WEEKDAYS_ZH if _language == "zh" else _WEEKDAYS)[which.weekday()]


def months() -> tuple[str, ...]:
    """The names of the twelve months, short."""
    return tuple(f"{month}月" for month in range(1, 13)) if _language == "zh" else _MONTHS


def weekdays() -> tuple[str, ...]:
    """The names of the seven days from Monday on, short."""
    return _WEEKDAYS_ZH if _language == "zh" else _WEEKDAYS


def _local(milliseconds: int, zone: tzinfo | None) -> datetime:
    when = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return when.astimezone(zone or _zone)


def _short(value: float) -> str:
    """Three figures at most, without a zero after the point."""
    text = f"{value:.1f}" if value < 99.95 else f"{value:.0f}"
    return text.removesuffix(".0")
