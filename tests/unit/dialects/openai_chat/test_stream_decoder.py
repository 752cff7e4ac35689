import json
from typing import Any

import pytest

from app.core.conversation import Opaque, Text, ToolCall
from app.core.events import (
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.failure import FailureKind
from app.core.fold import fold
from app.core.search import Found, Search
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target
from app.dialects.base import WireRequest
from app.dialects.openai_chat.stream_decoder import ChatStreamDecoder

SENT = WireRequest("chat/completions", b"{}", Target("p", "openai_chat", "m"), stream=True)


def frame(delta: Any = None, finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta or {}, "finish_reason": finish, **more}
    value = {"id": "a1", "model": "theirs", "choices": [choice]}
    return b"data: " + json.dumps(value).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def decoder() -> ChatStreamDecoder:
    return ChatStreamDecoder(SENT)


def failure(raw: bytes) -> FailureKind:
    reading = decoder()
    last = [*reading.feed(raw), *reading.eof()][-1]
    assert isinstance(last, Failed)
    return last.failure.kind


def test_each_read_gives_what_it_completes() -> None:
    reading = decoder()
    assert reading.feed(frame({"content": "He"})) == [
        Started("a1", "theirs"),
        PartStarted(0, Text("")),
        PartDelta(0, "He"),
    ]
    assert reading.feed(frame({"content": "llo"})) == [PartDelta(0, "llo")]
    assert reading.feed(frame(finish="stop")) == []
    assert reading.finishing
    assert reading.feed(DONE) == [PartEnded(0), Finished("stop")]
    assert not reading.finishing


def test_deltas_of_one_read_are_one() -> None:
    raw = frame({"content": "He"}) + frame({"content": "llo"})
    assert decoder().feed(raw)[-1] == PartDelta(0, "Hello")


def test_nothing_follows_the_end() -> None:
    reading = decoder()
    reading.feed(frame({"content": "x"}, "stop") + DONE + frame({"content": "y"}))
    assert reading.feed(frame({"content": "y"})) == []
    assert reading.eof() == []


def test_comments_are_signs_of_life() -> None:
    assert decoder().feed(b": OPENROUTER PROCESSING\n\n") == [Pulse()]


def test_blanks_before_the_first_byte_are_passed_over() -> None:
    reading = decoder()
    assert reading.feed(b"\n\n") == []
    assert reading.feed(b"\xef\xbb\xbf" + frame({"content": "x"}))


def test_a_whole_answer_where_a_stream_was_asked_for_is_read_at_its_end() -> None:
    body = {"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}
    raw = json.dumps(body).encode()
    reading = decoder()
    assert reading.feed(raw[:10]) == []
    assert reading.feed(raw[10:]) == []
    assert fold(reading.eof()).parts == (Text("Hi"),)


def test_what_was_seen_before_a_failure_stays_open() -> None:
    reading = decoder()
    reading.feed(frame({"content": "x"}))
    (last,) = reading.eof()
    assert isinstance(last, Failed)
    assert last.failure.kind is FailureKind.CUT


def test_an_empty_stream_may_be_tried_again() -> None:
    (last,) = decoder().eof()
    assert isinstance(last, Failed)
    assert last.failure.retryable is True


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"data: nonsense\n\n", FailureKind.PROTOCOL),
        (b"data: 5\n\n", FailureKind.PROTOCOL),
        (b'data: {"choices":[{"delta":{"content":"\xff"}}]}\n\n', FailureKind.PROTOCOL),
        (b"data: " + b"x" * (17 * 1024 * 1024), FailureKind.PROTOCOL),
        (b'event: error\ndata: {"message":"boom"}\n\n', FailureKind.PROVIDER),
        (b"event: error\ndata: boom\n\n", FailureKind.PROVIDER),
    ],
)
def test_what_cannot_be_read_is_a_failure(raw: bytes, kind: FailureKind) -> None:
    assert failure(raw) is kind


def call(call_id: str, arguments: str) -> dict[str, Any]:
    return {"id": call_id, "function": {"name": "f", "arguments": arguments}}


def answer(*frames: bytes) -> Any:
    reading = decoder()
    return fold([*reading.feed(b"".join(frames)), *reading.eof()])


