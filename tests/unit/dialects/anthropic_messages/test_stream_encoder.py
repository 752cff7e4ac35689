import json
from typing import Any

import pytest

from app.core import carrier
from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
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
from app.core.failure import Failure, FailureKind
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.anthropic_messages.stream_encoder import MessagesStreamEncoder
from tests.dialects.anthropic_wire import check_stream, frames, reply, streamed

_OWN = Origin("anthropic_messages")


def told(*events: Event, beta: bool = False) -> list[dict[str, Any]]:
    """The frames of an answer of these parts, without the pings."""
    raw = streamed([Started(), *events, Finished("stop", Usage(1, output=1))], beta=beta)
    check_stream(raw, beta=beta)
    return [value for value in frames(raw) if value["type"] != "ping"]


def said(part: Any, *deltas: str, ending: Sidecar | None = None, index: int = 0) -> list[Event]:
    return [
        PartStarted(index, part),
        *(PartDelta(index, delta) for delta in deltas),
        PartEnded(index, ending),
    ]


def test_an_answer_in_the_form_that_every_client_reads() -> None:
    raw = streamed([Started(), *said(Text(""), "He", "llo"), Finished("stop", Usage(9, output=2))])
    assert raw.decode().split("\n")[0] == "event: message_start"
    assert [value["type"] for value in check_stream(raw)] == [
        "message_start",
        "content_block_start",
        "ping",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    last = frames(raw)[-2]
    assert last["delta"]["stop_reason"] == "end_turn"
    assert (last["usage"]["input_tokens"], last["usage"]["output_tokens"]) == (9, 2)


def test_the_start_tells_a_number_of_input_tokens_that_is_not_zero() -> None:
    for usage in (None, Usage()):
        start = frames(streamed([Started(usage=usage)]))[0]["message"]
        assert start["usage"]["input_tokens"] == 42
    known = frames(streamed([Started(usage=Usage(7, cache_read=3))]))[0]["message"]["usage"]
    assert (known["input_tokens"], known["cache_read_input_tokens"]) == (7, 3)


def test_a_keepalive_may_stand_first_and_anywhere_until_the_end() -> None:
    encoder = MessagesStreamEncoder(reply())
    first = encoder.keepalive()
    assert [value["type"] for value in frames(first)] == ["message_start", "ping"]
    assert [value["type"] for value in frames(encoder.keepalive())] == ["ping"]
    rest = encoder.encode([Started(usage=Usage(8)), *said(Text(""), "x"), Finished("stop")])
    check_stream(first + rest)
    assert frames(rest)[-2]["usage"]["input_tokens"] == 8
    assert encoder.keepalive() == b""


def test_blocks_of_every_kind_count_from_zero_without_a_gap() -> None:
    values = told(
        *said(Text(""), index=0),
        *said(Thinking(""), "Hm", index=1),
        *said(Text(""), "Hi", index=2),
        *said(ToolCall("t1", "Bash", ""), '{"a"', ":1}", index=3),
    )
    starts = [value for value in values if value["type"] == "content_block_start"]
    assert [value["index"] for value in starts] == [0, 1, 2]
    assert [value["content_block"] for value in starts] == [
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "text", "text": "", "citations": None},
        {"type": "tool_use", "id": "t1", "name": "Bash", "input": {}, "caller": {"type": "direct"}},
    ]
    assert values[-2]["delta"]["stop_reason"] == "tool_use"


def test_empty_deltas_are_swallowed() -> None:
    values = told(*said(Text(""), "", "a", ""))
    assert sum(value["type"] == "content_block_delta" for value in values) == 1


def test_a_call_without_arguments_has_one_delta() -> None:
    values = told(*said(ToolCall("t1", "Bash", "")))
    assert values[2]["delta"] == {"type": "input_json_delta", "partial_json": "{}"}


def test_arguments_that_came_with_the_start_are_a_delta() -> None:
    values = told(*said(ToolCall("t1", "Bash", '{"a":1}')))
    assert values[2]["delta"]["partial_json"] == '{"a":1}'


def test_text_is_escaped_as_json_and_kept_on_one_line() -> None:
    odd = 'a"b\\c\nd\u2028e\u0085f\x00g🜛'
    values = told(*said(Text(""), odd))
    assert values[2]["delta"]["text"] == odd


def test_thinking_ends_with_one_signature() -> None:
    own = Sidecar(_OWN, {"signature": "sig"})
    values = told(*said(Thinking(""), "H", "m", ending=own))
    assert values[4]["delta"] == {"type": "signature_delta", "signature": "sig"}
    foreign = Sidecar(Origin("openai_chat", "p", "m"), {})
    values = told(*said(Thinking(""), "H", "m", ending=foreign))
    assert carrier.unpack(values[4]["delta"]["signature"], "Hm", b"") == foreign


