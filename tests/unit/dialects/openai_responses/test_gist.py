from typing import Any

import pytest

from app.dialects.openai_responses.gist import of_item, shell_output


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"type": "item_reference", "id": "rs_1"}, ""),
        ({"type": "web_search_call"}, "[Searched the web]"),
        ({"type": "web_search_call", "action": {"query": "a"}}, "[Searched the web: a]"),
        (
            {"type": "web_search_call", "action": {"queries": ["a", "b"]}},
            "[Searched the web: a, b]",
        ),
        ({"type": "web_search_call", "action": {"url": "https://x"}}, "[Opened https://x]"),
        ({"type": "code_interpreter_call", "code": "1+1"}, "[Ran code: 1+1]"),
        ({"type": "file_search_call", "queries": ["a"]}, "[Searched files: a]"),
        (
            {"type": "mcp_call", "name": "f", "server_label": "s", "output": "done"},
            "[Called f of s: done]",
        ),
        ({"type": "novelty"}, "[unsupported item: novelty]"),
    ],
)
def test_an_item_in_words(item: dict[str, Any], expected: str) -> None:
    assert of_item(item, item["type"]) == expected


def test_the_outputs_of_a_shell_are_its_words_and_how_each_ended() -> None:
    output = [
        {"stdout": "a", "stderr": "b", "outcome": {"type": "exit", "exit_code": 1}},
        {"stdout": "", "stderr": "", "outcome": {"type": "timeout"}},
    ]
    assert shell_output(output) == "a\nb\n[exit code 1]\n\n[timeout]"
    assert shell_output("plain") == "plain"
