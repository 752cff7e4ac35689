"""The laws that every Responses request keeps, read or written."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical
from app.core.conversation import (
    Conversation,
    Document,
    Image,
    Inline,
    Part,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
    Written,
)
from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.base import ClientCall
from app.dialects.openai_responses import DIALECT
from tests.dialects.damage import damaged, places
from tests.dialects.strategies import conversations, turns
from tests.dialects.vendor_schemas import validator

NAME = "openai_responses"
CLIENTS = ("anthropic_messages", "openai_chat", NAME)
ORDINARY = Target("provider", NAME, "a-model")
OPENAI = Target(
    "openai",
    NAME,
    "gpt-5",
    Traits(
        max_output_tokens=128_000,
        pdf=True,
        user_field="safety_identifier",
        prompt_cache_key=True,
        service_tier=True,
        reasoning="effort",
    ),
)
NARROW = Target(
    "narrow",
    NAME,
    "m",
    Traits(
        max_output_tokens=4096,
        images=False,
        temperature=False,
        top_p=False,
        tool_name_limit=32,
        parallel_tool_calls=False,
        forced_tool_choice=False,
    ),
)
TARGETS = (ORDINARY, OPENAI, NARROW)

targets = st.sampled_from(TARGETS)
any_client = st.sampled_from(CLIENTS).flatmap(conversations)


def encoded(conversation: Conversation, target: Target = OPENAI) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(DIALECT.encode_request(conversation, target).body)
    return body


def decoded(body: Any) -> Conversation:
    return DIALECT.decode_request(ClientCall(json.dumps(body).encode()))


@given(any_client, targets)
def test_every_request_is_valid_after_the_published_schema(
    conversation: Conversation, target: Target
) -> None:
    validator("openresponses", "CreateResponseBody")(encoded(conversation, target))


@given(any_client, targets)
def test_every_call_is_answered_and_every_answer_has_its_call(
    conversation: Conversation, target: Target
) -> None:
    waiting: list[str] = []
    seen: set[str] = set()
    for item in encoded(conversation, target)["input"]:
        match item["type"]:
            case "function_call_output":
                waiting.remove(item["call_id"])
            case "function_call":
                assert item["call_id"] not in seen
                seen.add(item["call_id"])
                waiting.append(item["call_id"])
            case "message" if item["role"] == "user":
                assert not waiting
    assert not waiting


@given(any_client, targets)
def test_no_reasoning_stands_without_what_followed_it(
    conversation: Conversation, target: Target
) -> None:
    items = encoded(conversation, target)["input"]
    for item, following in zip(items, [*items[1:], {"type": "nothing"}], strict=True):
        if item["type"] == "reasoning":
            assert following["type"] == "function_call" or following["role"] == "assistant"


@given(any_client, targets)
def test_a_request_is_the_same_bytes_each_time(conversation: Conversation, target: Target) -> None:
    first = DIALECT.encode_request(conversation, target)
    assert DIALECT.encode_request(conversation, target) == first


@given(st.sampled_from(CLIENTS), targets, st.data())
def test_a_request_is_a_beginning_of_the_next_turn_s_request(
    client: str, target: Target, data: st.DataObject
) -> None:
    said = data.draw(turns(client))
    length = data.draw(st.integers(1, len(said)))
    if said[length - 1].role != "user":
        return
    full = Conversation(client, "m", said)
    before = DIALECT.encode_request(replace(full, turns=full.turns[:length]), target).body
    after = DIALECT.encode_request(full, target).body
    assert after.startswith(before.removesuffix(b"]}"))


@given(conversations(NAME))
def test_a_request_through_the_hub_comes_back_as_it_was(conversation: Conversation) -> None:
    body = encoded(conversation)
    # The model's name is the target's, never the client's.
    assert encoded(decoded(body)) == body


@given(conversations(NAME))
def test_a_conversation_survives_its_own_wire_but_for_what_it_lost(
    conversation: Conversation,
) -> None:
    again = decoded(encoded(conversation))
    assert canonical(again).turns == _as_this_wire_says(conversation).turns
    for name in ("temperature", "user", "stream", "output_format", "tool_choice"):
        assert getattr(again.options, name) == getattr(conversation.options, name)


@given(conversations("anthropic_messages"), targets)
def test_what_the_target_cannot_take_is_named_as_a_loss(
    conversation: Conversation, target: Target
) -> None:
    wire = DIALECT.encode_request(conversation, target)
    lost = {loss.what for loss in wire.losses}
    assert b'"cache_control"' not in wire.body
    if conversation.options.stop:
        assert "stop" in lost
    for turn in conversation.turns:
        for part in turn.parts:
            match part:
                case Thinking():
                    assert "thinking" in lost
                case Image() if not target.traits.images:
                    assert any(what.startswith("image") for what in lost)
                case Document(source=Inline()) if not target.traits.pdf:
                    assert any("PDF" in what for what in lost)


_UNKNOWN = st.dictionaries(
    st.sampled_from(["news", "zeta", "truncation", "metadata"]),
    st.integers() | st.text(min_size=1, max_size=5) | st.lists(st.booleans(), min_size=1),
    max_size=3,
)


@given(_UNKNOWN, _UNKNOWN, _UNKNOWN, _UNKNOWN)
def test_unknown_fields_come_back_where_they_stood(
    top: dict[str, Any],
    on_message: dict[str, Any],
    on_part: dict[str, Any],
    on_function: dict[str, Any],
) -> None:
    function = {"type": "function", "name": "f", "parameters": {"type": "object"}, **on_function}
    answer = {"type": "output_text", "text": "Hi", "annotations": []}
    body = {
        "model": "gpt-5",
        "store": False,
        **top,
        "tools": [function],
        "input": [
            _message("user", {"type": "input_text", "text": "Hello", **on_part}, _PICTURE),
            _message("assistant", answer) | on_message,
            {"type": "novelty_call", **on_part},
            _message("user", {"type": "novelty", **on_part}) | on_message,
        ],
    }
    assert encoded(decoded(body)) == body


_PICTURE = {
    "type": "input_image",
    "detail": "auto",
    "image_url": "https://example.com/a.png",
    "zoom": 2,
}


def _message(role: str, *content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": list(content)}


@given(_UNKNOWN)
def test_another_wire_s_fields_are_lost_by_name_and_never_written(fields: dict[str, Any]) -> None:
    foreign = Sidecar(Origin("anthropic_messages"), fields)
    part = Text("Hello", sidecar=foreign)
    conversation = Conversation(
        "anthropic_messages", "m", (Turn("user", (part,), foreign),), sidecar=foreign
    )
    wire = DIALECT.encode_request(conversation, ORDINARY)
    body = json.loads(wire.body)
    assert body.keys() == {"model", "store", "input"}
    assert body["input"] == [_message("user", {"type": "input_text", "text": "Hello"})]
    assert {loss.what for loss in wire.losses} == fields.keys()
    assert len(wire.losses) == 3 * len(fields)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=15,
)


@given(_JSON | st.binary(max_size=40))
def test_any_body_is_understood_or_refused(value: Any) -> None:
    _decode_or_refuse(value if isinstance(value, bytes) else json.dumps(value).encode())


# One of everything that Codex 0.169.0 and the SDKs send.
WHOLE: dict[str, Any] = {
    "model": "m",
    "instructions": "Be brief.",
    "max_output_tokens": 100,
    "stream": True,
    "store": False,
    "include": ["reasoning.encrypted_content"],
    "prompt_cache_key": "key",
    "client_metadata": {"a": "b"},
    "reasoning": {"effort": "low", "summary": "auto", "context": "all_turns"},
    "text": {"verbosity": "low", "format": {"type": "json_schema", "name": "o", "schema": {}}},
    "tool_choice": {"type": "custom", "name": "patch"},
    "parallel_tool_calls": True,
    "tools": [
        {"type": "function", "name": "b", "parameters": {"type": "object"}, "strict": False},
        {
            "type": "namespace",
            "name": "ns",
            "tools": [{"type": "function", "name": "inner", "parameters": {"type": "object"}}],
        },
        {
            "type": "custom",
            "name": "patch",
            "format": {"type": "grammar", "syntax": "lark", "definition": "start: x"},
        },
        {"type": "tool_search", "execution": "client", "parameters": {"type": "object"}},
        {"type": "local_shell"},
        {"type": "shell"},
        {"type": "apply_patch"},
        {"type": "web_search", "external_web_access": True},
        {"type": "mcp", "server_label": "docs"},
    ],
    "input": [
        {
            "type": "additional_tools",
            "role": "developer",
            "tools": [
                {
                    "type": "namespace",
                    "name": "functions",
                    "tools": [{"type": "custom", "name": "exec"}],
                }
            ],
        },
        {"role": "developer", "content": [{"type": "input_text", "text": "Be kind."}]},
        {
            "type": "message",
            "id": "msg_1",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "Look"},
                {"type": "input_image", "image_url": "data:image/png;base64,AAAA"},
                {"type": "input_file", "filename": "a.pdf", "file_data": "AAAA"},
            ],
        },
        {
            "type": "reasoning",
            "id": "rs_1",
            "summary": [{"type": "summary_text", "text": "Hm"}],
            "content": None,
            "encrypted_content": "gAAAA",
        },
        {"type": "function_call", "id": "fc_1", "call_id": "a", "name": "b", "arguments": "{}"},
        {
            "type": "function_call",
            "call_id": "b",
            "name": "inner",
            "namespace": "ns",
            "arguments": "{}",
        },
        {"type": "custom_tool_call", "call_id": "c", "name": "patch", "input": "*** x"},
        {
            "type": "custom_tool_call",
            "call_id": "d",
            "name": "exec",
            "namespace": "functions",
            "input": "1",
        },
        {
            "type": "local_shell_call",
            "call_id": "e",
            "status": "completed",
            "action": {"type": "exec", "command": ["ls"], "env": {}},
        },
        {
            "type": "tool_search_call",
            "call_id": "f",
            "status": "completed",
            "execution": "client",
            "arguments": {"query": "q"},
        },
        {"type": "function_call_output", "call_id": "a", "output": "done"},
        {
            "type": "function_call_output",
            "call_id": "b",
            "output": [{"type": "input_image", "image_url": "data:image/png;base64,AAAA"}],
        },
        {"type": "custom_tool_call_output", "call_id": "c", "output": "applied"},
        {"type": "custom_tool_call_output", "call_id": "d", "output": "1"},
        {"type": "local_shell_call_output", "call_id": "e", "output": "a.txt"},
        {
            "type": "tool_search_output",
            "call_id": "f",
            "status": "completed",
            "execution": "client",
            "tools": [{"type": "function", "name": "found", "defer_loading": True}],
        },
        {"type": "web_search_call", "id": "ws_1", "action": {"type": "search", "query": "q"}},
        {
            "type": "message",
            "role": "assistant",
            "phase": "final_answer",
            "content": [{"type": "output_text", "text": "Done.", "annotations": []}],
        },
        {"role": "user", "content": "More"},
    ],
}


@given(st.sampled_from(places(WHOLE)), _JSON, st.booleans())
def test_any_damage_to_a_request_is_understood_or_refused(
    place: tuple[Any, ...], instead: Any, gone: bool
) -> None:
    _decode_or_refuse(damaged(WHOLE, place, instead, gone=gone))


def test_the_whole_of_a_request_comes_back_through_the_hub() -> None:
    body = encoded(decoded(WHOLE))
    assert encoded(decoded(body)) == body
    for name in ("tools", "tool_choice", "reasoning", "text", "include", "client_metadata"):
        assert body[name] == WHOLE[name]
    kinds = [item["type"] for item in body["input"]]
    assert kinds == [item.get("type", "message") for item in WHOLE["input"]]
    for written, given_item in zip(body["input"], WHOLE["input"], strict=True):
        shown = {k: v for k, v in given_item.items() if k not in ("id", "content", "output")}
        assert written | shown == written


def _decode_or_refuse(body: bytes) -> None:
    told = _refusal(lambda: DIALECT.decode_request(ClientCall(body)))
    if told is not None:
        assert told.kind in (FailureKind.BAD_REQUEST, FailureKind.UNSUPPORTED)
        return
    conversation = DIALECT.decode_request(ClientCall(body))
    for target in TARGETS:
        _refusal(partial(DIALECT.encode_request, conversation, target))


def _refusal(call: Callable[[], object]) -> Failure | None:
    """The failure that `call` is refused with, None where it is not."""
    try:
        call()
    except Refused as refused:
        return refused.failure
    return None


def _as_this_wire_says(conversation: Conversation) -> Conversation:
    """The conversation without what the wire has no place for: each is a loss or a rewording."""
    written: list[Turn] = []
    for turn in conversation.turns:
        parts = [told for part in turn.parts if (told := _told(part)) is not None]
        results = [part for part in parts if isinstance(part, ToolResult)]
        others = [part for part in parts if not isinstance(part, ToolResult)]
        while others and isinstance(others[-1], Thinking):
            others.pop()
        written.append(Turn(turn.role, (*results, *others)))
    return canonical(replace(conversation, turns=tuple(written)))


def _told(part: Part) -> Part | None:
    match part:
        case Text(text=text):
            return Text(text)
        case ToolCall(id=call_id, name=name, arguments=arguments):
            return ToolCall(call_id, name, arguments)
        case Image():
            return replace(part, detail=part.detail or "auto")
        case Document(source=Written(text=text)):
            return Text(f"{part.title}\n{part.context}\n\n{text}")
        case ToolResult():
            inner = [told for item in part.parts if (told := _told(item)) is not None]
            if part.is_error:
                if inner and isinstance(inner[0], Text):
                    inner[0] = Text(f"Error: {inner[0].text}")
                else:
                    inner.insert(0, Text("Error: the tool failed."))
            return ToolResult(part.call_id, tuple(inner))
        case _:
            return part