def test_hidden_thinking_is_one_block_when_its_words_are_known() -> None:
    ending = Sidecar(_OWN, {"data": "xyz"})
    values = told(*said(Thinking("", redacted=True), ending=ending))
    assert values[1]["content_block"] == {"type": "redacted_thinking", "data": "xyz"}


def test_a_refusal_is_text_and_its_reason() -> None:
    values = told(*said(Refusal(""), "I will", " not."))
    assert values[-2]["delta"]["stop_reason"] == "refusal"
    assert values[-2]["delta"]["stop_details"]["explanation"] == "I will not."


def test_citations_follow_the_text_that_they_belong_to() -> None:
    citation = {
        "type": "page_location",
        "cited_text": "x",
        "document_index": 0,
        "document_title": None,
        "start_page_number": 1,
        "end_page_number": 2,
        "file_id": None,
    }
    ending = Sidecar(_OWN, {"citations": [citation]})
    values = told(*said(Text(""), "a", ending=ending))
    assert values[3]["delta"] == {"type": "citations_delta", "citation": citation}


def test_a_server_tool_s_call_has_its_input_in_a_delta() -> None:
    block = {
        "type": "server_tool_use",
        "id": "srvtoolu_1",
        "name": "web_search",
        "input": {"query": "q"},
        "caller": {"type": "direct"},
    }
    values = told(*said(Opaque("server_tool_use", "", Sidecar(_OWN, block))))
    assert values[1]["content_block"] == {**block, "input": {}}
    assert values[2]["delta"] == {"type": "input_json_delta", "partial_json": '{"query":"q"}'}


def test_a_compaction_arrives_in_its_own_delta() -> None:
    block = {"type": "compaction", "content": "summary", "encrypted_content": "e"}
    values = told(*said(Opaque("compaction", "", Sidecar(_OWN, block))), beta=True)
    assert values[1]["content_block"]["content"] is None
    assert values[2]["delta"]["content"] == "summary"


def test_an_opaque_part_from_elsewhere_is_words_and_a_loss() -> None:
    encoder = MessagesStreamEncoder(reply())
    part = Opaque("x", "words", Sidecar(Origin("openai_chat"), {"a": 1}))
    raw = encoder.encode([Started(), *said(part), Finished("stop")])
    check_stream(raw)
    assert b'"words"' in raw
    assert [loss.what for loss in encoder.losses] == ["x"]


def test_what_the_vendor_adds_at_the_end_reaches_the_client() -> None:
    closing = Sidecar(_OWN, {"safeguard_results": [1], "context_management": {"applied_edits": []}})
    raw = streamed([Started(), Finished("stop", Usage(1), sidecar=closing)], beta=True)
    delta = frames(raw)[-2]
    assert delta["delta"]["safeguard_results"] == [1]
    assert delta["context_management"] == {"applied_edits": []}


@pytest.mark.parametrize("shown", [0, 1, 3])
def test_nothing_follows_a_failure(shown: int) -> None:
    failure = Failed(Failure(FailureKind.CUT, "It broke off."))
    before = [Started(), *said(ToolCall("t", "Bash", ""), '{"a')][:shown]
    encoder = MessagesStreamEncoder(reply())
    raw = encoder.encode([*before, failure])
    values = check_stream(raw)
    assert values[-1]["type"] == "error"
    assert values[-1]["request_id"] == "req_1"
    assert encoder.encode([Finished("stop"), Started()]) == b""
    assert encoder.keepalive() == b""


def test_a_pulse_says_nothing() -> None:
    assert MessagesStreamEncoder(reply()).encode([Pulse()]) == b""


def test_tokens_are_estimated_where_none_are_told() -> None:
    raw = streamed([Started(), *said(Text(""), "a" * 400), Finished("stop")])
    usage = frames(raw)[-2]["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (42, 100)


def test_a_frame_is_json_on_a_single_line() -> None:
    for frame in streamed([Started(), *said(Text(""), "x\ny"), Finished("stop")]).split(b"\n\n"):
        if frame:
            event, data = frame.split(b"\n")
            assert event.startswith(b"event: ")
            assert json.loads(data.removeprefix(b"data: "))


def test_a_foreign_proof_waits_for_a_block_behind_it() -> None:
    def kinds(*events: Event) -> list[str]:
        starts = [value for value in told(*events) if value["type"] == "content_block_start"]
        assert [value["index"] for value in starts] == list(range(len(starts)))
        return [value["content_block"]["type"] for value in starts]

    ending = Sidecar(Origin("gemini"), {"thoughtSignature": "s"})
    words = said(Text(""), "Hi")
    proof = said(Thinking("", redacted=True), ending=ending, index=1)
    call = said(ToolCall("1", "f", "{}"), index=2)
    assert kinds(*words, *proof) == ["text"]
    assert kinds(*proof) == ["redacted_thinking"]
    assert kinds(*words, *proof, *call) == ["text", "redacted_thinking", "tool_use"]
    assert kinds(*words, *call, *proof) == ["text", "tool_use", "redacted_thinking"]
