"""Notices in the user's language: by their kind and values, or in the words that they came with."""

from collections.abc import Callable, Mapping

from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.wording import amounts
from app.desktop.wording.failures import failure_words
from app.desktop.wording.sentences import said
from app.desktop.wording.translate import translate


def notice_words(notice: Notice) -> str:
    """What a notice says, in a line."""
    words = _WORDS.get(notice.kind)
    if words is None:
        return said(notice.sentence)
    try:
        return words(dict(notice.values))
    except (KeyError, ValueError):  # it came without one of the values
        return said(notice.sentence)


def _budget(values: Mapping[str, str]) -> str:
    period = {
        "day": translate("Notices", "{percent} % of today's budget is spent: {spent} of {limit}."),
        "week": translate(
            "Notices", "{percent} % of this week's budget is spent: {spent} of {limit}."
        ),
        "month": translate(
            "Notices", "{percent} % of this month's budget is spent: {spent} of {limit}."
        ),
    }[values["period"]]
    return period.format(
        percent=values["percent"],
        spent=amounts.money(int(values["spent"]), values["currency"]),
        limit=amounts.money(int(values["limit"]), values["currency"]),
    )


def _failover(values: Mapping[str, str]) -> str:
    return translate("Notices", "{provider} did not serve a request, {to} did.").format_map(values)


def _key_rejected(values: Mapping[str, str]) -> str:
    if values["status"]:
        words = translate("Notices", "{provider} rejected the key ({status}). Paste a new one.")
    else:
        words = translate("Notices", "{provider} rejected the key. Paste a new one.")
    return words.format_map(values)


def _failure(values: Mapping[str, str]) -> str:
    who, failure = values["provider"] or values["model"], failure_words(values["failure"])
    status = values["status"]
    return f"{who}: {failure} ({status})" if status else f"{who}: {failure}"


_WORDS: dict[NoticeKind, Callable[[Mapping[str, str]], str]] = {
    NoticeKind.BUDGET: _budget,
    NoticeKind.FAILOVER: _failover,
    NoticeKind.KEY_REJECTED: _key_rejected,
    NoticeKind.FAILURE: _failure,
}
