from typing import Any

import pytest

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import Event, Failed, Finished, PartDelta, PartStarted, Pulse, Started
from app.core.failure import FailureKind
from app.core.fold import Answer, fold
from app.core.sidecar import Origin, Sidecar
from app.core.sse import FRAME_LIMIT
from app.dialects.anthropic_messages import DIALECT
from tests.dialects.anthropic_wire import LOOK_ALIKE, read, sent, sse
from tests.dialects.grammar import check_grammar

_OWN = Origin("anthropic_messages")

START: dict[str, Any] = {
    "type": "message_start",
    "message": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-x",
        "content": [],
        "stop_reason": None,
        "usage": {"input_tokens": 10, "cache_read_input_tokens": 4, "output_tokens": 1},
    },
}
STOP: dict[str, Any] = {"type": "message_stop"}


def opened(index: int, block: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": block}


def delta(index: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **fields}}


def closed(index: int) -> dict[str, Any]:
    return {"type": "content_block_stop", "index": index}


def ending(reason: str | None = "end_turn", **fields: Any) -> dict[str, Any]:
    return {
        "type": "message_delta",
        "delta": {"stop_reason": reason, **fields},
        "usage": {"output_tokens": 9},
    }


def text(index: int, words: str) -> list[dict[str, Any]]:
    return [
        opened(index, {"type": "text", "text": ""}),
        delta(index, "text_delta", text=words),
        closed(index),
    ]


def call(index: int, *pieces: str, call_id: Any = "toolu_1", name: Any = "Bash") -> list[Any]:
    return [
        opened(index, {"type": "tool_use", "id": call_id, "name": name, "input": {}}),
        *(delta(index, "input_json_delta", partial_json=piece) for piece in pieces),
        closed(index),
    ]


def answer(*values: dict[str, Any]) -> Answer:
    events = read(sse(START, *values))
    check_grammar(events)
    return fold(events)


def failure(events: list[Event]) -> Any:
    check_grammar(events)
    last = events[-1]
    assert isinstance(last, Failed)
    return last.failure


def test_a_vendor_s_stream_is_an_answer() -> None:
    got = answer(
        opened(0, {"type": "thinking", "thinking": "", "signature": ""}),
        {"type": "ping"},
        delta(0, "thinking_delta", thinking="Hm"),
        delta(0, "signature_delta", signature="sig"),
        closed(0),
        *text(1, "Hello"),
        *call(2, '{"a"', ":1}"),
        ending("tool_use"),
        STOP,
    )
    assert got.parts == (
        Thinking("Hm", sidecar=Sidecar(_OWN, {"signature": "sig"})),
        Text("Hello"),
        ToolCall("toolu_1", "Bash", '{"a":1}'),
    )
    assert (got.id, got.model, got.reason) == ("msg_1", "claude-x", "tool_calls")


def test_usage_is_merged_field_by_field() -> None:
    usage = answer(ending(), STOP).usage
    assert usage is not None
    assert (usage.fresh, usage.cache_read, usage.output) == (10, 4, 9)
    assert usage.raw == {"input_tokens": 10, "cache_read_input_tokens": 4, "output_tokens": 9}


@pytest.mark.parametrize(
    ("wire", "values", "reason"),
    [
        ("end_turn", [], "stop"),
        ("tool_use", [], "stop"),
        ("end_turn", call(0), "tool_calls"),
        ("stop_sequence", [], "stop_sequence"),
        ("max_tokens", [], "length"),
        ("model_context_window_exceeded", [], "context_window"),
        ("refusal", [], "refusal"),
        ("pause_turn", [], "pause"),
        ("compaction", [], "compaction"),
        ("tired", [], "stop"),
        (None, [], "stop"),
    ],
)
def test_the_reason_fits_the_content(wire: Any, values: list[Any], reason: str) -> None:
    assert answer(*values, ending(wire), STOP).reason == reason


