from typing import Any

import pytest

from app.core.search import Found, Search
from app.dialects.gemini import gist


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"executableCode": {"code": "print(1)"}}, "[Ran code: print(1)]"),
        ({"executableCode": {}}, "[Ran code]"),
        ({"codeExecutionResult": {"output": "1"}}, "[Its output: 1]"),
        ({"codeExecutionResult": {"outcome": "OUTCOME_FAILED"}}, ""),
        ({"inlineData": {"mimeType": "image/png"}}, "[image/png]"),
        ({"fileData": {}}, "[file]"),
        ({"toolCall": {"toolType": "URL_CONTEXT"}}, "[Used url context]"),
        ({"toolCall": {}}, "[Used a tool]"),
        ({"toolResponse": {"response": {}}}, ""),
        ({"novelty": 3}, "[unsupported part: novelty]"),
        ({"executableCode": "odd"}, "[Ran code]"),
    ],
)
def test_a_part_of_this_wire_has_words_for_others(part: dict[str, Any], words: str) -> None:
    assert gist.of_part(part, next(iter(part))) == words


@pytest.mark.parametrize(
    ("metadata", "search"),
    [
        ({}, None),
        ({"searchEntryPoint": {}}, None),
        ({"webSearchQueries": ["a", 3, "b"]}, Search("a, b")),
        (
            {"groundingChunks": [{"web": {"uri": "https://a.example", "title": "A"}}]},
            Search("", (Found("A", "https://a.example"),)),
        ),
        ({"groundingChunks": [{"web": {"uri": ""}}, {"web": 3}, 3, {}]}, None),
        ({"groundingChunks": "odd", "webSearchQueries": "odd"}, None),
    ],
)
def test_sources_are_a_search(metadata: dict[str, Any], search: Search | None) -> None:
    assert gist.grounding(metadata) == search
