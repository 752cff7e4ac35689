"""Rounds of one answer, as properties: whatever the rounds say, the client sees one answer."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Conversation, Opaque, Text, Thinking, ToolCall, ToolResult, Turn
from app.core.events import Event, Failed, Finished, FinishReason, Pulse, Started
from app.core.failure import Failure, FailureKind
from app.core.fold import Answer, fold, unfold
from app.core.search import Found, Search
from app.core.usage import Usage
from app.gateway.search.rounds import Rounds

TOOL = "web_search"
SAID = Conversation("x", "m", (Turn("user", (Text("hi"),)),))
FOUND = Search("q", (Found("T", "https://a.example"),))
LOOK_UP = ToolCall("call_1", TOOL, '{"query":"q"}')
OTHER = ToolCall("call_2", "Bash", "{}")

words = st.text(max_size=12)
parts = st.lists(
    st.builds(Text, words)
    | st.builds(Thinking, words)
    | st.builds(ToolCall, st.just("call_1"), st.just(TOOL), st.just('{"query":"q"}')),
    max_size=5,
)
usages = st.none() | st.builds(
    Usage, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)
)
scripts = st.lists(st.tuples(parts, usages), min_size=1, max_size=4)


def events_of(*said: Text | Thinking | ToolCall, reason: FinishReason = "stop") -> list[Event]:
    return unfold(Answer("id", "m", said, reason, Usage(10, output=5)))


def run(rounds: Rounds, scripts: list[list[Event]]) -> list[Event]:
    """All that the client sees, as the loop would play it."""
    shown: list[Event] = []
    conversation = SAID
    for number, script in enumerate(scripts):
        shown += rounds.take(script)
        calls = rounds.searches()
        if not calls or number == len(scripts) - 1:
            break
        found = [replace(FOUND, query=query) for _, query in calls]
        shown += rounds.found(found)
        if rounds.done:
            break
        conversation = rounds.continued(conversation, found)
    return shown + rounds.end()


@given(scripts)
def test_any_rounds_are_one_answer_without_calls_of_the_search(
    scripts: list[tuple[list[Text | Thinking | ToolCall], Usage | None]],
) -> None:
    played = [unfold(Answer("id", "m", tuple(said), "stop", usage)) for said, usage in scripts]
    shown = [event for event in run(Rounds(TOOL), played) if not isinstance(event, Pulse)]
    assert sum(isinstance(event, Started) for event in shown) == 1
    answer = fold(shown)  # the grammar holds
    assert not any(isinstance(part, ToolCall) for part in answer.parts)
    indices = [event.index for event in shown if hasattr(event, "index")]
    assert indices == sorted(indices)
    assert sorted(set(indices)) == list(range(len(answer.parts)))


@given(st.lists(words, min_size=1, max_size=6), st.integers(1, 5))
def test_where_the_events_are_cut_changes_nothing(said: list[str], size: int) -> None:
    script = events_of(*map(Text, said), LOOK_UP)
    whole, cut = Rounds(TOOL), Rounds(TOOL)
    first = whole.take(script)
    pieces = [script[start : start + size] for start in range(0, len(script), size)]
    assert [event for piece in pieces for event in cut.take(piece)] == first
    assert whole.searches() == cut.searches() == ((LOOK_UP, "q"),)


def test_tokens_of_all_rounds_are_counted_together() -> None:
    answer = fold(run(Rounds(TOOL), [events_of(LOOK_UP), events_of(Text("done"))]))
    assert answer.usage == Usage(20, output=10, searches=1, helped=1)
    assert answer.reason == "stop"


def test_the_next_round_reads_what_was_found() -> None:
    rounds = Rounds(TOOL)
    rounds.take(events_of(Thinking("t"), Text("Let me see."), LOOK_UP))
    rounds.found([FOUND])
    said, results = rounds.continued(SAID, [FOUND]).turns[-2:]
    assert said == Turn("assistant", (Thinking("t"), Text("Let me see."), LOOK_UP))
    (result,) = results.parts
    assert isinstance(result, ToolResult)
    assert result.call_id == "call_1"
    assert "https://a.example" in str(result.parts)


def test_a_tool_of_the_client_ends_the_answer() -> None:
    rounds = Rounds(TOOL)
    shown = rounds.take(events_of(LOOK_UP, OTHER, reason="tool_calls"))
    assert rounds.searches() == ((LOOK_UP, "q"),)
    assert rounds.done
    answer = fold([*shown, *rounds.found([FOUND]), *rounds.end()])
    assert answer.reason == "tool_calls"
    assert answer.parts[0] == OTHER
    assert isinstance(answer.parts[1], Opaque)


def test_an_answer_that_the_limit_cut_is_searched_no_more() -> None:
    rounds = Rounds(TOOL)
    rounds.take(events_of(LOOK_UP, reason="length"))
    assert rounds.searches() == ()


def test_a_call_without_a_query_is_told_apart() -> None:
    rounds = Rounds(TOOL)
    calls = [ToolCall(f"c{n}", TOOL, text) for n, text in enumerate(('{"q":1}', "nonsense", "[]"))]
    rounds.take(events_of(*calls, reason="tool_calls"))
    assert [query for _, query in rounds.searches()] == ["", "", ""]


def test_a_failure_passes_and_is_known() -> None:
    rounds = Rounds(TOOL)
    failed = Failed(Failure(FailureKind.CUT, "cut"))
    assert rounds.take([Started(), failed]) == [Started(), failed]
    assert rounds.failed
    assert rounds.end() == []


def test_a_failed_search_is_an_error_for_the_model() -> None:
    rounds = Rounds(TOOL)
    rounds.take(events_of(LOOK_UP))
    turns = rounds.continued(SAID, [Search("q", error="It is down.")]).turns
    (result,) = turns[-1].parts
    assert isinstance(result, ToolResult)
    assert result.is_error
    assert "It is down." in str(result.parts)


def test_reasoning_tokens_are_summed_where_they_are_told() -> None:
    rounds = Rounds(TOOL)
    told = Finished("stop", Usage(1, reasoning=4))
    rounds.take([Started(), told])
    rounds.continued(SAID, [])
    rounds.take([Started(), Finished("stop", Usage(2))])
    (end,) = rounds.end()
    assert isinstance(end, Finished)
    assert end.usage is not None
    assert end.usage.reasoning == 4
