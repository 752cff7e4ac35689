"""The laws that every Chat Completions request keeps, read or written."""

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
    ToolResult,
    Turn,
    Written,
)
from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.base import ClientCall
from app.dialects.openai_chat import DIALECT
from tests.dialects.damage import damaged, places
from tests.dialects.strategies import conversations, turns
from tests.dialects.vendor_schemas import validator

NAME = "openai_chat"
ORDINARY = Target("provider", NAME, "a-model")
OPENAI = Target(
    "openai",
    NAME,
    "gpt-5",
    Traits(
        max_output_tokens=128_000,
        pdf=True,
        system_in_place=True,
        system_role="developer",
        max_tokens_field="max_completion_tokens",
        user_field="user",
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
        stop_limit=1,
        images=False,
        parts_content=False,
        null_content=False,
        merge_same_role=True,
        temperature=False,
        top_p=False,
        json_schema=False,
        tool_ids="nine",
        tool_name_limit=32,
        parallel_tool_calls=False,
        forced_tool_choice=False,
        strict_tools=False,
        reasoning="thinking_type",
        reasoning_history="reasoning_content",
        stream_usage=False,
    ),
)
MARKED = Target(
    "openrouter",
    NAME,
    "maker/m",
    Traits(
        pdf=True,
        cache_marks=True,
        top_k=True,
        reasoning="reasoning_object",
        reasoning_history="reasoning_details",
        web_search="online_suffix",
    ),
)
TARGETS = (ORDINARY, OPENAI, NARROW, MARKED)

targets = st.sampled_from(TARGETS)


def encoded(conversation: Conversation, target: Target = OPENAI) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(DIALECT.encode_request(conversation, target).body)
    return body


def check_schema(body: dict[str, Any]) -> None:
    """Check a request against OpenAI's own schema.

    An assistant's content may be null after it, in a spelling that its copy here does not carry.
    """
    messages = [
        {name: value for name, value in message.items() if name != "content" or value is not None}
        for message in body["messages"]
    ]
    validator("openai_chat", "CreateChatCompletionRequest")({**body, "messages": messages})


def decoded(body: Any) -> Conversation:
    return DIALECT.decode_request(ClientCall(json.dumps(body).encode()))


@given(conversations(), targets)
def test_every_request_is_valid_after_the_vendor_s_schema(
    conversation: Conversation, target: Target
) -> None:
    check_schema(encoded(conversation, target))


@given(conversations(), targets)
def test_every_call_is_answered_at_once_and_every_answer_has_its_call(
    conversation: Conversation, target: Target
) -> None:
    waiting: list[str] = []
    seen: set[str] = set()
    for message in encoded(conversation, target)["messages"]:
        if message["role"] == "tool":
            waiting.remove(message["tool_call_id"])
            continue
        assert not waiting
        waiting = [call["id"] for call in message.get("tool_calls", ())]
        assert not seen & set(waiting)
        seen |= set(waiting)
    assert not waiting


@given(conversations(), targets)
def test_a_request_is_the_same_bytes_each_time(conversation: Conversation, target: Target) -> None:
    first = DIALECT.encode_request(conversation, target)
    assert DIALECT.encode_request(conversation, target) == first


@given(st.sampled_from(["anthropic_messages", NAME]), targets, st.data())
def test_a_request_is_a_beginning_of_the_next_turn_s_request(
    client: str, target: Target, data: st.DataObject
) -> None:
    said = data.draw(turns(client))
    length = data.draw(st.integers(1, len(said)))
    if said[length - 1].role != "user":
        return
    full = Conversation(client, "m", _unmarked(said))
    before = DIALECT.encode_request(replace(full, turns=full.turns[:length]), target).body
    after = DIALECT.encode_request(full, target).body
    assert after.startswith(before.removesuffix(b"]}"))


@given(conversations(NAME))
def test_a_request_through_the_hub_comes_back_as_it_was(conversation: Conversation) -> None:
    body = encoded(conversation)
    again = encoded(decoded(body))
    # The model's name is the target's, never the client's.
    assert again == body


@given(conversations(NAME))
def test_a_conversation_survives_its_own_wire_but_for_what_it_lost(
    conversation: Conversation,
) -> None:
    again = decoded(encoded(conversation))
    wished = _as_chat_can_say(conversation)
    assert _comparable(again) == _comparable(wished)
    for name in ("temperature", "stop", "user", "stream", "output_format"):
        assert getattr(again.options, name) == getattr(conversation.options, name)


@given(conversations("anthropic_messages"), targets)
def test_what_the_target_cannot_take_is_named_as_a_loss(
    conversation: Conversation, target: Target
) -> None:
    wire = DIALECT.encode_request(conversation, target)
    lost = {loss.what for loss in wire.losses}
    if not target.traits.cache_marks:
        assert b'"cache_control"' not in wire.body
    for part in _parts(conversation):
        match part:
            case Thinking(text=text) if text and target.traits.reasoning_history == "drop":
                assert "thinking" in lost
            case Image() if not target.traits.images:
                assert any(what.startswith("image") for what in lost)
            case Document(source=Inline()) if not target.traits.pdf:
                assert any("PDF" in what for what in lost)


_UNKNOWN = st.dictionaries(
    st.sampled_from(["news", "zeta", "modalities", "prediction"]),
    st.integers() | st.text(max_size=5) | st.lists(st.booleans(), max_size=2),
    max_size=3,
)


