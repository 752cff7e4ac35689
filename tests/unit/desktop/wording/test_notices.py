import pytest

from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.wording.notices import notice_words

BUDGET = {"percent": "80", "spent": "4000000", "limit": "5000000", "currency": "USD"}
FAILURE = {"provider": "Kimi", "model": "k2", "failure": "rate_limited"}


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (
            NoticeKind.BUDGET,
            {**BUDGET, "period": "day"},
            "80 % of today's budget is spent: $4.00 of $5.00.",
        ),
        (
            NoticeKind.BUDGET,
            {**BUDGET, "period": "month"},
            "80 % of this month's budget is spent: $4.00 of $5.00.",
        ),
        (
            NoticeKind.FAILOVER,
            {"provider": "DeepSeek", "to": "Ollama"},
            "DeepSeek did not serve a request, Ollama did.",
        ),
        (
            NoticeKind.KEY_REJECTED,
            {"provider": "Kimi", "status": "401"},
            "Kimi rejected the key (401). Paste a new one.",
        ),
        (
            NoticeKind.KEY_REJECTED,
            {"provider": "Kimi", "status": ""},
            "Kimi rejected the key. Paste a new one.",
        ),
        (NoticeKind.FAILURE, {**FAILURE, "status": "429"}, "Kimi: rate limited (429)"),
        (NoticeKind.FAILURE, {**FAILURE, "status": ""}, "Kimi: rate limited"),
        (NoticeKind.FAILURE, {**FAILURE, "provider": "", "status": ""}, "k2: rate limited"),
        (NoticeKind.SERVER, {}, "As it came."),
        (NoticeKind.FAILURE, {"provider": "Kimi"}, "As it came."),
        (NoticeKind.BUDGET, {**BUDGET, "period": "day", "spent": "much"}, "As it came."),
    ],
)
def test_a_notice_is_said_by_its_values_or_as_it_came(
    kind: NoticeKind, values: dict[str, str], said: str
) -> None:
    assert notice_words(Notice(kind, 0, "As it came.", values=tuple(values.items()))) == said