def test_blanks_before_a_call_stay_before_it() -> None:
    found = answer(
        frame({"content": "\n"}), frame({"tool_calls": [call("a", "{}")]}), frame(finish="stop")
    )
    assert found.parts == (Text("\n"), ToolCall("a", "f", "{}"))


def test_calls_that_share_an_id_are_taken_apart() -> None:
    found = answer(
        frame({"tool_calls": [call("a", '{"x":1}')]}),
        frame({"tool_calls": [call("a", '{"x":2}')]}),
        frame(finish="tool_calls"),
    )
    assert [part.arguments for part in found.parts] == ['{"x":1}', '{"x":2}']
    assert len({part.id for part in found.parts}) == 2


def test_a_call_that_stands_alone_outside_a_list_is_a_call() -> None:
    found = answer(frame({"tool_calls": call("a", "{}")}, "tool_calls"))
    assert found.parts == (ToolCall("a", "f", "{}"),)


def test_a_call_without_a_name_at_the_token_limit_is_dropped() -> None:
    nameless = {"index": 0, "id": "a", "function": {"arguments": "{"}}
    found = answer(
        frame({"content": "x"}), frame({"tool_calls": [nameless]}), frame(finish="length")
    )
    assert (found.parts, found.reason) == ((Text("x"),), "length")


def test_arguments_that_are_no_json_are_the_model_s_own_words_where_it_finished() -> None:
    found = answer(frame({"tool_calls": [call("a", '{"x"')]}), frame(finish="tool_calls"))
    assert found.parts == (ToolCall("a", "f", '{"x"'),)


def test_what_only_a_chat_client_reads_is_kept_for_it() -> None:
    logprobs = {"content": [{"token": "x"}]}
    found = answer(
        frame({"content": "x"}, logprobs=logprobs),
        frame({"content": "y"}, logprobs=logprobs),
        frame(finish="stop", native_finish_reason="end"),
    )
    assert found.closing == Sidecar(
        Origin("openai_chat", "p", "m"),
        {"logprobs": {"content": [{"token": "x"}] * 2}, "native_finish_reason": "end"},
    )


def whole(body: Any) -> list[Event]:
    return decoder().whole(body if isinstance(body, bytes) else json.dumps(body).encode())


def test_a_whole_answer_is_the_events_of_its_stream() -> None:
    message = {"content": "Hi", "reasoning_content": "Hm", "tool_calls": [call("a", '{"x":1}')]}
    usage = {"prompt_tokens": 3, "completion_tokens": 2}
    events = whole(
        {
            "id": "a1",
            "model": "theirs",
            "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}],
            "usage": usage,
        }
    )
    found = fold(events)
    assert [type(part).__name__ for part in found.parts] == ["Thinking", "Text", "ToolCall"]
    assert found.reason == "tool_calls"
    assert found.usage is not None
    assert (found.usage.fresh, found.usage.output) == (3, 2)


@pytest.mark.parametrize(
    "body",
    [b"", b"no", b"5", {}, {"choices": []}, {"choices": [5]}, {"error": "boom"}, []],
)
def test_a_whole_answer_that_holds_none_is_a_failure(body: Any) -> None:
    (last,) = whole(body)
    assert isinstance(last, Failed)


def test_a_whole_answer_without_a_finish_reason_is_finished() -> None:
    body = {"choices": [{"message": {"content": "Hi"}}]}
    assert fold(whole(body)).reason == "stop"


def test_results_beside_the_choices_are_what_a_search_found() -> None:
    listed = [{"title": "A", "link": "https://a.example", "content": "words", "refer": "ref_1"}]
    value = {"id": "a1", "choices": [{"index": 0, "delta": {}}], "web_search": listed}
    raw = frame({"content": "Hi"}) + b"data: " + json.dumps(value).encode() + b"\n\n"
    answer = fold(decoder().feed(raw + frame(finish="stop") + DONE))
    text, found = answer.parts
    assert text == Text("Hi")
    assert isinstance(found, Opaque)
    assert found.search == Search("", (Found("A", "https://a.example", "words"),))
    assert answer.closing == Sidecar(Origin("openai_chat", "p", "m"), {"web_search": listed})
