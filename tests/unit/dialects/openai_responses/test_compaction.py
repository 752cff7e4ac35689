"""A conversation in short: asked for by an item, carried in an item, told again in words."""

import json
from typing import Any

import pytest

from app.core.conversation import Opaque, Text, ToolCall, ToolChoice
from app.core.events import (
    Event,
    Failed,
    Finished,
    FinishReason,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Sidecar
from app.core.sse import SseReader
from app.core.traits import Target, Traits
from app.core.usage import Usage
from app.dialects.base import ClientCall, Reply
from app.dialects.openai_responses import compaction
from app.dialects.openai_responses.dialect import ResponsesDialect
from app.dialects.openai_responses.wire import ORIGIN

DIALECT = ResponsesDialect()
SEAL = b"s" * 32
TRIGGER = {"type": "compaction_trigger"}
SAID = {"role": "user", "content": "Launch on Tuesday."}
TOOL = {"type": "function", "name": "f", "parameters": {"type": "object"}}
NATIVE = {"id": "cmp_1", "type": "compaction", "encrypted_content": "gAAAtheirs"}


def call(*items: Any, **fields: Any) -> ClientCall:
    body = json.dumps({"model": "m", "input": list(items), **fields}).encode()
    return ClientCall(body, seal=SEAL)


def reply(*items: Any) -> Reply:
    conversation = DIALECT.decode_request(call(*(items or (SAID, TRIGGER))))
    return Reply(conversation, id="abc", created=1, seal=SEAL)


def words(*texts: str, reason: FinishReason = "stop") -> list[Event]:
    events: list[Event] = [Started(), Pulse()]
    for index, text in enumerate(texts):
        events += [PartStarted(index, Text("")), PartDelta(index, text), PartEnded(index)]
    return [*events, Finished(reason, Usage(fresh=9, output=3))]


def streamed(events: list[Event]) -> list[dict[str, Any]]:
    encoder = DIALECT.stream_encoder(reply())
    wire = b"".join(encoder.encode([event]) for event in events)
    return [json.loads(frame.data) for frame in SseReader().feed(wire) if frame.data]


def test_a_trigger_at_the_end_asks_for_a_summary_in_words() -> None:
    form = {"format": {"type": "json_object"}}
    conversation = DIALECT.decode_request(
        call(SAID, TRIGGER, tools=[TOOL], tool_choice="required", text=form)
    )
    assert compaction.wanted(conversation)
    assert conversation.options.tool_choice == ToolChoice("none")
    assert conversation.options.output_format is None
    last = conversation.turns[-1]
    assert last.role == "user"
    (part,) = last.parts
    assert isinstance(part, Opaque)
    assert part.gist == compaction.REQUEST


def test_without_tools_nothing_is_said_of_them() -> None:
    assert DIALECT.decode_request(call(SAID, TRIGGER)).options.tool_choice is None


@pytest.mark.parametrize("items", [(SAID,), (TRIGGER, SAID)])
def test_anything_else_is_an_ordinary_request(items: tuple[Any, ...]) -> None:
    conversation = DIALECT.decode_request(call(*items))
    assert not compaction.wanted(conversation)
    assert [part for turn in conversation.turns for part in turn.parts] == [
        Text("Launch on Tuesday.")
    ]


def test_the_words_become_one_item_and_come_back_as_words() -> None:
    events = streamed(words("First. ", " ", "Second."))
    kinds = [event["type"] for event in events]
    assert kinds == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.output_item.done",
        "response.completed",
    ]
    (item,) = events[-1]["response"]["output"]
    assert (item["type"], item["id"]) == ("compaction", "cmp_abc0000")
    assert "First" not in item["encrypted_content"]
    conversation = DIALECT.decode_request(call(item, SAID))
    (text,) = conversation.turns[0].parts
    assert isinstance(text, Text)
    assert text.text.endswith("First. \n\nSecond.")


def test_a_whole_answer_is_the_same() -> None:
    response = json.loads(DIALECT.encode_response(words("Short."), reply()))
    assert response["status"] == "completed"
    assert [item["type"] for item in response["output"]] == ["compaction"]
    assert response["usage"]["output_tokens"] == 3


def test_the_provider_s_own_item_stays_as_it_is() -> None:
    part = Opaque("compaction", "", Sidecar(ORIGIN, NATIVE))
    events: list[Event] = [Started(), PartStarted(0, part), PartEnded(0), Finished("stop")]
    assert streamed(events)[-1]["response"]["output"] == [NATIVE]


def test_a_call_that_the_model_made_all_the_same_is_left_out() -> None:
    events = words("Short.", reason="tool_calls")
    made: list[Event] = [PartStarted(1, ToolCall("c", "f", "{}")), PartEnded(1)]
    last = streamed([*events[:-1], *made, events[-1]])[-1]
    assert last["type"] == "response.completed"
    assert [item["type"] for item in last["response"]["output"]] == ["compaction"]


def test_a_summary_that_was_cut_off_is_incomplete() -> None:
    assert streamed(words("Short", reason="length"))[-1]["type"] == "response.incomplete"


@pytest.mark.parametrize("texts", [(), (" ",)])
def test_no_words_are_no_summary(texts: tuple[str, ...]) -> None:
    assert streamed(words(*texts))[-1]["type"] == "response.failed"
    with pytest.raises(Refused, match="no summary"):
        DIALECT.encode_response(words(*texts), reply())


def test_a_failure_is_told_as_ever() -> None:
    failed = Failed(Failure(FailureKind.CUT, "It was cut."))
    assert streamed([Started(), failed])[-1]["type"] == "response.failed"
    with pytest.raises(Refused, match="cut"):
        DIALECT.encode_response([Started(), failed], reply())
    assert DIALECT.stream_encoder(reply()).keepalive().startswith(b":")


@pytest.mark.parametrize("seal", [SEAL, b"t" * 32])
@pytest.mark.parametrize("kind", ["compaction", "compaction_summary"])
def test_what_cannot_be_opened_is_said_to_be_missing(kind: str, seal: bytes) -> None:
    ours = compaction.packed("Secret.", b"u" * 32)
    for content in (ours, "gAAAtheirs"):
        item = {"type": kind, "encrypted_content": content}
        body = json.dumps({"model": "m", "input": [item, SAID]}).encode()
        conversation = DIALECT.decode_request(ClientCall(body, seal=seal))
        (part,) = conversation.turns[0].parts
        shown = part.gist if isinstance(part, Opaque) else part.text  # type: ignore[union-attr]  # one of both
        assert "summed up" in shown
        assert "Secret" not in shown


@pytest.mark.parametrize("compacts", [True, False])
def test_only_a_provider_that_makes_such_items_gets_them(compacts: bool) -> None:
    conversation = DIALECT.decode_request(call(NATIVE, SAID, TRIGGER))
    target = Target("p", "openai_responses", "m", Traits(compaction=compacts))
    sent = json.loads(DIALECT.encode_request(conversation, target).body)["input"]
    kinds = [item["type"] for item in sent]
    if compacts:
        assert kinds == ["compaction", "message", "compaction_trigger"]
        assert sent[0] == NATIVE
    else:
        assert kinds == ["message"] * 3
        assert "Sum this conversation up" in str(sent[-1])


def test_an_item_that_is_kept_nowhere_is_refused_unless_it_is_a_reasoning() -> None:
    DIALECT.decode_request(call(SAID, {"type": "item_reference", "id": "rs_1"}, SAID))
    with pytest.raises(Refused, match="'msg_1' not found") as refused:
        DIALECT.decode_request(call(SAID, {"type": "item_reference", "id": "msg_1"}))
    assert refused.value.failure.param == "input"
