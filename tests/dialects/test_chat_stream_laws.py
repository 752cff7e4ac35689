"""The laws that every answer in Chat Completions keeps, read and written."""

import json
from typing import Any

import httpx2
import openai
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Conversation, Options, Text, ToolCall, Turn
from app.core.events import Event, Failed, Finished, Pulse, Started
from app.core.failure import FailureKind
from app.core.fold import Answer, fold, unfold
from app.core.traits import Target
from app.dialects.base import Reply, WireRequest
from app.dialects.openai_chat import DIALECT
from tests.dialects.grammar import check_grammar
from tests.dialects.strategies import event_streams
from tests.dialects.vendor_schemas import validator

SENT = WireRequest("chat/completions", b"{}", Target("p", "openai_chat", "m"), stream=True)
ANSWERS = event_streams()


def reply(*, usage: bool = True) -> Reply:
    options = Options(stream=True, stream_usage=usage)
    said = (Turn("user", (Text("hi"),)),)
    return Reply(Conversation("openai_chat", "my-model", said, options=options), "r1", 1, 7)


def streamed(events: list[Event], *, usage: bool = True) -> bytes:
    encoder = DIALECT.stream_encoder(reply(usage=usage))
    return b"".join(encoder.encode([event]) for event in events)


def read(raw: bytes, size: int = 0) -> list[Event]:
    decoder = DIALECT.stream_decoder(SENT)
    events: list[Event] = []
    for start in range(0, len(raw), size or max(len(raw), 1)):
        events += decoder.feed(raw[start : start + (size or len(raw))])
    events += decoder.eof()
    return events


def frames(raw: bytes) -> list[Any]:
    lines = [line[6:] for line in raw.split(b"\n\n") if line.startswith(b"data: ")]
    return [json.loads(line) for line in lines if line != b"[DONE]"]


def without_pulses(events: list[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, Pulse)]


def said(answer: Answer) -> list[Any]:
    """What a reader of Chat can tell apart: the words of each kind, and the calls."""
    kinds: dict[str, str] = {}
    calls = []
    for part in answer.parts:
        if isinstance(part, ToolCall):
            calls.append((part.id, part.name, json.loads(part.arguments or "{}")))
        elif hasattr(part, "text"):
            kinds[type(part).__name__] = kinds.get(type(part).__name__, "") + part.text
    return [{name: text for name, text in kinds.items() if text}, calls]


@given(ANSWERS, st.booleans())
def test_every_chunk_is_valid_after_the_vendor_s_schema(events: list[Event], usage: bool) -> None:
    raw = streamed(events, usage=usage)
    told = frames(raw)
    check = validator("openai_chat", "CreateChatCompletionStreamResponse")
    for frame in told:
        check(frame)
    assert raw.endswith(b"data: [DONE]\n\n")
    assert len({frame["id"] for frame in told}) == 1
    assert {frame["model"] for frame in told} == {"my-model"}
    ends = [f for f in told if f["choices"] and f["choices"][0]["finish_reason"]]
    assert len(ends) == 1
    counted = [frame for frame in told if frame.get("usage")]
    assert len(counted) == (1 if usage else 0)


@given(ANSWERS)
def test_every_whole_answer_is_valid_after_the_vendor_s_schema(events: list[Event]) -> None:
    body = json.loads(DIALECT.encode_response(events, reply()))
    validator("openai_chat", "CreateChatCompletionResponse")(body)


@given(ANSWERS)
def test_the_official_sdk_reads_the_stream_as_the_whole_answer(events: list[Event]) -> None:
    answer = httpx2.Response(
        200, headers={"content-type": "text/event-stream"}, content=streamed(events)
    )
    transport = httpx2.MockTransport(lambda _: answer)
    with (
        httpx2.Client(transport=transport) as http,
        openai.OpenAI(api_key="none", base_url="http://test", http_client=http) as client,
        client.chat.completions.stream(
            model="my-model", messages=[{"role": "user", "content": "hi"}]
        ) as stream,
    ):
        for _ in stream:
            pass
        message = stream.current_completion_snapshot.choices[0].message.model_dump(mode="json")
    whole = json.loads(DIALECT.encode_response(events, reply()))["choices"][0]["message"]
    assert (message["content"] or "") == (whole["content"] or "")
    assert (message["refusal"] or "") == (whole["refusal"] or "")
    calls = [(c["id"], c["function"]["name"]) for c in message["tool_calls"] or []]
    assert calls == [(c["id"], c["function"]["name"]) for c in whole.get("tool_calls", [])]


