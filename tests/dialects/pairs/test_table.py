"""The page in the documentation is what the cases do today."""

import pytest

from tests.dialects.pairs import results
from tests.dialects.pairs.feature import Verdict
from tests.dialects.pairs.table import CHINESE, ENGLISH, Words, page, path
from tests.dialects.pairs.wires import DIALECTS

# What must come through everywhere, or a client program cannot work at all.
ESSENTIAL = {
    "turns",
    "picture",
    "system",
    "tool",
    "choice-auto",
    "choice-any",
    "choice-none",
    "choice-named",
    "loop",
    "loop-two",
    "max-tokens",
    "json-schema",
    "answer-text",
    "answer-thinking",
    "thought-kept",
    "answer-call",
    "answer-calls",
    "answer-blocked",
    "end-length",
    "usage",
    "usage-cache",
    "error-rate",
    "error-context",
    "error-overloaded",
}


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=lambda words: words.language)
def test_the_page_is_up_to_date(words: Words) -> None:
    written = path(words).read_text("utf-8")
    assert written == page(words), "run: python -m tests.dialects.pairs.table"


@pytest.mark.parametrize("client", list(DIALECTS))
@pytest.mark.parametrize("provider", list(DIALECTS))
def test_what_a_client_cannot_do_without_is_carried(client: str, provider: str) -> None:
    rows = [
        row for group in (*results.requests(client), *results.answers(client)) for row in group.rows
    ]
    assert {row.id for row in rows} >= ESSENTIAL
    for row in rows:
        if row.id in ESSENTIAL:
            assert row.results[provider].cell.verdict is Verdict.CARRIED, row.id
