import pytest

from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.wording.notices import notice_words


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (
            NoticeKind.BUDGET,
            {"percent": "80", "spent": "$4.00", "limit": "$5.00"},
            "80 % of a budget is spent: $4.00 of $5.00.",
        ),
        (
            NoticeKind.FAILOVER,
            {"provider": "DeepSeek", "to": "Ollama"},
            "DeepSeek failed, Ollama answered.",
        ),
        (
            NoticeKind.KEY_REJECTED,
            {"provider": "Kimi", "status": "401"},
            "Kimi rejected the key (401). Paste a new one.",
        ),
        (NoticeKind.FAILURE, {"provider": "Kimi", "status": "429"}, "429 from Kimi"),
        (NoticeKind.SERVER, {}, "As it came."),
        (NoticeKind.FAILURE, {"provider": "Kimi"}, "As it came."),
    ],
)
def test_a_notice_is_said_by_its_values_or_as_it_came(
    kind: NoticeKind, values: dict[str, str], said: str
) -> None:
    assert notice_words(Notice(kind, 0, "As it came.", values=tuple(values.items()))) == said
