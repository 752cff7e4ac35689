"""Which headers cross, in either direction. Everything that is not named here stays behind."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from string import punctuation
from urllib.parse import quote

from app.gateway.outcome import Outcome
from app.gateway.paths import ANTHROPIC

_PASSED = frozenset(["retry-after", "retry-after-ms", "x-should-retry"])
_PASSED_PREFIXES = ("anthropic-ratelimit-", "x-ratelimit-")
# The provider's own ids, beside ours: its support asks for them.
_RENAMED = {"request-id": "x-upstream-request-id", "x-request-id": "x-upstream-request-id"}

_FORWARDED = frozenset(["anthropic-version", "anthropic-beta"])
_FORWARDED_PREFIXES = ("x-claude-code-", "x-stainless-")

_LONGEST_WAIT = 3600.0
_PRINTABLE = punctuation.replace("%", "") + " "


def passed_response_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """What of a provider's headers (names in lower case) the client may see.

    A value with control characters, or with bytes that were no UTF-8 (aiohttp reads them as lone
    surrogates), stays behind: no client could read it.
    """
    return {
        _RENAMED.get(name, name): value
        for name, value in headers.items()
        if (name in _PASSED or name in _RENAMED or name.startswith(_PASSED_PREFIXES))
        and value.isprintable()
    }


def forwarded_request_headers(dialect: str, headers: Mapping[str, str]) -> dict[str, str]:
    """What of a client's headers (names in lower case) goes with an untouched body.

    Anthropic's API reads its version and betas there, and Claude Code's own headers are meant for
    it; another provider learns nothing of the client.
    """
    if dialect != ANTHROPIC:
        return {}
    forwarded = {
        name: value
        for name, value in headers.items()
        if name in _FORWARDED or name.startswith(_FORWARDED_PREFIXES)
    }
    forwarded.setdefault("anthropic-version", "2023-06-01")
    return forwarded


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds that a provider asks to wait, from 0 to 3600; None where it does not.

    Read are milliseconds (`retry-after-ms`), seconds and an HTTP date (RFC 9110, section 10.2.3).
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return min(max(milliseconds / 1000, 0.0), _LONGEST_WAIT)
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is None and text:
        try:
            then = parsedate_to_datetime(text)
        except (ValueError, OverflowError):  # the latter for a zone beyond all integers
            return None
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        seconds = (then - (now or datetime.now(UTC))).total_seconds()
    return None if seconds is None else min(max(seconds, 0.0), _LONGEST_WAIT)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None


def own_response_headers(outcome: Outcome) -> dict[str, str]:
    """What we say of an answer ourselves: who gave it, and how it was translated."""
    return {
        "x-dragoman-provider": outcome.provider,
        "x-dragoman-model": quote(outcome.model, safe=_PRINTABLE),
        "x-dragoman-lane": outcome.lane or "",
        "x-dragoman-losses": str(len(outcome.losses)),
        "x-request-id": outcome.request_id,
    }
