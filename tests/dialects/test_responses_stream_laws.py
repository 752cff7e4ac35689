"""The laws that every answer in Responses keeps, read and written."""

import json
from typing import Any

import httpx2
import openai
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Conversation, Options, Text, Thinking, ToolCall, Turn
from app.core.events import Event, Failed, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import FailureKind
from app.core.fold import Answer, fold, unfold
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target
from app.dialects.base import ClientCall, Reply, WireRequest
from app.dialects.openai_responses import DIALECT
from tests.dialects.grammar import check_grammar
from tests.dialects.strategies import event_streams
from tests.dialects.vendor_schemas import validator

NAME = "openai_responses"
SENT = WireRequest("responses", b"{}", Target("p", NAME, "m"), stream=True)
ANSWERS = event_streams()
_SCHEMAS = {
    "response.created": "ResponseCreatedStreamingEvent",
    "response.in_progress": "ResponseInProgressStreamingEvent",
    "response.completed": "ResponseCompletedStreamingEvent",
    "response.incomplete": "ResponseIncompleteStreamingEvent",
    "response.failed": "ResponseFailedStreamingEvent",
    "response.output_item.added": "ResponseOutputItemAddedStreamingEvent",
    "response.output_item.done": "ResponseOutputItemDoneStreamingEvent",
    "response.content_part.added": "ResponseContentPartAddedStreamingEvent",
    "response.content_part.done": "ResponseContentPartDoneStreamingEvent",
    "response.output_text.delta": "ResponseOutputTextDeltaStreamingEvent",
    "response.output_text.done": "ResponseOutputTextDoneStreamingEvent",
    "response.refusal.delta": "ResponseRefusalDeltaStreamingEvent",
    "response.refusal.done": "ResponseRefusalDoneStreamingEvent",
    "response.reasoning_summary_part.added": "ResponseReasoningSummaryPartAddedStreamingEvent",
    "response.reasoning_summary_part.done": "ResponseReasoningSummaryPartDoneStreamingEvent",
    "response.reasoning_summary_text.delta": "ResponseReasoningSummaryDeltaStreamingEvent",
    "response.reasoning_summary_text.done": "ResponseReasoningSummaryDoneStreamingEvent",
}


def reply() -> Reply:
    said = (Turn("user", (Text("hi"),)),)
    shown = Sidecar(Origin(NAME), {"reasoning": {"summary": "auto"}})
    asked = Conversation(NAME, "my-model", said, options=Options(stream=True), sidecar=shown)
    return Reply(asked, "r1", 1, 7)


def streamed(events: list[Event]) -> bytes:
    encoder = DIALECT.stream_encoder(reply())
    return b"".join(encoder.encode([event]) for event in events)


def read(raw: bytes, size: int = 0) -> list[Event]:
    decoder = DIALECT.stream_decoder(SENT)
    events: list[Event] = []
    for start in range(0, len(raw), size or max(len(raw), 1)):
        events += decoder.feed(raw[start : start + (size or len(raw))])
    events += decoder.eof()
    return events


def frames(raw: bytes) -> list[dict[str, Any]]:
    found = []
    for frame in raw.split(b"\n\n")[:-1]:
        name, _, data = frame.partition(b"\ndata: ")
        event = json.loads(data)
        assert name == b"event: " + event["type"].encode()
        found.append(event)
    return found


def said(answer: Answer) -> list[Any]:
    """What a reader can tell apart: the words of each kind, and the calls."""
    kinds: dict[str, str] = {}
    calls = []
    for part in answer.parts:
        if isinstance(part, ToolCall):
            calls.append((part.id, part.name, json.loads(part.arguments or "{}")))
        elif hasattr(part, "text"):
            kinds[type(part).__name__] = kinds.get(type(part).__name__, "") + part.text
    return [{name: text for name, text in kinds.items() if text}, calls]


@given(ANSWERS)
def test_every_event_is_valid_after_the_published_schema(events: list[Event]) -> None:
    told = frames(streamed(events))
    assert [event["sequence_number"] for event in told] == list(range(len(told)))
    for event in told:
        schema = _SCHEMAS.get(event["type"])
        if schema is not None:
            validator("openresponses", schema)(event)
    kinds = [event["type"] for event in told]
    assert kinds[:2] == ["response.created", "response.in_progress"]
    assert kinds[-1] in ("response.completed", "response.incomplete")


@given(ANSWERS)
def test_items_come_one_after_the_other_and_are_the_output_at_the_end(events: list[Event]) -> None:
    told = frames(streamed(events))
    output: list[Any] = []
    opened: dict[str, Any] | None = None
    for event in told:
        match event["type"]:
            case "response.output_item.added":
                assert opened is None
                opened = event["item"]
            case "response.output_item.done":
                assert opened is not None
                assert opened["id"] == event["item"]["id"]
                output.append(event["item"])
                opened = None
                assert event["output_index"] == len(output) - 1
            case _ if "item_id" in event:
                assert opened is not None
                assert (event["item_id"], event["output_index"]) == (opened["id"], len(output))
    assert opened is None
    assert told[-1]["response"]["output"] == output
    assert len({item["id"] for item in output}) == len(output)
    assert all(len(item["id"]) <= 64 for item in output)


@given(ANSWERS)
def test_deltas_add_up_to_what_is_done(events: list[Event]) -> None:
    heard: dict[tuple[str, int], str] = {}
    for event in frames(streamed(events)):
        kind, _, last = event["type"].rpartition(".")
        place = (event.get("item_id", ""), event.get("content_index", 0))
        if last == "delta":
            heard[place] = heard.get(place, "") + event["delta"]
        elif last == "done" and kind in ("response.output_text", "response.reasoning_summary_text"):
            assert event["text"] == heard.get(place, "")
        elif last == "done" and kind == "response.function_call_arguments":
            assert event["arguments"] == heard[place]
            json.loads(event["arguments"])


