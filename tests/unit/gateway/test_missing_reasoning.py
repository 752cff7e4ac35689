import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.traits import Traits
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
    assert misses_reasoning(body(**said), Traits(missing_reasoning="empty")) is empty
    assert misses_reasoning(body(**said), Traits(missing_reasoning="blank")) is blank
    assert misses_reasoning(body(**said), Traits()) is False


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ([{"text": "a"}], False),
        ([{"functionCall": {"name": "f"}}], True),
        ([{"functionCall": {"name": "f"}, "thoughtSignature": ""}], True),
        ([{"functionCall": {"name": "f"}, "thoughtSignature": "AAAA"}], False),
        (
            [
                {"text": "a"},
                {"functionCall": {"name": "f"}, "thoughtSignature": "AAAA"},
                {"functionCall": {"name": "g"}},
            ],
            False,
        ),
    ],
)
def test_the_first_call_of_a_step_is_looked_at(parts: list[dict[str, Any]], missing: bool) -> None:
    asked = json.dumps({"contents": [{"role": "model", "parts": parts}]}).encode()
    assert misses_reasoning(asked, Traits(call_signatures=True)) is missing
    assert misses_reasoning(asked, Traits()) is False


@given(st.binary() | st.sampled_from([b"{}", b'{"messages":[1]}', b'{"contents":"x"}']))
def test_what_cannot_be_read_is_let_through(odd: bytes) -> None:
    assert misses_reasoning(odd, Traits(missing_reasoning="empty")) is False
    assert misses_reasoning(odd, Traits(call_signatures=True)) is False