def test_a_stop_sequence_and_other_details_are_kept() -> None:
    got = answer(ending("stop_sequence", stop_sequence="END", container={"id": "c"}), STOP)
    assert got.stop_sequence == "END"
    assert got.closing == Sidecar(_OWN, {"container": {"id": "c"}})


def test_frames_without_an_event_line_are_read() -> None:
    events = read(sse(START, *text(0, "Hi"), ending(), STOP, named=False))
    assert fold(events).parts == (Text("Hi"),)


def test_a_stream_without_a_start_is_read() -> None:
    events = read(sse(*text(0, "Hi"), ending(), STOP))
    assert events[0] == Started()
    assert fold(events).parts == (Text("Hi"),)


def test_the_end_may_be_a_stop_reason_alone_and_then_it_is_only_awaited() -> None:
    decoder = DIALECT.stream_decoder(sent())
    decoder.feed(sse(START, *text(0, "Hi")))
    assert not decoder.finishing
    decoder.feed(sse(ending()))
    assert decoder.finishing
    events = decoder.eof()
    assert isinstance(events[-1], Finished)
    assert not decoder.finishing


@pytest.mark.parametrize(
    "values",
    [
        [],
        [START],
        [START, *text(0, "Hi")],
        [START, *call(0, '{"a":1}')],
        [START, *call(0, '{"a"')[:-1]],
        [START, *call(0, '{"a"')[:-1], ending("tool_use")],
    ],
)
def test_a_stream_that_just_stops_is_cut(values: list[Any]) -> None:
    assert failure(read(sse(*values))).kind is FailureKind.CUT


def test_half_a_call_is_never_a_call_though_the_message_claims_to_end() -> None:
    assert failure(read(sse(START, *call(0, '{"a"')[:-1], ending(), STOP))).kind is FailureKind.CUT


def test_a_forgotten_block_end_is_added_where_the_block_is_complete() -> None:
    got = answer(*text(0, "Hi")[:-1], *call(1, '{"a":1}')[:-1], ending(), STOP)
    assert got.parts == (Text("Hi"), ToolCall("toolu_1", "Bash", '{"a":1}'))


def test_blocks_that_overlap_are_told_one_after_the_other() -> None:
    first, second = text(0, "Hi"), call(1, '{"a":1}')
    got = answer(first[0], second[0], second[1], first[1], second[2], first[2], ending(), STOP)
    assert got.parts == (Text("Hi"), ToolCall("toolu_1", "Bash", '{"a":1}'))


def test_indices_with_gaps_and_repeats_are_counted_anew() -> None:
    events = read(sse(START, *text(3, "a"), *text(3, "b"), *text(9, "c"), ending(), STOP))
    assert [event.index for event in events if isinstance(event, PartStarted)] == [0, 1, 2]
    assert fold(events).parts == (Text("a"), Text("b"), Text("c"))


def test_an_input_that_came_whole_with_the_start_is_kept() -> None:
    whole = {"type": "tool_use", "id": "t", "name": "Bash", "input": {"a": 1}}
    assert answer(opened(0, whole), closed(0), ending(), STOP).parts == (
        ToolCall("t", "Bash", '{"a":1}'),
    )
    as_text = {**whole, "input": '{"b":2}'}
    assert answer(opened(0, as_text), closed(0), ending(), STOP).parts == (
        ToolCall("t", "Bash", '{"b":2}'),
    )


def test_a_call_without_arguments_has_an_empty_object() -> None:
    assert answer(*call(0), ending(), STOP).parts == (ToolCall("toolu_1", "Bash", "{}"),)


@pytest.mark.parametrize("odd", [None, "", "functions.Bash:0", 7])
def test_an_odd_id_is_replaced_the_same_way_each_time(odd: Any) -> None:
    first = answer(*call(0, call_id=odd), ending(), STOP).parts[0]
    again = answer(*call(0, call_id=odd), ending(), STOP).parts[0]
    assert isinstance(first, ToolCall)
    assert first == again
    assert first.id.startswith("toolu_")


