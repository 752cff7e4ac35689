"""The laws that every answer and every request through this dialect keeps."""

import functools
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical
from app.core.conversation import Conversation, Part, Text, Thinking, ToolCall, Turn
from app.core.events import Event, Failed, Finished, Pulse
from app.core.failure import Failure, FailureKind, Refused
from app.core.fold import fold, unfold
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages import DIALECT
from app.dialects.base import ClientCall
from tests.dialects.anthropic_wire import (
    LOOK_ALIKE,
    NAME,
    TARGET,
    check_stream,
    decoded,
    encoded,
    read,
    reply,
    sdk_message,
    sent,
    streamed,
)
from tests.dialects.damage import damaged, places
from tests.dialects.grammar import check_grammar
from tests.dialects.strategies import conversations, event_streams, turns
from tests.dialects.vendor_schemas import validator

_ANSWERS = event_streams() | event_streams(Origin(NAME))


def without_pulses(events: list[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, Pulse)]


@given(_ANSWERS, st.booleans())
def test_every_answer_is_a_valid_stream_and_a_valid_message(
    events: list[Event], beta: bool
) -> None:
    check_stream(streamed(events, beta=beta), beta=beta)
    message = json.loads(DIALECT.encode_response(events, reply(beta=beta)))
    validator("anthropic", "BetaMessage" if beta else "Message")(message)


@given(event_streams(may_fail=True))
def test_a_failed_answer_ends_in_one_error_and_never_in_a_stop(events: list[Event]) -> None:
    told = check_stream(streamed(events))
    assert (told[-1]["type"] == "error") == isinstance(events[-1], Failed)


@given(_ANSWERS)
def test_the_official_sdk_reads_the_stream_as_the_whole_message(events: list[Event]) -> None:
    whole = json.loads(DIALECT.encode_response(events, reply()))
    read_by_sdk = sdk_message(streamed(events))
    assert [_said(block) for block in read_by_sdk["content"]] == [
        _said(block) for block in whole["content"]
    ]
    for name in ("id", "model", "stop_reason", "stop_sequence"):
        assert read_by_sdk[name] == whole[name]
    for name in ("input_tokens", "output_tokens", "cache_read_input_tokens"):
        assert read_by_sdk["usage"][name] == whole["usage"][name]


def _said(block: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in block.items()
        if key in ("type", "text", "thinking", "signature", "id", "name", "input")
    }


@given(_ANSWERS, st.data())
def test_cutting_the_bytes_anywhere_between_chunks_changes_nothing(
    events: list[Event], data: st.DataObject
) -> None:
    raw = streamed(events)
    whole = without_pulses(read(raw))
    pieces = without_pulses(read(raw, size=data.draw(st.integers(1, 40))))
    assert pieces == whole


@given(_ANSWERS)
def test_what_is_written_reads_back_as_the_same_message(events: list[Event]) -> None:
    again = read(streamed(events))
    check_grammar(again)
    first = json.loads(DIALECT.encode_response(events, reply()))
    second = json.loads(DIALECT.encode_response(again, reply()))
    assert second["content"] == first["content"]
    assert second["stop_reason"] == first["stop_reason"]


@given(_ANSWERS)
def test_a_whole_message_and_its_stream_read_as_the_same_answer(events: list[Event]) -> None:
    from_stream = fold(read(streamed(events)))
    body = DIALECT.encode_response(events, reply())
    from_whole = fold(DIALECT.decode_response(body, sent()))
    assert len(from_whole.parts) == len(from_stream.parts)
    assert from_whole.reason == from_stream.reason
    first = json.loads(DIALECT.encode_response(unfold(from_stream), reply()))
    second = json.loads(DIALECT.encode_response(unfold(from_whole), reply()))
    assert second["content"] == first["content"]


@given(_ANSWERS, st.data())
def test_a_stream_cut_anywhere_ends_in_exactly_one_terminal_event(
    events: list[Event], data: st.DataObject
) -> None:
    raw = streamed(events)
    kept = data.draw(st.integers(0, len(raw)))
    got = read(raw[:kept])
    check_grammar(got)
    last = got[-1]
    if b'"message_delta"' not in raw[:kept]:
        assert isinstance(last, Failed)
        assert last.failure.kind in (FailureKind.CUT, FailureKind.PROTOCOL)
    else:
        assert isinstance(last, Finished | Failed)


