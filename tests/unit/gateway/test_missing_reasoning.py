import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.missing_reasoning import misses_reasoning

CALL = {"tool_calls": [{"id": "a", "function": {"name": "f", "arguments": "{}"}}]}


def body(**said: Any) -> bytes:
    messages = [
        {"role": "user", "content": '"reasoning_content"'},
        {"role": "assistant", "content": "first", "reasoning_content": "t"},
        {"role": "assistant", **said},
        {"role": "user", "content": "?"},
    ]
    return json.dumps({"model": "m", "messages": messages}).encode()


@pytest.mark.parametrize(
    ("said", "empty", "blank"),
    [
        ({"content": "a"}, True, False),
        ({"content": "a", "reasoning_content": None}, True, False),
        ({"content": "a", "reasoning_content": ""}, False, False),
        ({"content": None, **CALL}, True, True),
        ({"content": None, **CALL, "reasoning_content": ""}, False, True),
        ({"content": None, **CALL, "reasoning_content": " "}, False, False),
        ({"content": "a", "tool_calls": []}, True, False),
        ({"content": "a", "reasoning_content": "t"}, False, False),
    ],
)
def test_each_message_is_looked_at_by_itself(
    said: dict[str, Any], empty: bool, blank: bool
) -> None:
    assert misses_reasoning(body(**said), "empty") is empty
    assert misses_reasoning(body(**said), "blank") is blank
    assert misses_reasoning(body(**said), "omit") is False


@given(st.binary() | st.sampled_from([b"{}", b'{"messages":[1]}', b'{"messages":"x"}']))
def test_what_cannot_be_read_is_let_through(odd: bytes) -> None:
    assert misses_reasoning(odd, "empty") is False