def test_two_calls_never_share_an_id() -> None:
    got = answer(*call(0), *call(1), ending(), STOP)
    ids = [part.id for part in got.parts if isinstance(part, ToolCall)]
    assert len(set(ids)) == 2


def test_a_rewritten_tool_name_is_the_client_s_own_again() -> None:
    events = read(sse(START, *call(0, name="a_b_12"), ending(), STOP), sent(a_b_12="a.b"))
    part = fold(events).parts[0]
    assert isinstance(part, ToolCall)
    assert part.name == "a.b"


@pytest.mark.parametrize("name", [None, ""])
def test_a_call_without_a_name_is_no_answer(name: Any) -> None:
    got = failure(read(sse(START, *call(0, name=name), ending(), STOP)))
    assert got.kind is FailureKind.PROTOCOL
    assert got.message == "anthropic called a tool without a name."


def test_blocks_of_the_vendor_s_own_tools_stay_whole() -> None:
    use = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
    result = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []}
    got = answer(
        opened(0, use),
        delta(0, "input_json_delta", partial_json='{"query":'),
        delta(0, "input_json_delta", partial_json='"q"}'),
        closed(0),
        opened(1, result),
        closed(1),
        ending(),
        STOP,
    )
    first, second = got.parts
    assert isinstance(first, Opaque)
    assert first.sidecar == Sidecar(_OWN, {**use, "input": {"query": "q"}})
    assert isinstance(second, Opaque)
    assert second.sidecar.data == result


def test_a_compaction_is_gathered_from_its_delta() -> None:
    got = answer(
        opened(0, {"type": "compaction", "content": None, "encrypted_content": None}),
        delta(0, "compaction_delta", content="summary", encrypted_content="e"),
        closed(0),
        ending("compaction"),
        STOP,
    )
    (part,) = got.parts
    assert isinstance(part, Opaque)
    assert part.gist == "summary"
    assert part.sidecar.data["encrypted_content"] == "e"


def test_citations_end_in_the_sidecar_of_their_text() -> None:
    citation = {"type": "char_location", "cited_text": "x"}
    got = answer(
        *text(0, "Hi")[:-1],
        delta(0, "citations_delta", citation=citation),
        closed(0),
        ending(),
        STOP,
    )
    assert got.parts == (Text("Hi", sidecar=Sidecar(_OWN, {"citations": [citation]})),)


def test_hidden_thinking_keeps_its_data() -> None:
    got = answer(opened(0, {"type": "redacted_thinking", "data": "xyz"}), closed(0), ending(), STOP)
    assert got.parts == (Thinking("", redacted=True, sidecar=Sidecar(_OWN, {"data": "xyz"})),)


def test_a_look_alike_s_signature_is_stamped_with_its_maker() -> None:
    values = [
        opened(0, {"type": "thinking", "thinking": ""}),
        delta(0, "thinking_delta", thinking="Hm"),
        delta(0, "signature_delta", signature="uuid"),
        closed(0),
        ending(),
        STOP,
    ]
    part = fold(read(sse(START, *values), sent(LOOK_ALIKE))).parts[0]
    maker = Origin("anthropic_messages", "look-alike", "other-model")
    assert part.sidecar == Sidecar(maker, {"signature": "uuid"})


def test_words_in_a_block_s_start_are_not_lost() -> None:
    got = answer(
        opened(0, {"type": "text", "text": "Hel"}),
        delta(0, "text_delta", text="lo"),
        closed(0),
        ending(),
        STOP,
    )
    assert got.parts == (Text("Hello"),)


def test_a_delta_tells_what_a_forgotten_start_would_have() -> None:
    got = answer(
        delta(0, "thinking_delta", thinking="Hm"),
        closed(0),
        delta(1, "text_delta", text="Hi"),
        closed(1),
        delta(2, "input_json_delta", partial_json="{}"),
        ending(),
        STOP,
    )
    assert got.parts == (Thinking("Hm"), Text("Hi"))


