"""The laws that every Gemini request keeps, whoever asks."""

import json
from dataclasses import replace
from typing import Any

from google.genai import types
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from app.core.conversation import (
    Conversation,
    Document,
    Image,
    Inline,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from app.core.fold import fold
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.base import ClientCall, WireRequest
from app.dialects.gemini import DIALECT
from app.providers.catalogue import preset
from app.providers.quirks import apply
from tests.dialects.gemini_wire import call, chunk, read, sse
from tests.dialects.strategies import conversations, turns
from tests.fakes import gemini_rules

NAME = "gemini"
CLIENTS = ("anthropic_messages", "openai_chat", "openai_responses", NAME)


def _google(model: str) -> Target:
    rows = preset("gemini").quirks
    return Target(
        "google", NAME, model, apply((r.name for r in rows if r.holds_for(model)), Traits())
    )


ORDINARY = Target("provider", NAME, "a-model")
NEW = _google("gemini-3.8-flash")
OLD = _google("gemini-2.5-flash")
NARROW = Target(
    "narrow",
    NAME,
    "m",
    Traits(
        max_output_tokens=4096,
        images=False,
        temperature=False,
        stop_limit=1,
        schema_subset="gemini",
        tool_name_limit=32,
        call_ids=False,
        forced_tool_choice=False,
        json_schema=False,
    ),
)
TARGETS = (ORDINARY, NEW, OLD, NARROW)

targets = st.sampled_from(TARGETS)
any_client = st.sampled_from(CLIENTS).flatmap(conversations)


def encoded(conversation: Conversation, target: Target = NEW) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(DIALECT.encode_request(conversation, target).body)
    return body


def decoded(wire: WireRequest) -> Conversation:
    path, _, query = wire.path.partition("?")
    return DIALECT.decode_request(
        ClientCall(wire.body, path=path, query=dict([query.split("=")]) if query else {})
    )


@given(any_client, targets)
def test_every_request_is_one_that_google_takes(conversation: Conversation, target: Target) -> None:
    body = encoded(conversation, target)
    assert gemini_rules.wrong(body, target.model) is None
    roles = [content["role"] for content in body["contents"]]
    assert roles == [("user", "model")[index % 2] for index in range(len(roles))]
    for content in body["contents"]:
        kinds = ["functionResponse" in part for part in content["parts"]]
        assert kinds == sorted(kinds, reverse=True)  # responses first


@given(any_client, targets)
def test_every_request_is_valid_after_the_types_of_the_official_sdk(
    conversation: Conversation, target: Target
) -> None:
    body = encoded(conversation, target)
    shapes: dict[str, type[BaseModel]] = {
        "contents": types.Content,
        "tools": types.Tool,
        "systemInstruction": types.Content,
        "toolConfig": types.ToolConfig,
        "generationConfig": types.GenerationConfig,
    }
    for name, value in body.items():
        for item in value if isinstance(value, list) else [value]:
            if name in shapes:
                shapes[name].model_validate(item)  # it forbids unknown fields
    assert body.keys() <= shapes.keys() | {"serviceTier"}


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
    assert after.startswith(before.removesuffix(b"]}]}"))


@given(any_client, targets)
def test_calls_and_results_keep_their_order_names_and_arguments(
    conversation: Conversation, target: Target
) -> None:
    names = {
        client: wire
        for wire, client in DIALECT.encode_request(conversation, target).tool_names.items()
    }
    expected: list[Any] = []
    for turn in conversation.turns:
        for part in turn.parts:
            if isinstance(part, ToolCall):
                expected.append(("call", names.get(part.name, part.name)))
            elif isinstance(part, ToolResult):
                expected.append(("result",))
    found: list[Any] = []
    for content in encoded(conversation, target)["contents"]:
        for part in content["parts"]:
            if "functionCall" in part:
                found.append(("call", part["functionCall"]["name"]))
            elif "functionResponse" in part:
                found.append(("result",))
    assert found == expected


@given(st.sampled_from(CLIENTS[:3]).flatmap(conversations), targets)
def test_what_the_target_cannot_take_is_named_as_a_loss(
    conversation: Conversation, target: Target
) -> None:
    wire = DIALECT.encode_request(conversation, target)
    lost = {loss.what for loss in wire.losses}
    options, traits = conversation.options, target.traits
    assert b'"cache_control"' not in wire.body
    if traits.stop_limit is not None and len(options.stop) > traits.stop_limit:
        assert "stop" in lost
    if options.temperature is not None and not traits.temperature:
        assert "temperature" in lost
    if options.user is not None:
        assert "user" in lost
    if options.parallel_tool_calls is False:
        assert "parallel_tool_calls" in lost
    for turn in conversation.turns:
        for part in turn.parts:
            match part:
                case Thinking():
                    assert "thinking" in lost
                case Image() if not traits.images:
                    assert any(what.startswith("image") for what in lost)
                case Document(source=Inline()) if not traits.pdf:
                    assert any("PDF" in what for what in lost)


_part = st.one_of(
    st.just({"text": "Hm.", "thought": True}),
    st.text("ab", min_size=1, max_size=3).map(lambda text: {"text": text}),
    st.sampled_from("fg").map(lambda name: call(name, None, a=1)),
)


@st.composite
def signed_answers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The parts of an answer with signatures as Google sets them, each good on its part only."""
    parts: list[dict[str, Any]] = []
    for part in draw(st.lists(_part, min_size=1, max_size=4)):
        if "functionCall" in part:
            inner = part["functionCall"]
            if not any("functionCall" in each for each in parts):
                signature = gemini_rules.call_signature(inner["name"], inner["args"])
                part = {**part, "thoughtSignature": signature}
        elif not part.get("thought") and not (parts and parts[-1].keys() == {"text"}):
            if draw(st.booleans()):
                part = {**part, "thoughtSignature": gemini_rules.text_signature(part["text"])}
        elif not part.get("thought"):
            continue  # two plain texts in a row are one
        parts.append(part)
    return parts


@given(signed_answers(), st.booleans())
def test_a_signature_comes_back_on_the_very_part_that_it_came_with(
    parts: list[dict[str, Any]], streamed: bool
) -> None:
    sent = WireRequest("", b"", NEW, stream=True)
    chunks = [chunk(part) for part in parts] if streamed else [chunk(*parts)]
    answer = fold(read(sse(*chunks, chunk(finish="STOP")), sent=sent))
    said = Conversation(
        "openai_chat",
        "m",
        (Turn("user", (Text("Hi"),)), Turn("assistant", answer.parts), Turn("user", (Text("Go"),))),
    )
    body = encoded(said)
    assert gemini_rules.wrong(body, NEW.model) is None
    own = [p for p in parts if not p.get("thought")]
    if not own:
        return
    again = [part for part in body["contents"][1]["parts"] if not part.get("thought")]
    assert [p.get("thoughtSignature") for p in again] == [p.get("thoughtSignature") for p in own]


@given(signed_answers())
def test_signatures_find_their_parts_where_a_wire_puts_all_thoughts_first(
    parts: list[dict[str, Any]],
) -> None:
    sent = WireRequest("", b"", NEW, stream=True)
    answer = fold(read(sse(chunk(*parts), chunk(finish="STOP")), sent=sent))
    thoughts = [part for part in answer.parts if isinstance(part, Thinking)]
    words = "".join(part.text for part in answer.parts if isinstance(part, Text))
    calls = [part for part in answer.parts if isinstance(part, ToolCall)]
    turn = Turn("assistant", (*thoughts, *([Text(words)] if words else []), *calls))
    said = Conversation("openai_chat", "m", (Turn("user", (Text("Hi"),)), turn))
    signed = [
        part
        for content in encoded(said, replace(NEW, traits=replace(NEW.traits, prefill="pass")))[
            "contents"
        ]
        for part in content["parts"]
        if "functionCall" in part and "thoughtSignature" in part
    ]
    for part in signed:
        inner = part["functionCall"]
        expected = gemini_rules.call_signature(inner["name"], inner["args"])
        assert part["thoughtSignature"] == expected
    assert bool(signed) is bool(calls)


_FOREIGN = (
    Origin("anthropic_messages", "a", "claude"),
    Origin("openai_chat", "o", "m"),
    Origin(NAME, "another", "gemini-3-pro"),
    Origin(NAME, "google", "gemini-2.5-pro"),
)


@given(st.sampled_from(_FOREIGN), st.sampled_from(["next", "previous", "own"]))
def test_a_signature_of_another_never_goes_out(origin: Origin, on: str) -> None:
    data = {"thoughtSignature": "Zm9yZWlnbg==", "signature": "Zm9yZWlnbg==", "on": on}
    thought = Thinking("Hm", sidecar=Sidecar(origin, data))
    turn = Turn("assistant", (thought, Text("Hi"), thought, ToolCall("c", "f", "{}"), thought))
    said = Conversation("openai_chat", "m", (Turn("user", (Text("Hi"),)), turn))
    wire = DIALECT.encode_request(said, NEW)
    assert b"Zm9yZWlnbg" not in wire.body
    assert "thinking" in {loss.what for loss in wire.losses}
    assert gemini_rules.DUMMY.encode() in wire.body


@given(conversations(NAME))
def test_a_request_through_the_hub_comes_back_as_it_was(conversation: Conversation) -> None:
    wire = DIALECT.encode_request(conversation, NEW)
    again = DIALECT.encode_request(decoded(wire), NEW)
    assert json.loads(again.body) == json.loads(wire.body)
    assert again.path == wire.path


_UNKNOWN = st.dictionaries(
    st.sampled_from(["zeta", "nu", "labels", "cachedContent"]),
    st.integers() | st.text(min_size=1, max_size=5) | st.lists(st.booleans(), min_size=1),
    max_size=3,
)


@given(_UNKNOWN)
def test_another_wire_s_fields_are_lost_by_name_and_never_written(fields: dict[str, Any]) -> None:
    foreign = Sidecar(Origin("anthropic_messages"), fields)
    part = Text("Hello", sidecar=foreign)
    conversation = Conversation(
        "anthropic_messages", "m", (Turn("user", (part,), foreign),), sidecar=foreign
    )
    wire = DIALECT.encode_request(conversation, ORDINARY)
    assert json.loads(wire.body) == {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}
    assert {loss.what for loss in wire.losses} == fields.keys()
    assert len(wire.losses) == 3 * len(fields)
