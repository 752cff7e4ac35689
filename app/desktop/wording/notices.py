"""Notices in the user's language: by their kind and values, or in the words that they came with."""

from collections.abc import Callable

from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.wording.translate import translate


def notice_words(notice: Notice) -> str:
    """What a notice says, in a line."""
    words = _WORDS.get(notice.kind)
    if words is None:
        return notice.sentence
    try:
        return words().format_map(dict(notice.values))
    except KeyError:  # it came without one of the values
        return notice.sentence


_WORDS: dict[NoticeKind, Callable[[], str]] = {
    NoticeKind.BUDGET: lambda: translate(
        "Notices", "{percent} % of a budget is spent: {spent} of {limit}."
    ),
    NoticeKind.FAILOVER: lambda: translate("Notices", "{provider} failed, {to} answered."),
    NoticeKind.KEY_REJECTED: lambda: translate(
        "Notices", "{provider} rejected the key ({status}). Paste a new one."
    ),
    NoticeKind.FAILURE: lambda: translate("Notices", "{status} from {provider}"),
}
