import json
from typing import Any

import pytest

from app.core.conversation import Conversation, Options, Reasoning, Text, Thinking, ToolCall
from app.core.events import Event, Failed, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Origin, Sidecar
from app.dialects.base import Reply
from app.dialects.gemini.answer import encode_response

SHOWN = Options(reasoning=Reasoning(display="summarized"))
REPLY = Reply(Conversation("gemini", "m", (), options=SHOWN), "r1", 1)
SIGNED = Sidecar(Origin("gemini"), {"thoughtSignature": "sig", "on": "own"})


def whole(*events: Event) -> Any:
    return json.loads(encode_response([Started(), *events, Finished("stop")], REPLY))


def part(index: int, opened: Any, *pieces: str, ending: Sidecar | None = None) -> list[Event]:
    deltas = [PartDelta(index, piece) for piece in pieces]
    return [PartStarted(index, opened), *deltas, PartEnded(index, ending)]


def parts(*events: Event) -> Any:
    return whole(*events)["candidates"][0]["content"]["parts"]


def test_pieces_of_a_text_are_one_part() -> None:
    assert parts(*part(0, Text(""), "Hel", "lo")) == [{"text": "Hello"}]


def test_a_thought_has_its_signature_on_it() -> None:
    told = parts(*part(0, Thinking(""), "h", "m", ending=SIGNED), *part(1, Text(""), "so"))
    assert told == [{"text": "hm", "thought": True, "thoughtSignature": "sig"}, {"text": "so"}]


def test_text_and_calls_keep_their_order() -> None:
    told = parts(
        *part(0, Text(""), "a"), *part(1, ToolCall("c", "f", ""), "{}"), *part(2, Text(""), "b")
    )
    assert [next(iter(each)) for each in told] == ["text", "functionCall", "text"]


def test_an_empty_answer_has_an_empty_text() -> None:
    assert parts() == [{"text": ""}]


def test_a_failure_is_raised() -> None:
    with pytest.raises(Refused):
        encode_response([Failed(Failure(FailureKind.CUT, "cut"))], REPLY)


def test_events_without_an_end_are_no_answer() -> None:
    with pytest.raises(ValueError, match="no end"):
        encode_response([Started()], REPLY)
