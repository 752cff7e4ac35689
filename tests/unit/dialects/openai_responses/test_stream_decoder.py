import json
from typing import Any

import pytest

from app.core.conversation import Text, ToolCall
from app.core.events import Event, Failed, Finished, Pulse, Started
from app.core.failure import FailureKind
from app.core.fold import fold
from app.core.traits import Target
from app.core.usage import Usage
from app.dialects.base import WireRequest
from app.dialects.openai_responses.stream_decoder import ResponsesStreamDecoder
from tests.fakes import responses
from tests.fakes.reply import Call, Reply

SENT = WireRequest("responses", b"", Target("p", "openai_responses", "m"), stream=True)
REPLY = Reply(
    text="Hello there.", thinking="Let me see.", calls=(Call("f", {"a": 1}, "c1"),), finish=None
)


def read(raw: bytes) -> list[Event]:
    decoder = ResponsesStreamDecoder(SENT)
    assert not decoder.finishing
    return decoder.feed(raw) + decoder.eof()


def events(*found: dict[str, Any]) -> list[Event]:
    return read(b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in found))


def failure(found: list[Event]) -> tuple[FailureKind, str]:
    last = found[-1]
    assert isinstance(last, Failed)
    return last.failure.kind, last.failure.message


def completed(*output: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": "response.completed", "response": {"output": list(output), **fields}}


def message(text: str) -> dict[str, Any]:
    return {"type": "message", "content": [{"type": "output_text", "text": text}]}


def test_a_stream_as_openai_sends_it() -> None:
    found = read(b"".join(responses.frames(REPLY, "resp_1", "m")))
    assert found[0] == Started("resp_1", "m")
    answer = fold(found)
    thinking, text, call = answer.parts
    assert thinking.sidecar is not None
    assert thinking.sidecar.data["encrypted_content"] == responses.ENCRYPTED
    assert text == Text("Hello there.")
    assert call == ToolCall("c1", "f", '{"a": 1}')
    assert answer.reason == "tool_calls"
    assert answer.usage is not None
    assert answer.usage.input == 1200


def test_a_whole_response_says_the_same() -> None:
    body = json.dumps(responses.whole(REPLY, "resp_1", "m")).encode()
    whole = ResponsesStreamDecoder(SENT).whole(body)
    assert fold(whole) == fold(read(b"".join(responses.frames(REPLY, "resp_1", "m"))))
    assert fold(read(body)) == fold(whole), "also where a stream was asked for"


def test_an_answer_that_only_the_end_tells_is_an_answer() -> None:
    assert fold(events(completed(message("Hi")))).parts == (Text("Hi"),)


def test_items_that_overlap_are_told_one_after_the_other() -> None:
    added = "response.output_item.added"
    done = "response.output_item.done"
    delta = "response.output_text.delta"
    found = events(
        {"type": added, "output_index": 0, "item": {"type": "message"}},
        {"type": added, "output_index": 1, "item": {"type": "message"}},
        {"type": delta, "output_index": 1, "delta": "two"},
        {"type": delta, "output_index": 0, "delta": "one"},
        {"type": done, "output_index": 0, "item": message("one")},
        {"type": done, "output_index": 1, "item": message("two")},
        completed(),
    )
    assert fold(found).parts == (Text("one"), Text("two"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "completed"}, "stop"),
        ({"status": "incomplete", "incomplete_details": {"reason": "content_filter"}}, "refusal"),
        ({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}, "length"),
        ({"status": "incomplete"}, "length"),
    ],
)
def test_how_it_ended(fields: dict[str, Any], reason: str) -> None:
    last = events(completed(message("Hi"), **fields))[-1]
    assert isinstance(last, Finished)
    assert last.reason == reason


def test_usage_comes_with_the_end() -> None:
    raw = {"input_tokens": 5, "output_tokens": 1}
    last = events(completed(usage=raw))[-1]
    assert isinstance(last, Finished)
    assert last.usage == Usage(fresh=5, output=1, raw=raw)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (
            {
                "type": "response.failed",
                "response": {"error": {"code": "rate_limit_exceeded", "message": "slow"}},
            },
            FailureKind.RATE_LIMITED,
        ),
        (
            {"type": "response.failed", "response": {"error": {"code": "server_is_overloaded"}}},
            FailureKind.OVERLOADED,
        ),
        ({"type": "response.failed", "response": {}}, FailureKind.PROVIDER),
        (
            {"type": "error", "code": "context_length_exceeded", "message": "too long"},
            FailureKind.CONTEXT_OVERFLOW,
        ),
        ({"error": {"message": "broken", "type": "server_error"}}, FailureKind.PROVIDER),
    ],
)
def test_a_failure_in_the_stream_is_one(event: dict[str, Any], kind: FailureKind) -> None:
    assert failure(events(event))[0] is kind


def test_a_cut_stream_is_no_answer() -> None:
    raw = b"".join(list(responses.frames(REPLY, "resp_1", "m"))[:-1])
    assert failure(read(raw))[0] is FailureKind.CUT
    assert failure(read(b""))[0] is FailureKind.CUT


@pytest.mark.parametrize("raw", [b"<html>busy</html>", b"data: {broken\n\n", b"[]"])
def test_what_is_no_response_is_a_fault_of_the_protocol(raw: bytes) -> None:
    assert failure(read(raw))[0] is FailureKind.PROTOCOL


def test_comments_and_done_say_nothing() -> None:
    decoder = ResponsesStreamDecoder(SENT)
    assert decoder.feed(b": ping\n\n") == [Pulse()]
    assert decoder.feed(b"data: [DONE]\n\n") == []