@given(ANSWERS, st.integers(1, 60))
def test_cutting_the_bytes_anywhere_changes_nothing(events: list[Event], size: int) -> None:
    raw = streamed(events)
    assert fold(read(raw, size)) == fold(read(raw))


@given(ANSWERS)
def test_what_is_written_reads_back_as_the_same_answer(events: list[Event]) -> None:
    again = read(streamed(events))
    check_grammar(again)
    assert said(fold(again)) == said(fold(events))


@given(ANSWERS)
def test_a_whole_answer_and_its_stream_say_the_same(events: list[Event]) -> None:
    body = DIALECT.encode_response(events, reply())
    from_whole = DIALECT.decode_response(body, SENT)
    check_grammar(from_whole)
    assert said(fold(from_whole)) == said(fold(read(streamed(events))))


@given(ANSWERS, st.data())
def test_a_stream_cut_anywhere_ends_in_exactly_one_terminal_event(
    events: list[Event], data: st.DataObject
) -> None:
    raw = streamed(events)
    kept = raw[: data.draw(st.integers(0, len(raw)))]
    got = read(kept)
    check_grammar(got)
    if not any(f["choices"] and f["choices"][0]["finish_reason"] for f in _whole_frames(kept)):
        last = got[-1]
        assert isinstance(last, Failed)
        assert last.failure.kind in (FailureKind.CUT, FailureKind.PROTOCOL)


def _whole_frames(raw: bytes) -> list[Any]:
    """The frames that can be read, the last one also where its blank line is cut off."""
    lines = [line[6:] for line in raw.split(b"\n\n") if line.startswith(b"data: ")]
    whole = []
    for line in lines:
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            whole.append(value)
    return whole


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["stop", "tool_calls", "a", "", "<think>", "</think>", '{"a":1}', "{"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "choices",
                    "delta",
                    "message",
                    "content",
                    "tool_calls",
                    "function",
                    "name",
                    "arguments",
                    "index",
                    "id",
                    "finish_reason",
                    "usage",
                    "error",
                    "reasoning",
                    "reasoning_content",
                    "reasoning_details",
                    "refusal",
                    "text",
                    "type",
                    "code",
                    "thinking",
                    "prompt_tokens",
                    "logprobs",
                    "annotations",
                    "function_call",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=14,
)
CHUNKS = st.fixed_dictionaries(
    {"choices": st.lists(st.fixed_dictionaries({"delta": VALUES, "finish_reason": VALUES}))}
)


@given(st.lists(VALUES | CHUNKS, max_size=6), st.booleans())
def test_a_stream_of_any_nonsense_keeps_the_grammar(values: list[Any], done: bool) -> None:
    raw = b"".join(b"data: " + json.dumps(value).encode() + b"\n\n" for value in values)
    check_grammar(read(raw + (b"data: [DONE]\n\n" if done else b"")))


@given(VALUES | CHUNKS)
def test_a_whole_answer_of_any_nonsense_ends_in_one_terminal_event(value: Any) -> None:
    check_grammar(DIALECT.decode_response(json.dumps(value).encode(), SENT))


@given(st.binary(max_size=80))
def test_any_bytes_end_in_one_terminal_event(raw: bytes) -> None:
    check_grammar(read(raw))
    check_grammar(DIALECT.decode_response(raw, SENT))


@given(event_streams(may_fail=True))
def test_a_failed_answer_ends_in_one_error_and_never_in_done(events: list[Event]) -> None:
    raw = streamed(events)
    if isinstance(events[-1], Failed):
        assert b"[DONE]" not in raw
        assert frames(raw)[-1]["error"]["message"]
    else:
        assert b'"error"' not in raw.rpartition(b'"finish_reason"')[2]


def test_nothing_follows_the_end() -> None:
    encoder = DIALECT.stream_encoder(reply())
    encoder.encode([Started(), Finished("stop")])
    assert encoder.encode(unfold(fold([Started(), Finished("stop")]))) == b""
    assert encoder.keepalive() == b""
