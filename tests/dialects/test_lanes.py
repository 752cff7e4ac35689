"""All sixteen lanes end to end without a socket: a provider's stream into a client's stream."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical
from app.core.conversation import (
    Conversation,
    Opaque,
    Options,
    Reasoning,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from app.core.events import AnswerPart, Event, Failed, Finished, PartDelta
from app.core.fold import Answer, fold
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target
from app.dialects import anthropic_messages, gemini, openai_chat, openai_responses
from app.dialects.base import ClientCall, Dialect, Reply, WireRequest
from tests.dialects.grammar import check_grammar
from tests.dialects.strategies import conversations, event_streams

MESSAGES: Dialect = anthropic_messages.DIALECT
CHAT: Dialect = openai_chat.DIALECT
RESPONSES: Dialect = openai_responses.DIALECT
GEMINI: Dialect = gemini.DIALECT
DIALECTS = (MESSAGES, CHAT, RESPONSES, GEMINI)
LANES = [(provider, client) for provider in DIALECTS for client in DIALECTS]
NAMES = [f"{client.name} on {provider.name}" for provider, client in LANES]
lanes = pytest.mark.parametrize(("provider", "client"), LANES, ids=NAMES)


def reply(dialect: Dialect) -> Reply:
    shown = Reasoning(display="summarized")  # Gemini's clients see thoughts only where they ask
    options = Options(stream=True, stream_usage=True, reasoning=shown)
    turns = (Turn("user", (Text("hi"),)),)
    # Only who asks for a summary is shown any reasoning, on this wire.
    asked = Sidecar(Origin("openai_responses"), {"reasoning": {"summary": "auto"}})
    own = asked if dialect.name == "openai_responses" else None
    return Reply(Conversation(dialect.name, "m", turns, options=options, sidecar=own), "r", 1, 5)


def sent(dialect: Dialect) -> WireRequest:
    return WireRequest("", b"", Target("p", dialect.name, "m"), stream=True)


def written(dialect: Dialect, events: list[Event]) -> bytes:
    return dialect.stream_encoder(reply(dialect)).encode(events)


def relayed(provider: Dialect, client: Dialect, raw: bytes, size: int) -> bytes:
    """What the client gets of a provider's stream that arrives in pieces of `size` bytes."""
    decoder = provider.stream_decoder(sent(provider))
    encoder = client.stream_encoder(reply(client))
    out = [encoder.encode(decoder.feed(raw[at : at + size])) for at in range(0, len(raw), size)]
    return b"".join(out) + encoder.encode(decoder.eof())


def read(dialect: Dialect, raw: bytes) -> list[Event]:
    decoder = dialect.stream_decoder(sent(dialect))
    return decoder.feed(raw) + decoder.eof()


def said(answer: Answer) -> dict[str, Any]:
    """What every wire can say of an answer: the words of each kind, the calls, the tokens."""
    words = {"text": "", "thinking": "", "refusal": ""}
    calls = []
    for part in answer.parts:
        match part:
            case Text(text=text):
                words["text"] += text
            case Thinking(text=text):
                words["thinking"] += text
            case Refusal(text=text):
                words["refusal"] += text
            case ToolCall():
                calls.append((part.id, part.name, json.loads(part.arguments or "{}")))
            case Opaque():
                pass
    # Anthropic's wire has no part for a refusal: its words are text, its reason says what it is.
    everything = words["text"] + words["refusal"]
    return {"words": everything, "thinking": words["thinking"], "calls": calls}


@lanes
@given(events=event_streams(), size=st.integers(1, 400))
def test_words_calls_and_their_order_reach_the_client(
    provider: Dialect, client: Dialect, events: list[Event], size: int
) -> None:
    raw = written(provider, events)
    original = fold(read(provider, raw))
    got = fold(read(client, relayed(provider, client, raw, size)))
    assert said(got) == said(original)
    if got.reason != original.reason:
        # Chat says "length" for a full window too.
        assert {got.reason, original.reason} <= {"length", "context_window"}
    # The gateway never passes a zero on: a client's context bar lives on these numbers.
    usage = original.usage
    if usage is not None and usage.input and usage.output and got.usage is not None:
        assert (got.usage.input, got.usage.output) == (usage.input, usage.output)


@lanes
@given(events=event_streams(), size=st.integers(1, 400))
def test_how_the_bytes_were_cut_does_not_show(
    provider: Dialect, client: Dialect, events: list[Event], size: int
) -> None:
    raw = written(provider, events)
    pieces = fold(read(client, relayed(provider, client, raw, size)))
    whole = fold(read(client, relayed(provider, client, raw, len(raw))))
    assert joined(pieces) == joined(whole)


def joined(answer: Answer) -> Answer:
    """The answer with neighbouring texts made one: Gemini's proof ends the chunk it stands on."""
    parts: list[AnswerPart] = []
    for part in answer.parts:
        last = parts[-1] if parts else None
        if isinstance(part, Text) and isinstance(last, Text) and part.sidecar == last.sidecar:
            parts[-1] = replace(last, text=last.text + part.text)
        else:
            parts.append(part)
    return replace(answer, parts=tuple(parts))


@lanes
@given(events=event_streams(), data=st.data())
def test_a_cut_stream_is_an_error_for_the_client_and_never_a_stop(
    provider: Dialect, client: Dialect, events: list[Event], data: st.DataObject
) -> None:
    raw = written(provider, events)
    kept = raw[: data.draw(st.integers(0, len(raw)))]
    ending = read(provider, kept)[-1]
    out = relayed(provider, client, kept, 97)
    got = read(client, out)
    check_grammar(got)
    assert isinstance(got[-1], type(ending))
    if isinstance(ending, Failed):
        assert b"message_stop" not in out
        assert b"[DONE]" not in out
        assert b"response.completed" not in out


@lanes
@given(events=event_streams())
def test_a_whole_answer_says_what_its_stream_says(
    provider: Dialect, client: Dialect, events: list[Event]
) -> None:
    body = provider.encode_response(events, reply(provider))
    whole = provider.decode_response(body, sent(provider))
    check_grammar(whole)
    again = client.decode_response(client.encode_response(whole, reply(client)), sent(client))
    streamed = read(client, relayed(provider, client, written(provider, events), 1000))
    assert said(fold(again)) == said(fold(streamed))
    assert isinstance(again[-1], Finished)
    assert sum(isinstance(event, PartDelta) for event in again) <= len(again)


def spoken(conversation: Conversation) -> list[Any]:
    """The calls and results of a conversation, in order, as every wire must keep them."""
    found: list[Any] = []
    for turn in canonical(conversation).turns:
        for part in turn.parts:
            match part:
                case ToolCall():
                    found.append(("call", part.name, json.loads(part.arguments or "{}")))
                case ToolResult():
                    found.append(("result",))
    return found


@lanes
@given(data=st.data())
def test_history_keeps_its_calls_and_results_on_the_way_to_a_provider(
    provider: Dialect, client: Dialect, data: st.DataObject
) -> None:
    conversation = data.draw(conversations(client.name))
    wire = provider.encode_request(conversation, Target("p", provider.name, "m"))
    again = provider.decode_request(ClientCall(wire.body, path=wire.path))
    assert spoken(again) == spoken(conversation)
    calls = {p.id for t in again.turns for p in t.parts if isinstance(p, ToolCall)}
    results = {p.call_id for t in again.turns for p in t.parts if isinstance(p, ToolResult)}
    assert results <= calls
