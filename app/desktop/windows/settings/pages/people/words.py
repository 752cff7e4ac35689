"""How the page says what a key may do and how it stands."""

import time
from datetime import UTC, datetime

from app.desktop.presenters.people import KeyLine, KeyStanding, UserLine
from app.desktop.wording import amounts, translate

TONES = {
    KeyStanding.ACTIVE: "",
    KeyStanding.REVOKED: "faint",
    KeyStanding.EXPIRED: "warn",
    KeyStanding.USER_OFF: "faint",
}


def user_standing(line: UserLine) -> str:
    """Whether a person may use the gateway."""
    return translate("People", "Active") if line.user.active else translate("People", "Deactivated")


def standing(line: KeyLine) -> str:
    """Whether a key works, until when, or why it does not."""
    key = line.key
    match line.standing:
        case KeyStanding.REVOKED:
            return translate("People", "Revoked")
        case KeyStanding.USER_OFF:
            return translate("People", "Person is off")
        case KeyStanding.EXPIRED:
            return translate("People", "Expired")
        case _ if key.expires_ms is not None:
            return translate("People", "Until {day}").format(day=day(key.expires_ms))
        case _:
            return translate("People", "Works")


def last_used(line: KeyLine) -> str:
    """How long ago a key was used."""
    used = line.key.last_used_ms
    if used is None:
        return translate("People", "Never")
    return amounts.ago(used, round(time.time() * 1000))


def limits(line: KeyLine) -> str:
    """A key's limits, in few words."""
    key = line.key
    parts = []
    if key.requests_per_minute is not None:
        words = translate("People", "{count} requests/min")
        parts.append(words.format(count=amounts.count(key.requests_per_minute)))
    if key.tokens_per_minute is not None:
        words = translate("People", "{count} tokens/min")
        parts.append(words.format(count=amounts.tokens(key.tokens_per_minute)))
    if key.concurrency is not None:
        words = translate("People", "{count} at once")
        parts.append(words.format(count=amounts.count(key.concurrency)))
    return ", ".join(parts) or translate("People", "None")


def whose(line: KeyLine) -> str:
    """Whose a key is."""
    return line.user_name or translate("People", "No person")


def day(at_ms: int) -> str:
    """The day of a moment, here."""
    return amounts.day(datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().date())