@given(ANSWERS)
def test_every_whole_answer_is_valid_and_is_what_the_stream_ends_with(events: list[Event]) -> None:
    body = json.loads(DIALECT.encode_response(events, reply()))
    validator("openresponses", "ResponseResource")(body)
    assert frames(streamed(events))[-1]["response"] == body


@given(ANSWERS)
def test_the_official_sdk_reads_the_stream_as_the_whole_answer(events: list[Event]) -> None:
    answer = httpx2.Response(
        200, headers={"content-type": "text/event-stream"}, content=streamed(events)
    )
    transport = httpx2.MockTransport(lambda _: answer)
    with (
        httpx2.Client(transport=transport) as http,
        openai.OpenAI(api_key="none", base_url="http://test", http_client=http) as client,
        client.responses.stream(model="my-model", input="hi") as stream,
    ):
        heard = [event.type for event in stream]
    whole = json.loads(DIALECT.encode_response(events, reply()))
    assert heard[-1] == f"response.{whole['status']}"
    if whole["status"] == "completed":
        got = stream.get_final_response()
        assert [item.type for item in got.output] == [item["type"] for item in whole["output"]]
        assert got.usage is not None
        assert got.usage.total_tokens == whole["usage"]["total_tokens"]


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


@given(ANSWERS)
def test_reasoning_comes_back_from_the_client_as_its_provider_made_it(events: list[Event]) -> None:
    answer = fold(events)
    output = json.loads(DIALECT.encode_response(events, reply()))["output"]
    body = {"model": "m", "input": [*output, {"role": "user", "content": "More"}]}
    again = DIALECT.decode_request(ClientCall(json.dumps(body).encode()))
    thoughts = [p for turn in again.turns for p in turn.parts if isinstance(p, Thinking)]
    given_thoughts = [part for part in answer.parts if isinstance(part, Thinking)]
    assert [t.text for t in thoughts] == [t.text for t in given_thoughts]
    assert [t.sidecar for t in thoughts] == [t.sidecar for t in given_thoughts]


@given(ANSWERS, st.data())
def test_a_stream_cut_anywhere_ends_in_exactly_one_terminal_event(
    events: list[Event], data: st.DataObject
) -> None:
    raw = streamed(events)
    kept = raw[: data.draw(st.integers(0, len(raw)))]
    got = read(kept)
    check_grammar(got)
    if len(kept) < len(raw) - 2:
        last = got[-1]
        assert isinstance(last, Failed)
        assert last.failure.kind in (FailureKind.CUT, FailureKind.PROTOCOL)


_KEYS = [
    "response",
    "output",
    "item",
    "content",
    "summary",
    "arguments",
    "delta",
    "text",
    "type",
    "call_id",
    "name",
    "input",
    "action",
    "output_index",
    "summary_index",
    "content_index",
    "usage",
    "error",
    "status",
    "incomplete_details",
    "annotations",
]
_KINDS = [
    "response.created",
    "response.output_item.added",
    "response.output_item.done",
    "response.content_part.added",
    "response.output_text.delta",
    "response.refusal.delta",
    "response.reasoning_summary_part.added",
    "response.reasoning_summary_text.delta",
    "response.reasoning_text.delta",
    "response.function_call_arguments.delta",
    "response.completed",
    "response.failed",
    "error",
]
_ITEMS = ["message", "reasoning", "function_call", "custom_tool_call", "local_shell_call", "x"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["a", "", "{", *_ITEMS]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4)
    ),
    max_leaves=14,
)
EVENTS = st.builds(
    lambda kind, fields: {**fields, "type": kind},
    st.sampled_from(_KINDS),
    st.dictionaries(st.sampled_from(_KEYS), VALUES, max_size=4),
)


@given(st.lists(VALUES | EVENTS, max_size=6))
def test_a_stream_of_any_nonsense_keeps_the_grammar(values: list[Any]) -> None:
    raw = b"".join(b"data: " + json.dumps(value).encode() + b"\n\n" for value in values)
    check_grammar(read(raw))


@given(VALUES | EVENTS)
def test_a_whole_answer_of_any_nonsense_ends_in_one_terminal_event(value: Any) -> None:
    check_grammar(DIALECT.decode_response(json.dumps(value).encode(), SENT))


@given(st.binary(max_size=80))
def test_any_bytes_end_in_one_terminal_event(raw: bytes) -> None:
    check_grammar(read(raw))
    check_grammar(DIALECT.decode_response(raw, SENT))


@given(event_streams(may_fail=True))
def test_a_failed_answer_ends_in_response_failed(events: list[Event]) -> None:
    last = frames(streamed(events))[-1]
    if isinstance(events[-1], Failed):
        assert last["type"] == "response.failed"
        validator("openresponses", _SCHEMAS["response.failed"])(last)
        assert last["response"]["error"]["message"]
    else:
        assert last["response"]["error"] is None


def test_nothing_follows_the_end() -> None:
    encoder = DIALECT.stream_encoder(reply())
    encoder.encode([Started(), Finished("stop")])
    assert encoder.encode(unfold(fold([Started(), Finished("stop")]))) == b""
    assert encoder.keepalive() == b""


def test_a_delta_is_told_at_once() -> None:
    encoder = DIALECT.stream_encoder(reply())
    encoder.encode([Started(), PartStarted(0, Text(""))])
    assert b'"delta":"now"' in encoder.encode([PartDelta(0, "now")])
    encoder.encode([PartEnded(0), PartStarted(1, ToolCall("c", "f", ""))])
    assert b'"delta":"{"' in encoder.encode([PartDelta(1, "{")])