_WIRE_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["text", "tool_use", "thinking", "text_delta", "input_json_delta", "", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "index", "delta", "id", "name", "input", "usage"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_TYPES = st.sampled_from(
    [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
        "ping",
        "error",
        "news",
    ]
)
_FRAMES = st.builds(
    lambda kind, index, fields: {**fields, "type": kind, "index": index},
    _TYPES,
    st.integers(0, 2),
    st.dictionaries(
        st.sampled_from(["message", "content_block", "delta", "usage", "error"]),
        _WIRE_VALUES,
        max_size=3,
    ),
)


@given(st.lists(_FRAMES | _WIRE_VALUES, max_size=10))
def test_a_stream_of_any_nonsense_keeps_the_grammar(values: list[Any]) -> None:
    raw = b"".join(b"data: " + json.dumps(value).encode() + b"\n\n" for value in values)
    events = read(raw)
    check_grammar(events)
    streamed(events)
    if isinstance(events[-1], Finished):
        DIALECT.encode_response(events, reply())


@given(_WIRE_VALUES | st.binary(max_size=60))
def test_a_whole_answer_of_any_nonsense_ends_in_one_terminal_event(value: Any) -> None:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    check_grammar(DIALECT.decode_response(body, sent()))


@given(conversations())
def test_every_request_is_valid_after_the_vendor_s_schema(conversation: Conversation) -> None:
    body = encoded(conversation)
    validator("anthropic", "CreateMessageParams")(body)
    validator("anthropic", "BetaCreateMessageParams")(body)


@given(conversations())
def test_a_look_alike_gets_a_valid_request_with_its_losses_named(
    conversation: Conversation,
) -> None:
    wire = DIALECT.encode_request(conversation, LOOK_ALIKE)
    validator("anthropic", "CreateMessageParams")(json.loads(wire.body))
    assert "output_config" not in json.loads(wire.body)
    if conversation.options.output_format is not None:
        assert any(loss.what == "response_format" for loss in wire.losses)


@given(conversations(NAME))
def test_a_request_through_the_hub_comes_back_as_it_was(conversation: Conversation) -> None:
    body = encoded(conversation)
    assert encoded(decoded(body)) == body


@given(conversations(NAME))
def test_a_conversation_survives_its_own_wire(conversation: Conversation) -> None:
    options = replace(conversation.options, max_tokens=100, reasoning=None, tool_choice=None)
    wished = replace(conversation, options=options, model=TARGET.model)
    again = decoded(encoded(wished))
    assert (
        _without_blank_parts(canonical(again)).turns
        == _without_blank_parts(canonical(wished)).turns
    )
    assert again.options.stop == options.stop
    assert again.options.user == options.user


def _without_blank_parts(conversation: Conversation) -> Conversation:
    """The conversation without what the wire has no block for, and with one form of JSON."""

    def kept(turn: Turn) -> Turn:
        parts: list[Part] = []
        for part in turn.parts:
            if isinstance(part, Text) and not part.text.strip():
                continue
            if isinstance(part, ToolCall):
                value = json.dumps(json.loads(part.arguments), sort_keys=True)
                parts.append(replace(part, arguments=value))
            else:
                parts.append(part)
        return replace(turn, parts=tuple(parts))

    return canonical(replace(conversation, turns=tuple(kept(turn) for turn in conversation.turns)))


@given(turns(NAME), st.data())
def test_a_request_is_a_beginning_of_the_next_turn_s_request(
    said: tuple[Turn, ...], data: st.DataObject
) -> None:
    full = Conversation(NAME, "claude-test", said)
    length = data.draw(st.integers(1, len(said)))
    earlier = replace(full, turns=said[:length])
    if said[length - 1].role != "user":
        return
    before = DIALECT.encode_request(earlier, TARGET).body
    after = DIALECT.encode_request(full, TARGET).body
    assert after.startswith(before.removesuffix(b"]}"))


_UNKNOWN = st.dictionaries(
    st.sampled_from(["news", "zeta", "inference_geo", "fallbacks"]),
    st.integers() | st.text(max_size=5) | st.lists(st.booleans(), max_size=2),
    max_size=3,
)


@given(_UNKNOWN, _UNKNOWN, _UNKNOWN)
def test_unknown_fields_come_back_where_they_stood(
    top: dict[str, Any], on_message: dict[str, Any], on_block: dict[str, Any]
) -> None:
    block = {"type": "text", "text": "Hello", **on_block}
    body = {
        "model": "claude-test",
        "max_tokens": 5,
        **top,
        "messages": [{"role": "user", "content": [block], **on_message}],
    }
    assert encoded(decoded(body)) == body


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=15,
)