@given(_UNKNOWN, _UNKNOWN, _UNKNOWN, _UNKNOWN)
def test_unknown_fields_come_back_where_they_stood(
    top: dict[str, Any],
    on_message: dict[str, Any],
    on_part: dict[str, Any],
    on_function: dict[str, Any],
) -> None:
    function = {"name": "f", "parameters": {"type": "object", "properties": {}}, **on_function}
    body = {
        "model": "gpt-5",
        **top,
        "tools": [{"type": "function", "function": function}],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Hello", **on_part}, _PICTURE]},
            {"role": "assistant", "content": "Hi", **on_message},
            {"role": "user", "content": "Go", **on_message},
        ],
    }
    assert encoded(decoded(body)) == body


_PICTURE = {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "zoom": 2}}


@given(_UNKNOWN)
def test_another_wire_s_fields_are_lost_by_name_and_never_written(fields: dict[str, Any]) -> None:
    foreign = Sidecar(Origin("anthropic_messages"), fields)
    part = Text("Hello", sidecar=foreign)
    conversation = Conversation(
        "anthropic_messages", "m", (Turn("user", (part,), foreign),), sidecar=foreign
    )
    wire = DIALECT.encode_request(conversation, OPENAI)
    assert json.loads(wire.body).keys() == {"model", "messages"}
    assert json.loads(wire.body)["messages"] == [{"role": "user", "content": "Hello"}]
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


_VALID: dict[str, Any] = {
    "model": "m",
    "max_completion_tokens": 10,
    "reasoning_effort": "low",
    "messages": [
        {"role": "developer", "content": [{"type": "text", "text": "Be brief."}]},
        {
            "role": "user",
            "name": "ada",
            "content": [
                {"type": "text", "text": "Look", "cache_control": {"type": "ephemeral"}},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
                {"type": "file", "file": {"filename": "a.pdf", "file_data": "AAAA"}},
                {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
            ],
        },
        {
            "role": "assistant",
            "content": None,
            "reasoning_content": "Hm",
            "reasoning_details": [{"type": "reasoning.text", "text": "Hm", "signature": "s"}],
            "tool_calls": [
                {"id": "a", "type": "function", "function": {"name": "b", "arguments": "{}"}}
            ],
        },
        {"role": "tool", "tool_call_id": "a", "content": [{"type": "text", "text": "done"}]},
        {"role": "assistant", "content": "", "function_call": {"name": "c", "arguments": ""}},
        {"role": "function", "name": "c", "content": "done"},
        {"role": "system", "content": "Now"},
    ],
    "tools": [
        {"type": "function", "function": {"name": "b", "parameters": {"type": "object"}}},
        {"type": "web_search"},
        {"type": "custom", "custom": {"name": "x"}},
    ],
    "functions": [{"name": "c"}],
    "tool_choice": {"type": "function", "function": {"name": "b"}},
    "response_format": {"type": "json_schema", "json_schema": {"name": "o", "schema": {}}},
    "stream_options": {"include_usage": True},
    "stop": ["a"],
    "n": 1,
    "thinking": {"type": "enabled"},
    "reasoning": {"effort": "low"},
}


@given(st.sampled_from(places(_VALID)), _JSON, st.booleans())
def test_any_damage_to_a_request_is_understood_or_refused(
    place: tuple[Any, ...], instead: Any, gone: bool
) -> None:
    _decode_or_refuse(damaged(_VALID, place, instead, gone=gone))


def test_the_whole_of_a_request_is_understood() -> None:
    for target in TARGETS:
        body = encoded(decoded(_VALID), target)
        functions = [tool for tool in body["tools"] if tool["type"] == "function"]
        check_schema({**body, "tools": functions})


def _decode_or_refuse(body: bytes) -> None:
    told = _refusal(lambda: DIALECT.decode_request(ClientCall(body)))
    if told is not None:
        assert told.kind is FailureKind.BAD_REQUEST
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


def _parts(conversation: Conversation) -> list[Part]:
    return [part for turn in conversation.turns for part in turn.parts]


def _unmarked(said: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns without cache marks, which wander as a conversation grows."""

    def unmarked(part: Part) -> Part:
        if isinstance(part, Text | ToolResult):
            part = replace(part, cache=None)
        return part

    return tuple(replace(turn, parts=tuple(unmarked(part) for part in turn.parts)) for turn in said)


def _as_chat_can_say(conversation: Conversation) -> Conversation:
    """The conversation without what the wire has no place for: each is a loss or a rewording."""

    def told(part: Part) -> list[Part]:
        match part:
            case Thinking():
                return []
            case Text():
                return [Text(part.text)]
            case Document(source=Written(text=text)):
                return [Text(f"{part.title}\n{part.context}\n\n{text}")]
            case ToolResult():
                return [replace(part, parts=_result_texts(part), is_error=None, cache=None)]
            case _:
                return [part]

    result: list[Turn] = []
    for turn in conversation.turns:
        moved: list[Part] = []
        for part in turn.parts:
            if isinstance(part, ToolResult):
                media = [item for item in part.parts if isinstance(item, Image)]
                if media:
                    moved += [Text(f"Image from tool result {part.call_id}:"), *media]
        results = [
            item for part in turn.parts if isinstance(part, ToolResult) for item in told(part)
        ]
        others = [
            item for part in turn.parts if not isinstance(part, ToolResult) for item in told(part)
        ]
        result.append(Turn(turn.role, (*results, *moved, *others)))
    return canonical(replace(conversation, turns=tuple(result)))


def _result_texts(result: ToolResult) -> tuple[Text, ...]:
    texts = [part.text for part in result.parts if isinstance(part, Text)]
    if result.is_error:
        if result.parts and isinstance(result.parts[0], Text):
            texts[0] = f"Error: {texts[0]}"
        else:
            texts.insert(0, "Error: the tool failed.")
    elif result.parts and not texts:
        texts = ["The next user message shows what the tool gave."]
    return tuple(Text(text) for text in texts)


def _comparable(conversation: Conversation) -> tuple[Turn, ...]:
    return canonical(conversation).turns
