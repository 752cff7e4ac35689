"""What Gemini's clients return of an answer is the answer, however much of it they keep."""

import copy
import json
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import (
    Conversation,
    Options,
    Reasoning,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from app.core.events import Event
from app.core.fold import fold
from app.core.sidecar import Origin
from app.dialects.arguments import as_object
from app.dialects.base import ClientCall, Reply
from app.dialects.gemini import DIALECT
from tests.dialects.strategies import event_streams

SEAL = b"k" * 32
Keeping = Literal["chunks", "whole", "without thoughts"]
KEEPING = st.sampled_from(["chunks", "whole", "without thoughts"])
ORIGINS = st.sampled_from(
    [Origin("openai_chat", "p", "m"), Origin("anthropic_messages"), Origin("openai_responses", "o")]
)


def reply(shown: bool) -> Reply:
    reasoning = Reasoning(display="summarized" if shown else None)
    asked = Conversation("gemini", "m", (), options=Options(stream=True, reasoning=reasoning))
    return Reply(asked, "r1", 1, seal=SEAL, framing="array")


def returned(events: list[Event], keeping: Keeping, shown: bool) -> list[Any]:
    """The contents of the model that a client sends back after this answer."""
    if keeping == "whole":
        whole = json.loads(DIALECT.encode_response(events, reply(shown)))
        return [candidate["content"] for candidate in whole.get("candidates", ())]
    encoder = DIALECT.stream_encoder(reply(shown))
    chunks = json.loads(encoder.encode(events))
    contents = [each["content"] for chunk in chunks for each in chunk.get("candidates", ())]
    if keeping == "chunks":  # as the chats of google-genai 3.4.0 do
        return contents
    # As Gemini CLI 0.61.0 does: no thoughts, and a text that goes on is one with what it goes on.
    kept: list[Any] = []
    for part in (part for content in contents for part in content["parts"]):
        if part.get("thought") or part == {"text": ""}:
            continue
        if kept and kept[-1].get("text") and "text" in part:
            kept[-1]["text"] += part["text"]
        else:
            kept.append(copy.deepcopy(part))
    return [{"role": "model", "parts": kept}]


def decoded(contents: list[Any]) -> Any:
    body = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}, *contents]}
    call = ClientCall(json.dumps(body).encode(), path="models/m:generateContent", seal=SEAL)
    return DIALECT.decode_request(call)


def told(parts: Any) -> list[Any]:
    """What an answer says: words in one piece while nothing else comes between."""
    found: list[Any] = []
    for part in parts:
        match part:
            case Text(text=text) | Refusal(text=text):
                if found and isinstance(found[-1], str):
                    found[-1] += text
                elif text:
                    found.append(text)
            case ToolCall(id=call_id, name=name, arguments=arguments):
                found.append((call_id, name, as_object(arguments)))
    return found


def thoughts(parts: Any) -> list[Thinking]:
    return [part for part in parts if isinstance(part, Thinking)]


@given(ORIGINS.flatmap(event_streams), KEEPING, st.booleans())
def test_what_was_said_and_called_comes_back(
    events: list[Event], keeping: Keeping, shown: bool
) -> None:
    answer = fold(events)
    turns = decoded(returned(events, keeping, shown)).turns
    back = [part for turn in turns[1:] for part in turn.parts]
    assert told(back) == told(answer.parts)


@given(ORIGINS.flatmap(event_streams), st.sampled_from(["chunks", "whole"]), st.booleans())
def test_what_was_thought_comes_back_with_its_proof(
    events: list[Event], keeping: Keeping, shown: bool
) -> None:
    answer = fold(events)
    if answer.reason == "refusal" and not told(answer.parts):
        return  # a blocked prompt has no content that could be returned
    turns = decoded(returned(events, keeping, shown)).turns
    back = [part for turn in turns[1:] for part in turn.parts]
    assert thoughts(back) == thoughts(answer.parts)


@given(ORIGINS.flatmap(event_streams), st.booleans())
def test_who_strips_thoughts_returns_them_before_calls_all_the_same(
    events: list[Event], shown: bool
) -> None:
    answer = fold(events)
    turns = decoded(returned(events, "without thoughts", shown)).turns
    back = [part for turn in turns[1:] for part in turn.parts]
    before = [
        first
        for first, second in zip(answer.parts, answer.parts[1:], strict=False)
        if isinstance(first, Thinking) and isinstance(second, ToolCall)
    ]
    assert [one for one in before if one in back] == before


@given(st.lists(ORIGINS.flatmap(event_streams), max_size=3), KEEPING)
def test_turns_do_not_depend_on_what_follows(answers: list[list[Event]], keeping: Keeping) -> None:
    contents: list[Any] = []
    before: tuple[Any, ...] = ()
    for events in answers:
        contents += returned(events, keeping, shown=True)
        contents.append({"role": "user", "parts": [{"text": "go on"}]})
        now = decoded(contents).turns
        assert now[: len(before)] == before
        before = now
