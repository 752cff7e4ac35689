import json
from typing import Any

import pytest

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import Failed
from app.core.failure import FailureKind
from app.core.fold import fold
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages import DIALECT
from tests.dialects.anthropic_wire import sent, sse
from tests.dialects.grammar import check_grammar

_OWN = Origin("anthropic_messages")


def read(value: Any) -> Any:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    events = DIALECT.decode_response(body, sent())
    check_grammar(events)
    return events


def test_a_message_is_an_answer() -> None:
    got = fold(
        read(
            {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": "claude-x",
                "content": [
                    {"type": "thinking", "thinking": "Hm", "signature": "sig"},
                    {"type": "text", "text": "Hi", "citations": [{"type": "char_location"}]},
                    {"type": "tool_use", "id": "t", "name": "Bash", "input": {"a": 1}},
                    {"type": "web_search_tool_result", "content": []},
                ],
                "stop_reason": "tool_use",
                "stop_sequence": None,
                "container": {"id": "c"},
                "usage": {"input_tokens": 3, "output_tokens": 2},
            }
        )
    )
    assert got.parts[:3] == (
        Thinking("Hm", sidecar=Sidecar(_OWN, {"signature": "sig"})),
        Text("Hi", sidecar=Sidecar(_OWN, {"citations": [{"type": "char_location"}]})),
        ToolCall("t", "Bash", '{"a":1}'),
    )
    assert isinstance(got.parts[3], Opaque)
    assert (got.id, got.model, got.reason) == ("msg_1", "claude-x", "tool_calls")
    assert got.closing == Sidecar(_OWN, {"container": {"id": "c"}})
    assert got.usage is not None
    assert (got.usage.input, got.usage.output) == (3, 2)


def test_an_empty_message_is_an_answer_without_parts() -> None:
    assert fold(read({"content": []})).parts == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FailureKind.CUT),
        (b"not json", FailureKind.PROTOCOL),
        (b"<html><title>Sign in</title></html>", FailureKind.PROTOCOL),
        ([], FailureKind.PROTOCOL),
        ({"choices": []}, FailureKind.PROTOCOL),
        ({"content": "text"}, FailureKind.PROTOCOL),
        ({"content": [1]}, FailureKind.PROTOCOL),
        ({"content": [], "error": {"code": 429, "message": "x"}}, FailureKind.RATE_LIMITED),
        ({"type": "error", "error": {"type": "overloaded_error"}}, FailureKind.OVERLOADED),
        (
            {"content": [{"type": "tool_use", "id": "t", "input": {}}]},
            FailureKind.PROTOCOL,
        ),
    ],
)
def test_what_is_no_message_is_a_failure(body: Any, kind: FailureKind) -> None:
    last = read(body)[-1]
    assert isinstance(last, Failed)
    assert last.failure.kind is kind
    assert last.failure.message


def test_an_error_field_that_says_nothing_is_no_error() -> None:
    assert fold(read({"content": [], "error": None})).parts == ()


def test_a_stream_in_place_of_a_message_is_read() -> None:
    block = {"type": "text", "text": "Hi"}
    raw = sse(
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
        {"type": "message_stop"},
    )
    assert fold(read(raw)).parts == (Text("Hi"),)