def test_deltas_that_do_not_fit_their_block_are_ignored() -> None:
    got = answer(
        opened(0, {"type": "text", "text": ""}),
        delta(0, "thinking_delta", thinking="no"),
        delta(0, "input_json_delta", partial_json="no"),
        delta(0, "news_delta", text="no"),
        delta(0, "text_delta", text="Hi"),
        closed(0),
        ending(),
        STOP,
    )
    assert got.parts == (Text("Hi"),)


def test_pings_comments_and_unknown_events_are_signs_of_life() -> None:
    decoder = DIALECT.stream_decoder(sent())
    raw = b": keep-alive\n\n" + sse({"type": "ping"}, {"type": "news"}) + b"data: [DONE]\n\n"
    assert decoder.feed(raw) == [Pulse(), Pulse(), Pulse()]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("overloaded_error", FailureKind.OVERLOADED),
        ("api_error", FailureKind.PROVIDER),
        ("rate_limit_error", FailureKind.RATE_LIMITED),
    ],
)
def test_an_error_event_ends_the_answer(kind: str, expected: FailureKind) -> None:
    error = {"type": "error", "error": {"type": kind, "message": "Sorry."}}
    got = failure(read(sse(START, *text(0, "Hi"), error, *text(1, "never"))))
    assert (got.kind, got.message) == (expected, "Sorry.")


def test_errors_without_the_vendor_s_type_are_errors_too() -> None:
    assert failure(read(b'data: {"error":{"message":"No."}}\n\n')).message == "No."
    assert failure(read(b'event: error\ndata: {"message":"No."}\n\n')).message == "No."
    assert failure(read(b"event: error\ndata: plain words\n\n")).message == "plain words"


def test_broken_json_in_a_frame_is_a_broken_protocol() -> None:
    got = failure(read(sse(START) + b"event: message_delta\ndata: {broken\n\n"))
    assert got.kind is FailureKind.PROTOCOL
    assert got.provider == "anthropic"


def test_a_block_without_a_type_is_a_broken_protocol() -> None:
    assert failure(read(sse(START, opened(0, {})))).kind is FailureKind.PROTOCOL


def test_a_whole_message_in_place_of_a_stream_is_read() -> None:
    body = b' \n{"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}'
    for size in (0, 1, 7):
        assert fold(read(body, size=size)).parts == (Text("Hi"),)


def test_a_page_in_place_of_a_stream_is_a_broken_protocol() -> None:
    got = failure(read(b"<html><title>Sign in</title></html>"))
    assert got.kind is FailureKind.PROTOCOL
    assert "Sign in" in got.message


def test_a_frame_without_end_is_a_broken_protocol() -> None:
    decoder = DIALECT.stream_decoder(sent())
    events = decoder.feed(b"data: " + b"x" * (FRAME_LIMIT + 1))
    assert failure(events).kind is FailureKind.PROTOCOL
    assert decoder.feed(b"more") == []
    assert decoder.eof() == []


def test_line_ends_of_every_sort_and_a_byte_order_mark_are_read() -> None:
    raw = sse(START, *text(0, "a\u2028b\u0085c"), ending(), STOP)
    for ending_bytes in (b"\r\n", b"\r"):
        odd = b"\xef\xbb\xbf" + raw.replace(b"\n", ending_bytes).replace(b"data: ", b"data:")
        assert fold(read(odd)).parts == (Text("a\u2028b\u0085c"),)
        assert fold(read(odd, size=3)).parts == (Text("a\u2028b\u0085c"),)


def test_deltas_are_told_as_they_come() -> None:
    decoder = DIALECT.stream_decoder(sent())
    decoder.feed(sse(START, opened(0, {"type": "text", "text": ""})))
    assert decoder.feed(sse(delta(0, "text_delta", text="a"))) == [PartDelta(0, "a")]
