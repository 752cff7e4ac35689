"""A whole answer is the fold of its stream."""

import pytest

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
from app.core.failure import Failure, FailureKind, Refused
from app.core.fold import Answer, Fold, fold, merged, unfold
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage

SIGNED = Sidecar(Origin("x"), {"signature": "s"})
ANSWER = Answer(
    id="1",
    model="m",
    parts=(
        Thinking("because", sidecar=SIGNED),
        Text("hello"),
        ToolCall("c1", "f", '{"a":1}'),
        ToolCall("c2", "g", ""),
        Opaque("odd", "an odd thing", Sidecar(Origin("x"), {"type": "odd"})),
        Refusal("no"),
    ),
    reason="tool_calls",
    usage=Usage(fresh=3, output=4),
    closing=Sidecar(Origin("x"), {"logprobs": None}),
)


def test_unfolding_and_folding_gives_the_same_answer() -> None:
    assert fold(unfold(ANSWER)) == ANSWER


def test_deltas_are_joined_and_pulses_ignored() -> None:
    events: list[Event] = [
        Started("1", "m", Usage(fresh=9)),
        PartStarted(0, Text("")),
        PartDelta(0, "he"),
        Pulse(),
        PartDelta(0, "llo"),
        PartEnded(0),
        Finished("stop"),
    ]
    answer = fold(events)
    assert answer.parts == (Text("hello"),)
    assert answer.usage == Usage(fresh=9)


def test_a_failed_stream_raises_its_failure() -> None:
    failure = Failure(FailureKind.CUT, "cut")
    with pytest.raises(Refused) as raised:
        fold([Started(), PartStarted(0, Text("")), PartDelta(0, "x"), Failed(failure)])
    assert raised.value.failure is failure


def test_a_stream_without_an_end_is_no_answer() -> None:
    with pytest.raises(ValueError, match="no end"):
        fold([Started(), PartStarted(0, Text(""))])


def test_a_part_that_was_never_ended_is_not_among_the_parts() -> None:
    folded = Fold()
    folded.add([Started(), PartStarted(0, ToolCall("c", "f", "")), PartDelta(0, '{"a')])
    assert folded.parts == ()
    assert folded.answer is None


def test_sidecars_of_one_origin_merge_and_of_two_do_not() -> None:
    first = Sidecar(Origin("x"), {"a": 1, "b": 1})
    assert merged(first, Sidecar(Origin("x"), {"b": 2})).data == {"a": 1, "b": 2}
    assert merged(first, Sidecar(Origin("y"), {"b": 2})).data == {"b": 2}
    assert merged(None, first) is first
