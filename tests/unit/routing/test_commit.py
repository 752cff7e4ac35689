"""When an answer begins for the client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import (
    AnswerPart,
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
from app.routing.commit import Commit, CommitState

OVERLOADED = Failure(FailureKind.OVERLOADED, "x")
OPENING: list[Event] = [Started("id", "m"), Pulse(), PartStarted(0, Text(""))]


def state_of(commit: Commit) -> CommitState:
    return commit.state


def test_control_events_are_held_until_the_first_text() -> None:
    commit = Commit()
    assert commit.take(OPENING) == []
    assert state_of(commit) is CommitState.HOLD
    assert commit.take([PartDelta(0, "")]) == []
    assert commit.take([PartDelta(0, "hi"), PartDelta(0, "!")]) == [
        Started("id", "m"),
        PartStarted(0, Text("")),
        PartDelta(0, ""),
        PartDelta(0, "hi"),
        PartDelta(0, "!"),
    ]
    assert state_of(commit) is CommitState.COMMITTED
    assert commit.take([Pulse()]) == [Pulse()]


@pytest.mark.parametrize(
    "part",
    [
        ToolCall("c", "f", "{}"),
        Opaque("x", "", Sidecar(Origin("d"), {})),
        Thinking("", redacted=True),
    ],
)
def test_a_finished_part_that_has_no_deltas_commits(part: AnswerPart) -> None:
    commit = Commit()
    assert commit.take([Started(), PartStarted(0, part)]) == []
    assert len(commit.take([PartEnded(0)])) == 3
    assert state_of(commit) is CommitState.COMMITTED


def test_an_empty_part_of_text_does_not_commit() -> None:
    commit = Commit()
    assert commit.take([*OPENING, PartEnded(0)]) == []
    assert state_of(commit) is CommitState.HOLD


def test_an_end_commits_also_an_empty_answer() -> None:
    commit = Commit()
    assert commit.take([Started(), Finished("stop")]) == [Started(), Finished("stop")]


def test_an_empty_answer_is_a_failure_where_that_is_asked_for() -> None:
    commit = Commit(refuse_empty=True)
    assert commit.take([Started(), Finished("stop", Usage(output=0))]) == []
    assert commit.failure is not None
    assert commit.failure.kind is FailureKind.PROTOCOL
    counted = Commit(refuse_empty=True)
    assert counted.take([Started(), Finished("stop", Usage(output=2))])
    cut_short = Commit(refuse_empty=True)
    assert cut_short.take([Started(), Finished("length")])


def test_a_failure_before_the_commit_is_not_released() -> None:
    commit = Commit()
    assert commit.take([*OPENING, Failed(OVERLOADED)]) == []
    assert commit.failure == OVERLOADED
    assert commit.take([PartDelta(0, "late")]) == []
    assert state_of(commit) is CommitState.HOLD


def test_a_failure_after_the_commit_is_released() -> None:
    commit = Commit()
    commit.take([*OPENING, PartDelta(0, "hi")])
    assert commit.take([Failed(OVERLOADED)]) == [Failed(OVERLOADED)]


def test_an_opened_stream_still_allows_another_attempt() -> None:
    commit = Commit()
    commit.take(OPENING)
    commit.open()
    assert state_of(commit) is CommitState.OPEN
    commit.take([Failed(OVERLOADED)])
    commit.restart()
    assert commit.failure is None
    assert commit.take([Started("second"), PartStarted(0, Text("")), PartDelta(0, "a")])[0] == (
        Started("second")
    )
    commit.open()
    assert state_of(commit) is CommitState.COMMITTED


def test_after_the_commit_there_is_no_other_attempt() -> None:
    commit = Commit()
    commit.take([*OPENING, PartDelta(0, "hi")])
    with pytest.raises(ValueError, match="has seen"):
        commit.restart()


@st.composite
def answers(draw: st.DrawFn) -> list[Event]:
    events: list[Event] = [Started()]
    for index in range(draw(st.integers(0, 3))):
        kinds: list[AnswerPart] = [Text(""), Thinking(""), ToolCall("c", "f", "")]
        part = draw(st.sampled_from(kinds))
        events.append(PartStarted(index, part))
        events += [PartDelta(index, t) for t in draw(st.lists(st.sampled_from(["", "a"])))]
        events.append(PartEnded(index))
        if draw(st.booleans()):
            events.append(Pulse())
    events.append(Finished("stop") if draw(st.booleans()) else Failed(OVERLOADED))
    return events


def without_pulses(events: list[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, Pulse)]


@given(answers(), st.data())
def test_nothing_is_lost_or_reordered_however_it_is_cut(
    events: list[Event], data: st.DataObject
) -> None:
    commit = Commit()
    released: list[Event] = []
    at = 0
    while at < len(events):
        size = data.draw(st.integers(1, 4))
        if data.draw(st.booleans()):
            commit.open()
        released += commit.take(events[at : at + size])
        at += size
    if commit.state is CommitState.COMMITTED:
        assert without_pulses(released) == without_pulses(events)
        assert commit.failure is None
    else:
        assert released == []
        assert commit.failure == OVERLOADED