@given(_JSON | st.binary(max_size=40))
def test_any_body_is_understood_or_refused(value: Any) -> None:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    _decode_or_refuse(body)


_VALID: dict[str, Any] = {
    "model": "m",
    "max_tokens": 10,
    "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Look"},
                {"type": "image", "source": {"type": "url", "url": "https://example.com/a"}},
                {
                    "type": "document",
                    "title": "t",
                    "source": {"type": "content", "content": [{"type": "text", "text": "x"}]},
                },
            ],
        },
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "Hm", "signature": "s"},
                {"type": "redacted_thinking", "data": "x"},
                {"type": "tool_use", "id": "a", "name": "b", "input": {"x": 1}},
            ],
        },
        {
            "role": "user",
            "content": [
                {
                    "type": "tool_result",
                    "tool_use_id": "a",
                    "is_error": True,
                    "content": [{"type": "tool_reference", "tool_name": "x"}],
                }
            ],
        },
        {"role": "system", "content": "Now", "output_config": {"effort": "low"}},
    ],
    "tools": [
        {"name": "b", "input_schema": {"type": "object"}},
        {"type": "bash_20250124", "name": "bash"},
        {"type": "web_search_20250305", "name": "web_search"},
    ],
    "tool_choice": {"type": "tool", "name": "b", "disable_parallel_tool_use": True},
    "thinking": {"type": "enabled", "budget_tokens": 5000, "display": "omitted"},
    "output_config": {"effort": "high", "format": {"type": "json_schema", "schema": {}}},
    "metadata": {"user_id": '{"session_id":"s"}'},
    "stop_sequences": ["a"],
}


@given(st.sampled_from(places(_VALID)), _JSON, st.booleans())
def test_any_damage_to_a_request_is_understood_or_refused(
    place: tuple[Any, ...], instead: Any, gone: bool
) -> None:
    _decode_or_refuse(damaged(_VALID, place, instead, gone=gone))


def _decode_or_refuse(body: bytes) -> None:
    told = _refusal(lambda: DIALECT.decode_request(ClientCall(body)))
    if told is not None:
        assert told.kind is FailureKind.BAD_REQUEST
        return
    conversation = DIALECT.decode_request(ClientCall(body))
    for target in (TARGET, LOOK_ALIKE):
        _refusal(functools.partial(DIALECT.encode_request, conversation, target))


def _refusal(call: Callable[[], object]) -> Failure | None:
    """The failure that `call` is refused with, None where it is not."""
    try:
        call()
    except Refused as refused:
        return refused.failure
    return None


@given(event_streams(Origin(NAME)))
def test_a_provider_s_own_signature_reaches_the_client_untouched(events: list[Event]) -> None:
    message = json.loads(DIALECT.encode_response(events, reply()))
    for block in message["content"]:
        if block["type"] == "thinking":
            assert block["signature"] == "sig-1"


@given(event_streams(Origin("openai_chat", "deepseek", "deepseek-reasoner")))
def test_another_provider_s_proof_comes_back_from_the_client_with_its_origin(
    events: list[Event],
) -> None:
    message = json.loads(DIALECT.encode_response(events, reply()))
    if not message["content"]:
        return
    body = {
        "model": "m",
        "max_tokens": 1,
        "messages": [{"role": "assistant", "content": message["content"]}],
    }
    for part in decoded(body).turns[0].parts:
        if isinstance(part, Thinking):
            assert part.sidecar == Sidecar(
                Origin("openai_chat", "deepseek", "deepseek-reasoner"), {"signature": "sig-1"}
            )
